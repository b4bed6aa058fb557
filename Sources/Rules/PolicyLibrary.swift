import Diagnostics
import Documents
import Policies
import ResourceGraph
import Values

/// All policies that a run may use: those in the binary and those of the user's folders, which come later and replace
/// what has the same kind and name.
public struct PolicyLibrary: Sendable {
  /// By kind, those of which not all files are the binary's.
  private let changed: [String: [PolicyFile]]
  /// The files of the user's folders, in their order; of two with one name only the last is used.
  public let folderFiles: [PolicyFile]
  /// Whether all policies are those in the binary.
  public let hasOnlyBuiltIn: Bool
  private let drawsOnBinary: Bool

  /// - Parameters:
  ///   - builtIn: whether the rules in the binary are used. Catalogues, profiles, categories, views, defaults and schemas
  ///     of the binary are there in any case, for rules of the user's to build on.
  ///   - folders: files read from the user's folders.
  public init(builtIn: Bool = true, folders: [PolicyFile] = []) {
    hasOnlyBuiltIn = builtIn && folders.isEmpty
    drawsOnBinary = true
    var changed: [String: [PolicyFile]] = builtIn ? [:] : ["rules": []]
    // The build sorts its index; what the folders do not touch stays as it is.
    for (kind, added) in Dictionary(grouping: folders, by: \.kind) {
      var byKey: [String: PolicyFile] = [:]
      for file in (changed[kind] ?? Self.builtIn(kind)) + added { byKey[Self.key(file)] = file }
      changed[kind] = byKey.values.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }
    folderFiles = folders
    self.changed = changed
  }

  /// - Parameter files: policies that are used alone, such as those of an evidence bundle; only provider schemas are the
  ///   binary's.
  public init(sealed files: [PolicyFile]) {
    changed = Dictionary(grouping: files, by: \.kind).mapValues {
      $0.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }
    folderFiles = []
    hasOnlyBuiltIn = false
    drawsOnBinary = false
  }

  private static func builtIn(_ kind: String) -> [PolicyFile] {
    PolicyStore.embedded.entries(ofKind: kind).map { PolicyFile($0) }
  }

  /// Files of defaults are named for services and can share a name between providers.
  private static func key(_ file: PolicyFile) -> String {
    guard file.kind == "defaults", let range = file.path.ranges(of: "defaults/").last else { return file.name }
    return String(file.path[range.lowerBound...])
  }

  /// The rule files, sorted by id.
  public var ruleFiles: [PolicyFile] { files(ofKind: "rules") }
  public var viewFiles: [PolicyFile] { files(ofKind: "views") }
  public var catalogueFiles: [PolicyFile] { files(ofKind: "catalog") }
  public var profileFiles: [PolicyFile] { files(ofKind: "profiles") }
  public var defaultFiles: [PolicyFile] { files(ofKind: "defaults") }
  public var categoryFiles: [PolicyFile] { files(ofKind: "categories") }

  /// The files of a kind (`views`, `categories`, ...), sorted by name.
  public func files(ofKind kind: String) -> [PolicyFile] {
    changed[kind] ?? (drawsOnBinary ? Self.builtIn(kind) : [])
  }

  /// The schema of a resource type (`data.` before data sources) or a schema file by name, nil if there is none.
  func schema(_ name: String) -> PolicyFile? {
    if let file = changed["schema"]?.first(where: { $0.name == name }) { return file }
    return PolicyStore.embedded.line(kind: "schema", name: name).map {
      PolicyFile(kind: "schema", name: name, line: $0)
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
      guard let file = categoryFile(name) else {
        let near = nearestName(to: name, among: categoryFiles.map(\.name))
        throw Diagnostic(
          .error, "unknown category `\(safeText(type, limit: 80))`", at: location,
          help: near.map { "did you mean `@\($0)`?" })
      }
      result += file.types
    }
    return result
  }

  private func categoryFile(_ name: String) -> PolicyFile? {
    if drawsOnBinary, changed["categories"] == nil {
      return PolicyStore.embedded.entry(kind: "categories", name: name).map { PolicyFile($0) }
    }
    return categoryFiles.first { $0.name == name }
  }

  /// The defaults of the given types, by type.
  public func defaults(for types: Set<String>) throws(Diagnostic) -> [String: [ProviderDefault]] {
    var result: [String: [ProviderDefault]] = [:]
    let wanted = WantedTypes(types)
    for file in defaultFiles where wanted.isNamed(by: file) {
      result.merge(try defaults(for: types, of: file)) { $0 + $1 }
    }
    return result
  }

  /// The defaults that one file has for the given types.
  public func defaults(for types: Set<String>, of file: PolicyFile) throws(Diagnostic) -> [String: [ProviderDefault]] {
    var result: [String: [ProviderDefault]] = [:]
    let (arena, root) = try file.load()
    let path = file.path
    // Tests check those of the binary as a whole.
    let isChecked = file.entry != nil
    for child in arena.children(root) {
      if isChecked, let type = arena.string(child, "type"), !types.contains(type) { continue }
      let record = try RecordReader(arena, child, file: path, what: "default")
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
