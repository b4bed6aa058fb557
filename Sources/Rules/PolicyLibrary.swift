import Diagnostics
import Documents
import Policies
import ResourceGraph
import Values

/// All policies that a run may use: those in the binary and those of the user's folders, which come later and replace
/// what has the same kind and name.
public struct PolicyLibrary: Sendable {
  private let files: [String: [PolicyFile]]
  /// The files of the user's folders, in their order; of two with one name only the last is used.
  public let folderFiles: [PolicyFile]
  /// Whether all policies are those in the binary.
  public let hasOnlyBuiltIn: Bool

  /// - Parameters:
  ///   - builtIn: whether the rules in the binary are used. Catalogues, profiles, categories, views, defaults and schemas
  ///     of the binary are there in any case, for rules of the user's to build on.
  ///   - folders: files read from the user's folders.
  public init(builtIn: Bool = true, folders: [PolicyFile] = []) {
    hasOnlyBuiltIn = builtIn && folders.isEmpty
    let store = PolicyStore.embedded
    var byKind: [String: [PolicyFile]] = [:]
    for entry in store.entries where builtIn || entry.kind != "rules" {
      byKind[entry.kind, default: []].append(PolicyFile(store, entry))
    }
    // The build sorts its index; what the folders do not touch stays as it is.
    for (kind, added) in Dictionary(grouping: folders, by: \.kind) {
      var byKey: [String: PolicyFile] = [:]
      for file in (byKind[kind] ?? []) + added { byKey[Self.key(file)] = file }
      byKind[kind] = byKey.values.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }
    folderFiles = folders
    files = byKind
  }

  /// - Parameter files: policies that are used alone, such as those of an evidence bundle; only provider schemas are the
  ///   binary's.
  public init(sealed files: [PolicyFile]) {
    let store = PolicyStore.embedded
    var byKind: [String: [PolicyFile]] = [:]
    for entry in store.entries where entry.kind == "schema" {
      byKind["schema", default: []].append(PolicyFile(store, entry))
    }
    for file in files { byKind[file.kind, default: []].append(file) }
    self.files = byKind.mapValues { $0.sorted { ($0.name, $0.path) < ($1.name, $1.path) } }
    folderFiles = []
    hasOnlyBuiltIn = false
  }

  /// Files of defaults are named for services and can share a name between providers.
  private static func key(_ file: PolicyFile) -> String {
    guard file.kind == "defaults", let range = file.path.ranges(of: "defaults/").last else { return file.name }
    return String(file.path[range.lowerBound...])
  }

  /// The rule files, sorted by id.
  public var ruleFiles: [PolicyFile] { files["rules"] ?? [] }
  public var viewFiles: [PolicyFile] { files["views"] ?? [] }
  public var catalogueFiles: [PolicyFile] { files["catalog"] ?? [] }
  public var profileFiles: [PolicyFile] { files["profiles"] ?? [] }
  public var defaultFiles: [PolicyFile] { files["defaults"] ?? [] }
  /// The files of a kind (`views`, `categories`, ...), sorted by name.
  public func files(ofKind kind: String) -> [PolicyFile] { files[kind] ?? [] }
  public var categoryFiles: [PolicyFile] { files["categories"] ?? [] }

  /// The schema of a resource type (`data.` before data sources) or a schema file by name, nil if there is none.
  func schema(_ name: String) -> PolicyFile? {
    if let file = files["schema"]?.first(where: { $0.name == name }) { return file }
    return PolicyStore.embedded.line(kind: "schema", name: name).map {
      PolicyFile(kind: "schema", name: name, text: $0)
    }
  }

  public func decode(_ file: PolicyFile) throws(Diagnostic) -> Rule {
    let (arena, root) = try file.load()
    return try RuleDecoder.decode(arena, root, file: file.path, name: file.name)
  }

  /// The resource types behind a list that may name categories.
  ///
  /// - Throws: a diagnostic for a category that does not exist.
  public func expand(_ types: [String], at location: SourceLocation) throws(Diagnostic) -> [String] {
    var result: [String] = []
    for type in types {
      guard type.hasPrefix("@") else {
        result.append(type)
        continue
      }
      let name = String(type.dropFirst())
      guard let file = categoryFiles.first(where: { $0.name == name }) else {
        let near = nearestName(to: name, among: categoryFiles.map(\.name))
        throw Diagnostic(
          .error, "unknown category `\(safeText(type, limit: 80))`", at: location,
          help: near.map { "did you mean `@\($0)`?" })
      }
      result += file.types
    }
    return result
  }

  /// The defaults of the given types, by type.
  public func defaults(for types: Set<String>) throws(Diagnostic) -> [String: [ProviderDefault]] {
    var result: [String: [ProviderDefault]] = [:]
    for file in defaultFiles where file.types.contains(where: { types.contains($0) }) {
      result.merge(try defaults(for: types, of: file)) { $0 + $1 }
    }
    return result
  }

  /// The defaults that one file has for the given types.
  public func defaults(for types: Set<String>, of file: PolicyFile) throws(Diagnostic) -> [String: [ProviderDefault]] {
    var result: [String: [ProviderDefault]] = [:]
    let (arena, root) = try file.load()
    for child in arena.children(root) {
      let record = try RecordReader(arena, child, file: file.path, what: "default")
      try record.checkMembers(["type", "attribute", "value", "since", "source", "because"])
      let entry = ProviderDefault(
        type: try record.text("type"), path: try record.text("attribute").split(separator: ".").map(String.init),
        value: try scalar(record, try record.required("value")), source: try record.text("source"),
        because: try record.text("because"))
      if types.contains(entry.type) { result[entry.type, default: []].append(entry) }
    }
    return result
  }

  private func scalar(_ record: RecordReader, _ id: NodeID) throws(Diagnostic) -> ProviderDefault.Scalar {
    let node = record.arena[id]
    switch node.kind {
    case .null: return .null
    case .bool: return .bool(node.boolValue)
    case .int: return .int(node.intValue)
    case .double: return .double(node.doubleValue)
    case .string: return .string(record.arena.string(id) ?? "")
    case .list where node.childCount == 0: return .emptyList
    default: throw record.problem("a default is a scalar or an empty list", at: id)
    }
  }
}
