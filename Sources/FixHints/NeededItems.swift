import HCL
import ResourceGraph
import Values

/// Chooses what of an example is to be written into a block that is there already: not what the block says anyhow, nor
/// what it says otherwise and the verdict does not rest on.
struct NeededItems {
  let graph: ResourceGraph
  /// The attributes that the verdict rests on, dotted, without indexes.
  let reads: Set<String>

  func items(_ items: [FixItem], in values: NodeID?, path: String = "") -> [FixItem] {
    items.compactMap { item in
      switch item {
      case .blank, .comment: item
      case .attribute(let attribute): needed(attribute, values, join(path, attribute.name)).map(FixItem.attribute)
      case .block(let block): needed(block, values, join(path, block.type)).map(FixItem.block)
      }
    }
  }

  private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  private func needed(_ attribute: FixAttribute, _ values: NodeID?, _ path: String) -> FixAttribute? {
    let takesAway = attribute.expression.isEmptyList || attribute.expression.literal == .null
    guard let value = values.flatMap({ graph.arena.member($0, attribute.name) }), isSet(value) else {
      return takesAway ? nil : attribute
    }
    // What is to be taken away is said even where the verdict was settled before it was read.
    guard isRead(path) || takesAway else { return nil }
    if let literal = attribute.expression.literal, isEqual(literal, value) { return nil }
    if attribute.expression.isEmptyList, graph.arena[graph.arena.resolved(value)].childCount == 0 { return nil }
    return FixAttribute(name: attribute.name, expression: attribute.expression.detached, comment: attribute.comment)
  }

  private func needed(_ block: FixBlock, _ values: NodeID?, _ path: String) -> FixBlock? {
    guard let value = values.flatMap({ graph.arena.member($0, block.type) }).map({ graph.arena.resolved($0) }) else {
      return block
    }
    let element: NodeID
    // An empty list of blocks is what the schema makes of none.
    switch graph.arena[value].kind {
    case .map: element = value
    case .list where graph.arena[value].childCount == 1: element = graph.arena.resolved(graph.arena[value].child(0))
    default: return block
    }
    guard graph.arena[element].kind == .map else { return block }
    let items = items(block.items, in: element, path: path)
    guard items.contains(where: { $0.name != nil }) else { return nil }
    return FixBlock(type: block.type, labels: block.labels, items: items)
  }

  /// Whether somebody set it, as far as the input says.
  private func isSet(_ node: NodeID) -> Bool {
    let id = graph.arena.resolved(node)
    if graph.assumedDefaults.contains(id) { return false }
    let value = graph.arena[id]
    switch value.kind {
    case .null: return false
    case .unknown: return graph.arena[value.unknownReason].cause != .notConfigured
    case .list: return value.childCount > 0
    default: return true
    }
  }

  /// Whether the verdict rests on an attribute, or on something in it.
  func isRead(_ path: String) -> Bool {
    reads.contains(path) || reads.contains { $0.hasPrefix(path + ".") || path.hasPrefix($0 + ".") }
  }

  private func isEqual(_ literal: Literal, _ node: NodeID) -> Bool {
    let id = graph.arena.resolved(node)
    let value = graph.arena[id]
    if value.flags.contains(.sensitive) { return false }
    switch literal {
    case .null: return value.kind == .null
    case .bool(let truth): return value.kind == .bool && value.boolValue == truth
    case .number(let text): return value.kind == .int && Int64(text) == value.intValue
    case .string(let text): return value.kind == .string && graph.arena.string(id) == text
    }
  }
}
