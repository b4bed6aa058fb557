import CEL
import Diagnostics
import Values

/// The record types that conditions are checked against: attributes of resource types and fields of Kubernetes kinds.
///
/// Types are read from the policies' schema files when a rule first needs them. A resource type that no schema
/// describes has the type `dyn`: its attributes cannot be checked.
public struct SchemaIndex: RecordTypeProvider {
  private var records: [String: RecordType] = [:]
  private let library: PolicyLibrary

  public init(_ library: PolicyLibrary) {
    self.library = library
  }

  public func recordType(named name: String) -> RecordType? { records[name] }

  /// The type of a variable that holds a resource of one of several types; an attribute that only some have reads as
  /// null for the others.
  public mutating func type(of types: [String]) throws(Diagnostics.Diagnostic) -> CELType {
    if let only = types.first, types.count == 1 { return try record(only) == nil ? .dyn : .record(only) }
    let sorted = Set(types).sorted()
    let name = sorted.joined(separator: "|")
    if records[name] != nil { return .record(name) }
    var fields: [String: CELType] = [:]
    for type in sorted {
      guard let record = try record(type) else { return .dyn }
      if fields.isEmpty { fields = record.fields } else { merge(record.fields, into: &fields) }
    }
    records[name] = RecordType(name: name, fields: fields)
    return .record(name)
  }

  private mutating func merge(_ new: [String: CELType], into fields: inout [String: CELType]) {
    for (name, type) in new { fields[name] = fields[name].map { union($0, type) } ?? type }
  }

  /// A type that describes the values of both: blocks of the same name in different resource types keep their fields.
  private mutating func union(_ first: CELType, _ second: CELType) -> CELType {
    switch (first, second) {
    case _ where first == second: return first
    case (.list(let first), .list(let second)): return .list(union(first, second))
    case (.map(_, let first), .map(_, let second)): return .map(.string, union(first, second))
    case (.record(let first), .record(let second)):
      let name = "\(first)|\(second)"
      guard records[name] == nil, let one = records[first], let other = records[second] else { return .record(name) }
      var fields = one.fields
      merge(other.fields, into: &fields)
      records[name] = RecordType(name: name, fields: fields)
      return .record(name)
    default: return .dyn
    }
  }

  /// Whether an attribute path of a type can hold several values: it is declared as a list, set or map, or stands in a
  /// block. Below a map a name is one of its keys. Nil if the schema has no such path.
  public mutating func isCollection(_ path: [String], of type: String) throws(Diagnostics.Diagnostic) -> Bool? {
    guard var current = try record(type) else { return path.last?.hasSuffix("s") }
    var collection = false
    for (index, name) in path.enumerated() {
      guard var field = current.fields[name] else { return nil }
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
      guard case .record(let nested) = field, let next = records[nested] else { return field == .dyn ? true : nil }
      current = next
    }
    return collection
  }

  /// Whether the schema describes a type: a resource type, a data source's or a Kubernetes kind.
  public mutating func describes(_ type: String) throws(Diagnostics.Diagnostic) -> Bool { try record(type) != nil }

  /// What kind of value an attribute has, at a path of names; lists are stepped into. Nil if the schema has no such path.
  public mutating func kind(at path: [String], of type: String) throws(Diagnostics.Diagnostic) -> AttributeKind? {
    guard let start = try record(type) else { return nil }
    var current = CELType.record(start.name)
    for name in path {
      while case .list(let element) = current { current = element }
      switch current {
      case .record(let record):
        guard let field = records[record]?.fields[name] else { return nil }
        current = field
      case .map(_, let element): current = element
      default: return nil
      }
    }
    return AttributeKind(current)
  }

  /// The names that a path could have meant, for messages.
  public mutating func fieldNames(of type: String) throws(Diagnostics.Diagnostic) -> [String] {
    try record(type)?.fields.keys.sorted() ?? []
  }

  /// Where a name stands in the blocks of a type, the shallowest places first.
  public mutating func paths(endingIn name: String, of type: String) throws(Diagnostics.Diagnostic) -> [[String]] {
    guard let start = try record(type) else { return [] }
    var found: [[String]] = []
    var level: [(record: String, path: [String])] = [(start.name, [])]
    for _ in 0..<Self.deepestBlock {
      var next: [(record: String, path: [String])] = []
      for (record, path) in level {
        for (field, type) in (records[record]?.fields ?? [:]).sorted(by: { $0.key < $1.key }) {
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

  private mutating func record(_ type: String) throws(Diagnostics.Diagnostic) -> RecordType? {
    if let known = records[type] { return known }
    if let file = library.schema(type) ?? library.schema("data.\(type)") {
      let (arena, root) = try file.load()
      guard let attributes = arena.member(root, "attributes") else {
        var kubernetes = KubernetesSchema(library, known: records)
        try kubernetes.read(type, arena, root)
        records = kubernetes.records
        return records[type]
      }
      var decoder = TerraformSchemaDecoder(arena: arena)
      let record = decoder.record(type, attributes)
      records.merge(decoder.records) { first, _ in first }
      return record
    }
    return records[type]
  }
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

/// Decodes one line of the provider index (policies/schema/README.md).
private struct TerraformSchemaDecoder {
  let arena: ValueArena
  private(set) var records: [String: RecordType] = [:]

  init(arena: ValueArena) { self.arena = arena }

  mutating func record(_ name: String, _ attributes: NodeID) -> RecordType {
    let children = arena.children(attributes)
    var fields = [String: CELType](minimumCapacity: children.count)
    for child in children {
      guard let field = arena.keyName(child) else { continue }
      fields[field] = attribute(child, field, of: name)
    }
    let record = RecordType(name: name, fields: fields)
    records[name] = record
    return record
  }

  private mutating func attribute(_ node: NodeID, _ field: String, of name: String) -> CELType {
    // Most attributes are a few letters and, after a colon, what is known of them besides.
    if arena[node].kind == .string { return letters(arena.utf8(node).prefix { $0 != UInt8(ascii: ":") }) }
    let path = "\(name).\(field)"
    if let block = arena.string(node, "block"), let attributes = arena.member(node, "attributes") {
      let nested = CELType.record(record(path, attributes).name)
      return switch block {
      case "single": nested
      case "map": .map(.string, nested)
      default: .list(nested)
      }
    }
    return arena.member(node, "t").map { type($0, path: path) } ?? .dyn
  }

  private mutating func type(_ node: NodeID, path: String) -> CELType {
    if arena[node].kind == .string { return letters(arena.utf8(node)) }
    if let object = arena.member(node, "o") {
      var fields: [String: CELType] = [:]
      for child in arena.children(object) {
        guard let field = arena.keyName(child) else { continue }
        fields[field] = type(child, path: "\(path).\(field)")
      }
      records[path] = RecordType(name: path, fields: fields)
      return .record(path)
    }
    if let element = arena.member(node, "L") ?? arena.member(node, "S") { return .list(type(element, path: path)) }
    if let element = arena.member(node, "M") { return .map(.string, type(element, path: path)) }
    return .dyn
  }

  /// Terraform's lists and maps can hold null.
  private func element(_ text: ArraySlice<UInt8>) -> CELType {
    switch letters(text) {
    case .string: .nullable(.string)
    case .number: .nullable(.number)
    case .bool: .nullable(.bool)
    case let type: type
    }
  }

  private func letters(_ text: ArraySlice<UInt8>) -> CELType {
    switch text.first {
    case UInt8(ascii: "s"): .string
    case UInt8(ascii: "n"): .number
    case UInt8(ascii: "b"): .bool
    case UInt8(ascii: "L"), UInt8(ascii: "S"): .list(element(text.dropFirst()))
    case UInt8(ascii: "M"): .map(.string, element(text.dropFirst()))
    default: .dyn
    }
  }
}
