import Diagnostics
import Documents
import Rules
import Values

extension PCICheck {
  /// The policies of a run: those in the binary, and those of the user's folders.
  public struct Policies: Sendable {
    let library: PolicyLibrary
    /// The user's folders.
    let folders: [String]

    /// - Parameters:
    ///   - folders: folders laid out like `policies/`, or folders of rule files.
    ///   - builtIn: whether the policies in the binary are used too.
    /// - Throws: a diagnostic for a file that cannot be read.
    public init(folders: [String] = [], builtIn: Bool = true) throws(Diagnostic) {
      var files: [PolicyFile] = []
      for folder in folders { files += try Self.read(folder) }
      self.folders = folders
      library = PolicyLibrary(builtIn: builtIn, folders: files)
    }

    init(sealed library: PolicyLibrary) {
      self.library = library
      folders = []
    }

    private static func read(_ folder: String) throws(Diagnostic) -> [PolicyFile] {
      guard isDirectory(folder) else {
        throw Diagnostic(.error, "is no folder, expected a folder of policies", at: SourceLocation(file: folder))
      }
      let kinds = ["rules", "views", "defaults", "categories", "catalog", "profiles", "schema", "mappings"]
      var files: [PolicyFile] = []
      for path in try listFiles(folder) where path.hasSuffix(".yaml") && !path.hasSuffix("_test.yaml") {
        var builder = ValueArenaBuilder(recordsPositions: true)
        let roots = try YAMLReader.read(try readInput(path), into: &builder)
        guard roots.count == 1, let root = roots.first else {
          throw Diagnostic(.error, "expected one YAML document", at: SourceLocation(file: path))
        }
        let relative = path.dropFirst(folder.count).drop { $0 == "/" }
        let first = String(relative.prefix { $0 != "/" })
        let name = String((path.split(separator: "/").last ?? "").dropLast(".yaml".count))
        files.append(
          PolicyFile(
            kind: kinds.contains(first) && relative.contains("/") ? first : "rules", name: name, path: path,
            arena: builder.build(), root: root))
      }
      return files
    }
  }
}
