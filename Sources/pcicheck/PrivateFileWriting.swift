import Diagnostics
import Glibc

/// Writes a file that only its owner may read, whole or not at all.
///
/// - Parameter force: also into a folder in which everybody may write, and so swap the file.
/// - Throws: a diagnostic if the place is unsafe or cannot be written to.
func writePrivateFile(_ bytes: [UInt8], to path: String, force: Bool) throws(Diagnostic) {
  var files = StagedFiles()
  try files.addPrivate(bytes, to: path, force: force)
  try files.commit()
}

extension StagedFiles {
  /// Adds a file that only its owner may read.
  mutating func addPrivate(_ bytes: [UInt8], to path: String, force: Bool) throws(Diagnostic) {
    try checkPrivatePlace(path, force: force)
    try replace(bytes, at: path, mode: 0o600, isDurable: true)
  }
}

private func checkPrivatePlace(_ path: String, force: Bool) throws(Diagnostic) {
  let location = SourceLocation(file: path)
  let folder = folder(of: path)
  var status = stat()
  guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
    throw Diagnostic(
      .error, "cannot be written: there is no folder for it", at: location, help: "make the folder, or name another")
  }
  guard force || status.st_mode & S_IWOTH == 0 else {
    throw Diagnostic(
      .error, "is not written into a folder in which everybody may write", at: location,
      help: "evidence is sensitive: choose a folder of your own, or use --force")
  }
  guard lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG else {
    throw Diagnostic(.error, "is there and is no ordinary file", at: location, help: "name another file")
  }
}

private func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// Writes a file that only its owner may read and that must not be there yet.
func writeNewPrivateFile(_ bytes: [UInt8], to path: String, help: String) throws(Diagnostic) {
  let location = SourceLocation(file: path)
  let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
  guard descriptor >= 0 else {
    if errno == EEXIST { throw isThere(location, help) }
    throw unwritable(location)
  }
  defer { close(descriptor) }
  guard writeAll(bytes, to: descriptor) else {
    let problem = unwritable(location)
    unlink(path)
    throw problem
  }
}
