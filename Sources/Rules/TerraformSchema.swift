import CEL
import Values

/// The attributes of a resource type, or of a block or an object in it, as one line of the provider index has them
/// (policies/schema/README.md). Read when they are asked for: a type has dozens, and a rule names a few.
struct TerraformSchema: Sendable {
  private let arena: ValueArena
  private let members: NodeID
  /// Whether the members are types, as those of an object are, instead of attributes.
  private let isObject: Bool

  /// - Parameter attributes: of a resource type or a block.
  init(_ arena: ValueArena, attributes: NodeID) {
    self.init(arena, attributes, isObject: false)
  }

  private init(_ arena: ValueArena, _ members: NodeID, isObject: Bool) {
    self.arena = arena
    self.members = members
    self.isObject = isObject
  }

  /// - Parameter record: what this is called; blocks and objects in it are called `record.member`.
  func type(ofMember member: String, in record: String) -> CELType? {
    arena.member(members, member).map { type(of: $0, path: "\(record).\(member)") }
  }

  /// All members at once.
  func recordType(named name: String) -> RecordType {
    var fields: [String: CELType] = [:]
    for child in arena.children(members) {
      guard let field = arena.keyName(child) else { continue }
      fields[field] = type(of: child, path: "\(name).\(field)")
    }
    return RecordType(name: name, fields: fields)
  }

  /// The block or object that a member holds, nil if it holds none.
  func nested(_ member: String) -> TerraformSchema? {
    guard let node = arena.member(members, member) else { return nil }
    if !isObject, let block = block(node) { return TerraformSchema(arena, attributes: block.attributes) }
    var type = isObject ? node : arena.member(node, "t")
    while let current = type, arena[current].kind == .map {
      if let object = arena.member(current, "o") { return TerraformSchema(arena, object, isObject: true) }
      type = arena.member(current, "L") ?? arena.member(current, "S") ?? arena.member(current, "M")
    }
    return nil
  }

  private func block(_ node: NodeID) -> (nesting: String, attributes: NodeID)? {
    guard let nesting = arena.string(node, "block"), let attributes = arena.member(node, "attributes") else {
      return nil
    }
    return (nesting, attributes)
  }

  private func type(of member: NodeID, path: String) -> CELType {
    guard !isObject else { return type(member, path: path) }
    // Most attributes are a few letters and, after a colon, what is known of them besides.
    if arena[member].kind == .string { return letters(arena.utf8(member).prefix { $0 != UInt8(ascii: ":") }) }
    if let block = block(member) {
      return switch block.nesting {
      case "single": .record(path)
      case "map": .map(.string, .record(path))
      default: .list(.record(path))
      }
    }
    return arena.member(member, "t").map { type($0, path: path) } ?? .dyn
  }

  private func type(_ node: NodeID, path: String) -> CELType {
    if arena[node].kind == .string { return letters(arena.utf8(node)) }
    if arena.member(node, "o") != nil { return .record(path) }
    if let element = arena.member(node, "L") ?? arena.member(node, "S") { return .list(type(element, path: path)) }
    if let element = arena.member(node, "M") { return .map(.string, type(element, path: path)) }
    return .dyn
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

  /// Terraform's lists and maps can hold null.
  private func element(_ text: ArraySlice<UInt8>) -> CELType {
    switch letters(text) {
    case .string: .nullable(.string)
    case .number: .nullable(.number)
    case .bool: .nullable(.bool)
    case let type: type
    }
  }
}
