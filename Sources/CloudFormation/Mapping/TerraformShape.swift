import Values

/// The attributes of a Terraform resource type, as the provider's schema declares them (policies/schema/README.md).
public struct TerraformShape: Sendable {
  /// What an attribute holds.
  public indirect enum Kind: Sendable {
    case text
    case number
    case bool
    /// Lists and sets.
    case list(Kind)
    case map(Kind)
    /// An object, or a block; a block that may occur several times is a list of these.
    case record(TerraformShape)
    /// Anything.
    case dynamic
  }

  public struct Attribute: Sendable {
    public let name: String
    public let kind: Kind
    public let isBlock: Bool
    public let isComputed: Bool
    /// Whether a configuration can set it.
    public let isSettable: Bool
    public let isSensitive: Bool
  }

  /// In the order of the schema.
  public let attributes: [Attribute]

  public subscript(_ name: String) -> Attribute? { attributes.first { $0.name == name } }

  /// - Parameter node: the `attributes` of a line of the provider index.
  public init(_ node: NodeID, in arena: ValueArena) {
    attributes = arena.children(node).compactMap { child in
      arena.keyName(child).map { Self.attribute($0, child, arena) }
    }
  }

  private init(fields: [Attribute]) { attributes = fields }

  private static func attribute(_ name: String, _ node: NodeID, _ arena: ValueArena) -> Attribute {
    if let block = arena.string(node, "block"), let inner = arena.member(node, "attributes") {
      let record = Kind.record(TerraformShape(inner, in: arena))
      let kind: Kind =
        switch block {
        case "single": record
        case "map": .map(record)
        default: .list(record)
        }
      return Attribute(
        name: name, kind: kind, isBlock: true, isComputed: false, isSettable: true, isSensitive: false)
    }
    var kind = Kind.dynamic
    var flags = ""
    if let text = arena.string(node) {
      let parts = text.split(separator: ":", maxSplits: 1)
      kind = parts.first.map { letters($0) } ?? .dynamic
      flags = parts.count > 1 ? String(parts[1]) : ""
    } else if let type = arena.member(node, "t") {
      kind = self.kind(type, arena)
      flags = arena.string(node, "f") ?? ""
    }
    return Attribute(
      name: name, kind: kind, isBlock: false, isComputed: flags.contains("c"),
      isSettable: flags.contains("o") || flags.contains("r"), isSensitive: flags.contains("s"))
  }

  private static func kind(_ node: NodeID, _ arena: ValueArena) -> Kind {
    if let text = arena.string(node) { return letters(text[...]) }
    if let object = arena.member(node, "o") {
      let fields = arena.children(object).compactMap { child in
        arena.keyName(child).map {
          Attribute(
            name: $0, kind: kind(child, arena), isBlock: false, isComputed: false, isSettable: true, isSensitive: false)
        }
      }
      return .record(TerraformShape(fields: fields))
    }
    if let element = arena.member(node, "L") ?? arena.member(node, "S") { return .list(kind(element, arena)) }
    if let element = arena.member(node, "M") { return .map(kind(element, arena)) }
    return .dynamic
  }

  private static func letters(_ text: Substring) -> Kind {
    switch text.first {
    case "s": .text
    case "n": .number
    case "b": .bool
    case "L", "S": .list(letters(text.dropFirst()))
    case "M": .map(letters(text.dropFirst()))
    default: .dynamic
    }
  }
}
