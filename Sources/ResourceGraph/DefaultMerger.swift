import Values

/// Copies a resource's attributes with defaults in the places that nobody set.
///
/// A default applies where an attribute is absent, null, or unknown because nobody set it; inside blocks, to each block
/// that is there.
struct DefaultMerger {
  private(set) var assumed: [NodeID: ProviderDefault] = [:]

  /// - Returns: the new root, nil if no default applies.
  mutating func apply(_ defaults: [ProviderDefault], to root: NodeID, in values: inout ValueArenaBuilder) -> NodeID? {
    let rules = defaults.map { (path: $0.path[...], entry: $0) }
    guard applies(rules, to: values.node(root), values) else { return nil }
    push(values.node(root), rules, into: &values)
    let id = values.finishRoot()
    collect(id, rules, values)
    return id
  }

  private typealias PathRule = (path: ArraySlice<String>, entry: ProviderDefault)

  private func applies(_ rules: [PathRule], to node: ValueNode, _ values: ValueArenaBuilder) -> Bool {
    switch node.kind {
    case .map:
      return rules.contains { rule in
        guard let name = rule.path.first, let key = values.existingKey(name) else { return rule.path.count == 1 }
        let child = values.member(key, of: node)
        if rule.path.count == 1 { return isUnset(child, values) }
        guard let child else { return false }
        return applies([(rule.path.dropFirst(), rule.entry)], to: child, values)
      }
    case .list:
      return (0..<node.childCount).contains { applies(rules, to: values.child($0, of: node), values) }
    default: return false
    }
  }

  private func isUnset(_ node: ValueNode?, _ values: ValueArenaBuilder) -> Bool {
    guard let node else { return true }
    return node.kind == .null || node.kind == .unknown && values.cause(of: node) == .notConfigured
  }

  private func push(_ node: ValueNode, _ rules: [PathRule], into values: inout ValueArenaBuilder) {
    switch node.kind {
    case .map:
      let mark = values.mark
      for index in 0..<node.childCount {
        let child = values.child(index, of: node)
        let here = rules.filter { $0.path.first.flatMap { values.existingKey($0) } == child.key }
        if let leaf = here.first(where: { $0.path.count == 1 }), isUnset(child, values) {
          values.push(value(leaf.entry, into: &values), key: child.key)
        } else {
          let deeper = here.filter { $0.path.count > 1 }.map { (path: $0.path.dropFirst(), entry: $0.entry) }
          if deeper.isEmpty { values.push(child, key: child.key) } else { push(child, deeper, into: &values) }
        }
      }
      for rule in rules where rule.path.count == 1 {
        guard let name = rule.path.first else { continue }
        let key = values.key(name)
        if values.member(key, of: node) == nil { values.push(value(rule.entry, into: &values), key: key) }
      }
      values.closeContainer(.map, since: mark, key: node.key, flags: node.flags)
    case .list:
      let mark = values.mark
      for index in 0..<node.childCount { push(values.child(index, of: node), rules, into: &values) }
      values.closeContainer(.list, since: mark, key: node.key, flags: node.flags)
    default: values.push(node, key: node.key)
    }
  }

  private func value(_ entry: ProviderDefault, into values: inout ValueArenaBuilder) -> ValueNode {
    var node: ValueNode =
      switch entry.value {
      case .null: .null
      case .bool(let value): .bool(value)
      case .int(let value): .int(value)
      case .double(let value): .double(value)
      case .string(let value): values.stringNode(value)
      case .emptyList: ValueNode(.list)
      }
    node.flags.insert(.assumed)
    return node
  }

  /// Notes which nodes are assumed, now that they have ids.
  private mutating func collect(_ id: NodeID, _ rules: [PathRule], _ values: ValueArenaBuilder) {
    let node = values.node(id)
    for index in 0..<node.childCount where node.kind == .map || node.kind == .list {
      let childID = node.child(index)
      let child = values.node(childID)
      let here =
        node.kind == .list
        ? rules
        : rules.filter { $0.path.first.flatMap { values.existingKey($0) } == child.key }
      if node.kind == .map, child.flags.contains(.assumed), let leaf = here.first(where: { $0.path.count == 1 }) {
        assumed[childID] = leaf.entry
      } else {
        let deeper = node.kind == .list ? here : here.map { (path: $0.path.dropFirst(), entry: $0.entry) }
        if !deeper.isEmpty { collect(childID, deeper, values) }
      }
    }
  }
}
