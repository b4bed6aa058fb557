import Diagnostics
import Glibc

/// Writes a file that must not be there yet, whole or not at all.
func writeNewFile(_ bytes: [UInt8], to path: String, help: String) throws(Diagnostic) {
  var status = stat()
  guard lstat(path, &status) != 0 else { throw isThere(path, help) }
  let temporary = "\(path).new.\(getpid())"
  try writeFile(bytes, to: temporary)
  defer { unlink(temporary) }
  // A link is refused where a rename would replace what somebody wrote meanwhile.
  guard link(temporary, path) == 0 else {
    if errno == EEXIST { throw isThere(path, help) }
    throw Diagnostic(
      .error, "cannot be written: \(String(cString: strerror(errno)).lowercased())", at: SourceLocation(file: path),
      help: "check that the folder exists and may be written to")
  }
}

private func isThere(_ path: String, _ help: String) -> Diagnostic {
  Diagnostic(.error, "is there already, and is not overwritten", at: SourceLocation(file: path), help: help)
}
