import Glibc

/// Finds the project's configuration: `pcicheck.yaml` in a folder or the nearest one above it.
public enum ConfigurationFinder {
  public static let fileName = "pcicheck.yaml"

  /// The path of the nearest file, nil if there is none up to the root of the repository or of the file system.
  ///
  /// A folder with `.git` in it (a worktree has a file of that name) ends the search: what lies above belongs to
  /// somebody else.
  ///
  /// - Parameter folder: an absolute path; nil for the working directory.
  public static func find(from folder: String? = nil) -> String? {
    guard var current = folder ?? workingDirectory() else { return nil }
    // The nearest file is named as the user sees it, which keeps reports free of the machine's paths.
    var relative = fileName
    while true {
      let path = current == "/" ? "/\(fileName)" : "\(current)/\(fileName)"
      if access(path, F_OK) == 0 { return folder == nil ? relative : path }
      guard current != "/", access("\(current)/.git", F_OK) != 0, let slash = current.lastIndex(of: "/") else {
        return nil
      }
      current = slash == current.startIndex ? "/" : String(current[..<slash])
      relative = "../\(relative)"
    }
  }

  private static func workingDirectory() -> String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
