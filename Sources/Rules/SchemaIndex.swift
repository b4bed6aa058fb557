import CEL
import Diagnostics
import Values

/// The record types that conditions are checked against: attributes of resource types and fields of Kubernetes kinds.
///
/// Types are read from the policies' schema files when a rule first needs them, and of resource types those attributes
/// alone that somebody asks for. A resource type that no schema describes has the type `dyn`: its attributes cannot be
/// checked.
public struct SchemaIndex: RecordTypeProvider {
  private enum Known {
    case record(RecordType)
    case resource(TerraformSchema)
    /// Several records whose members one has together.
    case union([String])
  }

  private var known: [String: Known] = [:]
  private var kubernetes: KubernetesSchema
  private let library: PolicyLibrary

  public init(_ library: PolicyLibrary) {
    self.library = library
    kubernetes = KubernetesSchema(library)
  }

  public func recordType(named name: String) -> RecordType? {
    switch find(name) {
    case .record(let record): return record
    case .resource(let schema): return schema.recordType(named: name)
    case .union(let parts):
      let wholes = parts.compactMap { recordType(named: $0) }
      guard wholes.count == parts.count else { return nil }
      let fields = wholes.reduce(into: [:]) { fields, part in fields.merge(part.fields) { Self.union($0, $1) } }
      return RecordType(name: name, fields: fields)
    case nil: return nil
    }
  }

  public func type(ofMember member: String, in record: String) -> CELType? {
    switch find(record) {
    case .record(let record): return record.fields[member]
    case .resource(let schema): return schema.type(ofMember: member, in: record)
    case .union(let parts):
      var type: CELType?
      for part in parts {
        guard let own = self.type(ofMember: member, in: part) else {
          guard isRecord(part) else { return nil }
          continue
        }
        type = type.map { Self.union($0, own) } ?? own
      }
      return type
    case nil: return nil
    }
  }

  private func isRecord(_ name: String) -> Bool {
    switch find(name) {
    case .union(let parts): parts.allSatisfy { isRecord($0) }
    case let found: found != nil
    }
  }

  /// What a name is that of. What stands in a resource type is called `type.block`.
  private func find(_ name: String) -> Known? {
    if let known = known[name] { return known }
    if let record = kubernetes.records[name] { return .record(record) }
    var text = name
    if text.withUTF8({ $0.contains(UInt8(ascii: "|")) }) {
      return .union(name.split(separator: "|").map(String.init))
    }
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")),
      case .resource(let around) = find(String(name[..<dot]))
    else { return nil }
    return around.nested(String(name[name.utf8.index(after: dot)...])).map { .resource($0) }
  }

  /// The type of a variable that holds a resource of one of several types; an attribute that only some have reads as
  /// null for the others.
  public mutating func type(of types: [String]) throws(Diagnostics.Diagnostic) -> CELType {
    if let only = types.first, types.count == 1 { return try describes(only) ? .record(only) : .dyn }
    let sorted = Set(types).sorted()
    for type in sorted where try !describes(type) { return .dyn }
    let name = sorted.joined(separator: Self.separator)
    known[name] = .union(sorted)
    return .record(name)
  }

  /// Between the names of the records whose members one record has together. Its members are put together when they are
  /// asked for: a category has dozens of types, and an expression names a few of their attributes.
  private static let separator = "|"

  /// A type that describes the values of both: blocks of the same name in different resource types keep their fields.
  private static func union(_ first: CELType, _ second: CELType) -> CELType {
    switch (first, second) {
    case _ where first == second: first
    case (.list(let first), .list(let second)): .list(union(first, second))
    case (.map(_, let first), .map(_, let second)): .map(.string, union(first, second))
    case (.record(let first), .record(let second)): .record(first + separator + second)
    default: .dyn
    }
  }

  /// Whether an attribute path of a type can hold several values: it is declared as a list, set or map, or stands in a
  /// block. Below a map a name is one of its keys. Nil if the schema has no such path.
  public mutating func isCollection(_ path: [String], of type: String) throws(Diagnostics.Diagnostic) -> Bool? {
    guard try describes(type) else { return path.last?.hasSuffix("s") }
    var current = type
    var collection = false
    for (index, name) in path.enumerated() {
      guard var field = self.type(ofMember: name, in: current) else { return nil }
      let around = collection
      var isMap = false
      while true {
        if case .list(let element) = field {
          (field, collection) = (element, true)
        } else if case .map(_, let element) = field {
          (field, collection, isMap) = (element, true, true)
        } else {
          break
        }
      }
      if index == path.count - 1 { return collection }
      if isMap, index == path.count - 2, !field.isRecord { return around }
      guard case .record(let nested) = field else { return field == .dyn ? true : nil }
      current = nested
    }
    return collection
  }

  /// Whether the schema describes a type: a resource type, a data source's or a Kubernetes kind.
  public mutating func describes(_ type: String) throws(Diagnostics.Diagnostic) -> Bool {
    if known[type] != nil || kubernetes.records[type] != nil { return true }
    guard let file = library.schema(type) ?? library.schema("data.\(type)") else { return false }
    let (arena, root) = try file.load()
    if let attributes = arena.member(root, "attributes") {
      known[type] = .resource(TerraformSchema(arena, attributes: attributes))
      return true
    }
    try kubernetes.read(type, arena, root)
    return kubernetes.records[type] != nil
  }

  /// What kind of value an attribute has, at a path of names; lists are stepped into. Nil if the schema has no such path.
  public mutating func kind(at path: [String], of type: String) throws(Diagnostics.Diagnostic) -> AttributeKind? {
    guard try describes(type) else { return nil }
    var current = CELType.record(type)
    for name in path {
      while case .list(let element) = current { current = element }
      switch current {
      case .record(let record):
        guard let field = self.type(ofMember: name, in: record) else { return nil }
        current = field
      case .map(_, let element): current = element
      default: return nil
      }
    }
    return AttributeKind(current)
  }

  /// The names that a path could have meant, for messages.
  public mutating func fieldNames(of type: String) throws(Diagnostics.Diagnostic) -> [String] {
    try describes(type) ? recordType(named: type)?.fields.keys.sorted() ?? [] : []
  }

  /// Where a name stands in the blocks of a type, the shallowest places first.
  public mutating func paths(endingIn name: String, of type: String) throws(Diagnostics.Diagnostic) -> [[String]] {
    guard try describes(type) else { return [] }
    var found: [[String]] = []
    var level: [(record: String, path: [String])] = [(type, [])]
    for _ in 0..<Self.deepestBlock {
      var next: [(record: String, path: [String])] = []
      for (record, path) in level {
        for (field, type) in (recordType(named: record)?.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
          if field == name { found.append(path + [field]) }
          var element = type
          while case .list(let inner) = element { element = inner }
          if case .record(let nested) = element { next.append((nested, path + [field])) }
        }
      }
      level = next
    }
    return found
  }

  /// Statements of web ACLs nest without end.
  private static let deepestBlock = 5
}

/// A coarse view of an attribute's type.
public enum AttributeKind: Sendable {
  case bool, number, text, texts, list, map, other

  init(_ type: CELType) {
    switch type {
    case .bool, .nullable(.bool): self = .bool
    case .number, .int, .double, .nullable(.number): self = .number
    case .string, .nullable(.string): self = .text
    case .list(.string), .list(.nullable(.string)): self = .texts
    case .list: self = .list
    case .map: self = .map
    default: self = .other
    }
  }
}

extension CELType {
  fileprivate var isRecord: Bool { if case .record = self { true } else { false } }
}
