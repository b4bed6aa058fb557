import Diagnostics
import Glibc

/// Writes a file whole or not at all: to a new file beside it, which then takes its place. What is no regular file (a
/// device, a pipe) is written to as it is.
func writeFile(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
  var files = StagedFiles()
  try files.add(bytes, to: path)
  try files.commit()
}

func unwritable(_ location: SourceLocation) -> Diagnostic {
  Diagnostic(
    .error, "cannot be written: \(String(cString: strerror(errno)).lowercased())", at: location,
    help: "check that the folder exists and may be written to")
}

func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
  // A file that outgrows its limit is a problem to report, not a reason to die with a part of it written.
  signal(SIGXFSZ, SIG_IGN)
  var offset = 0
  while offset < bytes.count {
    let count = bytes.withUnsafeBytes {
      Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset)
    }
    if count > 0 { offset += count } else if errno != EINTR { return false }
  }
  return true
}
