/// Names files as a code host knows them: from the root of the repository, whatever folder a run was started in.
public struct RepositoryPaths: Sendable {
  /// Paths as they were given.
  public static let asGiven = RepositoryPaths()

  /// The parts of the repository's path; nil without a repository.
  private let root: [Substring]?
  private let folder: [Substring]

  private init() {
    root = nil
    folder = []
  }

  /// - Parameters:
  ///   - root: the absolute path of the repository.
  ///   - workingFolder: the absolute path that paths are relative to.
  public init(root: String, workingFolder: String) {
    self.root = Self.parts(root, after: [])
    folder = Self.parts(workingFolder, after: [])
  }

  /// The path from the root; a path that leads out of the repository as it is.
  public func name(_ path: String) -> String {
    guard path != "-" else { return path }
    guard let root else { return path.hasPrefix("./") ? String(path.dropFirst(2)) : path }
    let parts = Self.parts(path, after: path.hasPrefix("/") ? [] : folder)
    guard parts.count > root.count, parts.starts(with: root) else { return path }
    return parts[root.count...].joined(separator: "/")
  }

  private static func parts(_ path: String, after folder: [Substring]) -> [Substring] {
    var result = folder
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { result = result.dropLast() } else { result.append(part) }
    }
    return result
  }
}
