import Diagnostics
import Glibc

/// Writes a file whole or not at all: to a new file beside it, which then takes its place. What is no regular file (a
/// device, a pipe) is written to as it is.
func writeFile(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
  let location = SourceLocation(file: path)
  var status = stat()
  if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unwritable(location) }
    defer { close(descriptor) }
    guard writeAll(bytes, to: descriptor) else { throw unwritable(location) }
    return
  }
  try replaceFile(bytes, at: path, mode: 0o644, isDurable: false)
}

/// Writes a new file beside a path and puts it in its place: nobody ever sees half of it.
///
/// - Parameter isDurable: whether it waits until the file would outlive a power cut.
func replaceFile(_ bytes: [UInt8], at path: String, mode: mode_t, isDurable: Bool) throws(Diagnostic) {
  let location = SourceLocation(file: path)
  // mkstemp makes the file for its owner alone, and nobody else's file can be taken for it.
  var template = Array("\(path).XXXXXX".utf8CString)
  let descriptor = mkstemp(&template)
  guard descriptor >= 0 else { throw unwritable(location) }
  let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  guard writeAll(bytes, to: descriptor), fchmod(descriptor, mode) == 0,
    !isDurable || fsync(descriptor) == 0
  else {
    let problem = unwritable(location)
    close(descriptor)
    unlink(temporary)
    throw problem
  }
  guard close(descriptor) == 0, rename(temporary, path) == 0 else {
    let problem = unwritable(location)
    unlink(temporary)
    throw problem
  }
}

func unwritable(_ location: SourceLocation) -> Diagnostic {
  let isFull = [ENOSPC, EDQUOT, EFBIG].contains(errno)
  return Diagnostic(
    .error, "cannot be written: \(String(cString: strerror(errno)).lowercased())", at: location,
    help: isFull ? "make room, or write to another disk" : "check that the folder exists and may be written to")
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
