import Diagnostics
import Glibc

/// Writes a file that must not be there yet, whole or not at all.
func writeNewFile(_ bytes: [UInt8], to path: String, help: String) throws(Diagnostic) {
  var status = stat()
  guard lstat(path, &status) != 0 else { throw isThere(SourceLocation(file: path), help) }
  let temporary = "\(path).new.\(getpid())"
  try writeFile(bytes, to: temporary)
  defer { unlink(temporary) }
  // A link is refused where a rename would replace what somebody wrote meanwhile.
  guard link(temporary, path) == 0 else {
    if errno == EEXIST { throw isThere(SourceLocation(file: path), help) }
    throw unwritable(SourceLocation(file: path))
  }
}

func isThere(_ location: SourceLocation, _ help: String) -> Diagnostic {
  Diagnostic(.error, "is there already, and is not overwritten", at: location, help: help)
}
