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

  /// - Parameter assumed: is told which nodes are defaults.
  /// - Returns: the new root, nil if no default applies.
  func apply<Values: ValueBuilding>(
    to root: NodeID, in values: inout Values, noting assumed: inout AssumedNodes
  ) -> NodeID? {
    guard applies(tree.root, to: values.node(root), values) else { return nil }
    push(root, tree.root, into: &values, noting: &assumed)
    return values.finishRoot()
  }

  private func applies<Values: ValueBuilding>(
    _ level: DefaultTree.Level, to node: ValueNode, _ values: Values
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

  private func isUnset<Values: ValueBuilding>(_ node: ValueNode?, _ values: Values) -> Bool {
    guard let node else { return true }
    return node.kind == .null || node.kind == .unknown && values.cause(of: node) == .notConfigured
  }

  private func push<Values: ValueBuilding>(
    _ id: NodeID, _ level: DefaultTree.Level, into values: inout Values, noting assumed: inout AssumedNodes
  ) {
    let node = values.node(id)
    let position = values.position(id)
    switch node.kind {
    case .map:
      let (mark, first) = (values.mark, assumed.mark)
      for index in 0..<node.childCount {
        pushMember(node.child(index), level, since: mark, into: &values, noting: &assumed)
      }
      for index in level.indices {
        let key = tree.members[index].key
        guard let leaf = tree.members[index].leaf, values.member(key, of: node) == nil else { continue }
        assumed.push(firstNumber + leaf, at: values.mark - mark)
        values.push(nodes[leaf], key: key)
      }
      assumed.place(since: first, from: values.next)
      values.closeContainer(.map, since: mark, key: node.key, flags: node.flags, at: position)
    case .list:
      let mark = values.mark
      for index in 0..<node.childCount { push(node.child(index), level, into: &values, noting: &assumed) }
      values.closeContainer(.list, since: mark, key: node.key, flags: node.flags, at: position)
    default: values.push(node, key: node.key, at: position)
    }
  }

  private func pushMember<Values: ValueBuilding>(
    _ id: NodeID, _ level: DefaultTree.Level, since mark: Int, into values: inout Values,
    noting assumed: inout AssumedNodes
  ) {
    let node = values.node(id)
    if let place = tree.place(of: node.key, in: level) {
      let member = tree.members[place]
      if let leaf = member.leaf, isUnset(node, values) {
        assumed.push(firstNumber + leaf, at: values.mark - mark)
        values.push(nodes[leaf], key: node.key, at: values.position(id))
        return
      }
      if !member.below.isEmpty { return push(id, member.below, into: &values, noting: &assumed) }
    }
    values.push(node, key: node.key, at: values.position(id))
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
}
