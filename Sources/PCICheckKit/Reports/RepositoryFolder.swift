import Glibc
import Reporting

/// The repository around the working directory.
enum RepositoryFolder {
  /// How its files are named; as they were given outside any repository.
  static var paths: RepositoryPaths {
    guard let buffer = getcwd(nil, 0) else { return .asGiven }
    defer { free(buffer) }
    let folder = String(cString: buffer)
    return root(above: folder).map { RepositoryPaths(root: $0, workingFolder: folder) } ?? .asGiven
  }

  /// The nearest folder with `.git` in it; a worktree has a file of that name.
  private static func root(above folder: String) -> String? {
    var current = folder
    while true {
      if access(current == "/" ? "/.git" : "\(current)/.git", F_OK) == 0 { return current }
      guard current != "/", let slash = current.lastIndex(of: "/") else { return nil }
      current = slash == current.startIndex ? "/" : String(current[..<slash])
    }
  }
}
