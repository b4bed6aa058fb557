import Diagnostics
import Glibc

/// Whether a path leads to a folder.
public func isDirectory(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The files below a folder, sorted by path; hidden files and folders are left out, links to folders are not followed.
///
/// - Throws: a diagnostic if the folder cannot be read, or has more than a million entries.
public func listFiles(_ folder: String) throws(Diagnostic) -> [String] {
  var found: [String] = []
  try list(folder, depth: 0, into: &found)
  return found.sorted()
}

private func list(_ folder: String, depth: Int, into found: inout [String]) throws(Diagnostic) {
  let location = SourceLocation(file: folder)
  guard depth < 64 else { throw Diagnostic(.error, "folders are nested too deep", at: location) }
  guard let directory = opendir(folder) else {
    throw Diagnostic(.error, "cannot be read: \(String(cString: strerror(errno)).lowercased())", at: location)
  }
  defer { closedir(directory) }
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    guard !name.hasPrefix(".") else { continue }
    let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    var status = stat()
    guard lstat(path, &status) == 0 else { continue }
    if status.st_mode & S_IFMT == S_IFDIR {
      try list(path, depth: depth + 1, into: &found)
    } else if !isDirectory(path) {
      found.append(path)
    }
    guard found.count <= 1_000_000 else { throw Diagnostic(.error, "has too many files", at: location) }
  }
}
