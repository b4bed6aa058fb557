import Values

/// Copies a resource's attributes with defaults in the places that nobody set.
///
/// A default applies where an attribute is absent, null, or unknown because nobody set it; inside blocks, to each block
/// that is there.
struct DefaultMerger {
  /// The values of the defaults, made once for all resources.
  private let nodes: [ValueNode]
  private let tree: DefaultTree
  /// The number of the first default among those of all types.
  private let firstNumber: Int

  init(_ defaults: [ProviderDefault], firstNumber: Int, _ values: inout ValueArenaBuilder) {
    nodes = defaults.map { Self.node($0.value, &values) }
    self.firstNumber = firstNumber
    tree = DefaultTree(defaults, &values)
  }

  /// - Parameter assumed: gets, for each node that is a default, the default's number.
  /// - Returns: the new root, nil if no default applies.
  func apply(
    to root: NodeID, in values: inout ValueArenaBuilder, noting assumed: inout [AssumedDefaults.Entry]
  ) -> NodeID? {
    guard applies(tree.root, to: values.node(root), values) else { return nil }
    push(root, tree.root, into: &values)
    let id = values.finishRoot()
    collect(id, tree.root, values, into: &assumed)
    return id
  }

  private func applies(
    _ level: DefaultTree.Level, to node: ValueNode, _ values: borrowing ValueArenaBuilder
  ) -> Bool {
    switch node.kind {
    case .map:
      for index in level.indices {
        let member = tree.members[index]
        let child = values.member(member.key, of: node)
        if member.leaf != nil, isUnset(child, values) { return true }
        if let child, !member.below.isEmpty, applies(member.below, to: child, values) { return true }
      }
      return false
    case .list:
      for index in 0..<node.childCount where applies(level, to: values.child(index, of: node), values) { return true }
      return false
    default: return false
    }
  }

  private func isUnset(_ node: ValueNode?, _ values: borrowing ValueArenaBuilder) -> Bool {
    guard let node else { return true }
    return node.kind == .null || node.kind == .unknown && values.cause(of: node) == .notConfigured
  }

  private func push(_ id: NodeID, _ level: DefaultTree.Level, into values: inout ValueArenaBuilder) {
    let node = values.node(id)
    let position = values.arena.position(id)
    switch node.kind {
    case .map:
      let mark = values.mark
      for index in 0..<node.childCount { pushMember(node.child(index), level, into: &values) }
      for index in level.indices {
        let key = tree.members[index].key
        guard let leaf = tree.members[index].leaf, values.member(key, of: node) == nil else { continue }
        values.push(nodes[leaf], key: key)
      }
      values.closeContainer(.map, since: mark, key: node.key, flags: node.flags, at: position)
    case .list:
      let mark = values.mark
      for index in 0..<node.childCount { push(node.child(index), level, into: &values) }
      values.closeContainer(.list, since: mark, key: node.key, flags: node.flags, at: position)
    default: values.push(node, key: node.key, at: position)
    }
  }

  private func pushMember(_ id: NodeID, _ level: DefaultTree.Level, into values: inout ValueArenaBuilder) {
    let node = values.node(id)
    if let place = tree.place(of: node.key, in: level) {
      let member = tree.members[place]
      if let leaf = member.leaf, isUnset(node, values) {
        values.push(nodes[leaf], key: node.key, at: values.arena.position(id))
        return
      }
      if !member.below.isEmpty { return push(id, member.below, into: &values) }
    }
    values.push(node, key: node.key, at: values.arena.position(id))
  }

  private static func node(_ value: ProviderDefault.Scalar, _ values: inout ValueArenaBuilder) -> ValueNode {
    var node: ValueNode =
      switch value {
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
  private func collect(
    _ id: NodeID, _ level: DefaultTree.Level, _ values: borrowing ValueArenaBuilder,
    into assumed: inout [AssumedDefaults.Entry]
  ) {
    let node = values.node(id)
    switch node.kind {
    case .map:
      for index in 0..<node.childCount {
        let childID = node.child(index)
        let child = values.node(childID)
        guard let place = tree.place(of: child.key, in: level) else { continue }
        let member = tree.members[place]
        if child.flags.contains(.assumed), let leaf = member.leaf {
          assumed.append(AssumedDefaults.Entry(node: childID, number: firstNumber + leaf))
        } else if !member.below.isEmpty {
          collect(childID, member.below, values, into: &assumed)
        }
      }
    case .list:
      for index in 0..<node.childCount {
        collect(node.child(index), level, values, into: &assumed)
      }
    default: break
    }
  }
}
