import Diagnostics
import Values

/// Decodes the files of `policies/mappings/cloudformation` (docs/cloudformation.md).
public struct MappingDecoder: Sendable {
  private let arena: ValueArena
  private let file: String

  public init(_ arena: ValueArena, file: String) {
    self.arena = arena
    self.file = file
  }

  /// - Throws: a diagnostic for an entry that is not understood.
  public func mappings(_ root: NodeID) throws(Diagnostic) -> [TypeMapping] {
    guard arena[root].kind == .list else { throw problem("mappings must be a list", root) }
    var result: [TypeMapping] = []
    for entry in arena.children(root) { result.append(try mapping(entry)) }
    return result
  }

  private func mapping(_ node: NodeID) throws(Diagnostic) -> TypeMapping {
    try check(node, ["type", "source", "ref", "resources", "note"], "mapping")
    var targets: [TypeMapping.Target] = []
    for target in arena.children(node, of: "resources") { targets.append(try self.target(target)) }
    return TypeMapping(type: try text(node, "type"), ref: arena.string(node, "ref"), resources: targets)
  }

  private func target(_ node: NodeID) throws(Diagnostic) -> TypeMapping.Target {
    try check(node, ["becomes", "when", "each", "only", "attributes"], "resource")
    var restrictions: [TypeMapping.Restriction] = []
    for entry in arena.children(node, of: "only") {
      try check(entry, ["property", "values", "or-unset"], "restriction")
      restrictions.append(
        TypeMapping.Restriction(
          path: PropertyPath(try text(entry, "property")),
          values: arena.children(entry, of: "values").compactMap { arena.string($0) },
          orUnset: arena.bool(entry, "or-unset") ?? false))
    }
    return TypeMapping.Target(
      type: try text(node, "becomes"), when: arena.string(node, "when").map(PropertyPath.init),
      each: arena.string(node, "each").map(PropertyPath.init), only: restrictions,
      attributes: try attributes(node))
  }

  private func attributes(_ node: NodeID) throws(Diagnostic) -> [AttributeMapping] {
    var result: [AttributeMapping] = []
    for child in arena.children(node, of: "attributes") { result.append(try attribute(child)) }
    return result
  }

  private static let members = [
    "from", "self", "value", "block", "attributes", "as", "values", "prefix", "default", "because", "source", "unset",
    "unless", "ref", "truths", "beside",
  ]

  private func attribute(_ node: NodeID) throws(Diagnostic) -> AttributeMapping {
    let name = arena.keyName(node) ?? ""
    if let path = arena.string(node) {
      return AttributeMapping(
        name: name, source: .property([PropertyPath(path)]), transform: nil, beside: nil, standard: nil,
        unset: .plain)
    }
    try check(node, Self.members, "attribute")
    return AttributeMapping(
      name: name, source: try source(node), transform: try transform(node),
      beside: arena.string(node, "beside").map(PropertyPath.init), standard: try standard(node), unset: try unset(node))
  }

  private func source(_ node: NodeID) throws(Diagnostic) -> AttributeMapping.Source {
    if let path = arena.string(node, "block") { return .blocks(PropertyPath(path), try attributes(node)) }
    if let own = arena.string(node, "self") { return .own(own == "Ref" ? nil : own) }
    if let value = arena.member(node, "value") { return .constant(constant(value)) }
    guard let from = arena.member(node, "from") else {
      throw problem("an attribute needs `from`, `block`, `self` or `value`", node)
    }
    if let path = arena.string(from) { return .property([PropertyPath(path)]) }
    return .property(arena.children(from).compactMap { arena.string($0) }.map(PropertyPath.init))
  }

  private func transform(_ node: NodeID) throws(Diagnostic) -> AttributeMapping.Transform? {
    if let values = arena.member(node, "values") {
      return .values(arena.children(values).map { (arena.keyName($0) ?? "", constant($0)) })
    }
    if let prefix = arena.string(node, "prefix") { return .prefix(prefix) }
    switch arena.string(node, "as") {
    case nil: return nil
    case "not": return .not
    case "lower": return .lower
    case "present": return .present
    case "camel-json":
      return .camel(truths: arena.children(node, of: "truths").compactMap { arena.string($0) })
    case "statement": return .statement
    case "kept": return .kept
    default:
      throw problem("unknown transformation, expected not, lower, present, camel-json, statement or kept", node)
    }
  }

  private func standard(_ node: NodeID) throws(Diagnostic) -> AttributeMapping.Standard? {
    guard let value = arena.member(node, "default") else { return nil }
    return AttributeMapping.Standard(
      value: constant(value), source: try text(node, "source"), because: try text(node, "because"))
  }

  private func unset(_ node: NodeID) throws(Diagnostic) -> AttributeMapping.Unset {
    guard let value = arena.member(node, "unset") else { return .plain }
    if arena.string(value) == "unknown" { return .unknown }
    return .constant(constant(value), unless: arena.string(node, "unless"))
  }

  private func constant(_ id: NodeID) -> AttributeMapping.Constant {
    let node = arena[id]
    switch node.kind {
    case .bool: return .bool(node.boolValue)
    case .int: return .number(Double(node.intValue))
    case .double: return .number(node.doubleValue)
    case .string: return .text(arena.string(id) ?? "")
    case .list: return .list(arena.children(id).map { constant($0) })
    case .map: return .map(arena.children(id).map { (arena.keyName($0) ?? "", constant($0)) })
    default: return .null
    }
  }

  private func text(_ node: NodeID, _ name: String) throws(Diagnostic) -> String {
    guard let text = arena.string(node, name) else { throw problem("a mapping needs the text `\(name)`", node) }
    return text
  }

  private func check(_ node: NodeID, _ known: [String], _ what: String) throws(Diagnostic) {
    guard arena[node].kind == .map else { throw problem("expected a mapping: \(what)", node) }
    for child in arena.children(node) {
      guard let name = arena.keyName(child), !known.contains(name) else { continue }
      throw problem(
        "unknown key `\(safeText(name, limit: 100))` in a \(what)", child,
        help: "known keys: \(known.joined(separator: ", "))")
    }
  }

  private func problem(_ message: String, _ node: NodeID, help: String? = nil) -> Diagnostic {
    Diagnostic(.error, message, at: SourceLocation(file, arena.position(node)), help: help)
  }
}
