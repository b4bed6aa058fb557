import Values

/// Copies a resource's attributes with defaults in the places that nobody set.
///
/// A default applies where an attribute is absent, null, or unknown because nobody set it; inside blocks, to each block
/// that is there.
struct DefaultMerger {
  private let defaults: [ProviderDefault]
  private let tree: DefaultTree
  /// The number of the first default among those of all types.
  private let firstNumber: Int

  init(_ defaults: [ProviderDefault], firstNumber: Int, _ values: inout ValueArenaBuilder) {
    self.defaults = defaults
    self.firstNumber = firstNumber
    tree = DefaultTree(defaults, &values)
  }

  /// - Parameter assumed: gets, for each node that is a default, the default's number.
  /// - Returns: the new root, nil if no default applies.
  func apply(to root: NodeID, in values: inout ValueArenaBuilder, noting assumed: inout [NodeID: Int]) -> NodeID? {
    guard applies(tree, to: values.node(root), values) else { return nil }
    push(root, tree, into: &values)
    let id = values.finishRoot()
    collect(id, tree, values, into: &assumed)
    return id
  }

  private func applies(_ tree: DefaultTree, to node: ValueNode, _ values: borrowing ValueArenaBuilder) -> Bool {
    switch node.kind {
    case .map:
      for member in tree.members {
        let child = values.member(member.key, of: node)
        if member.leaf != nil, isUnset(child, values) { return true }
        if let child, !member.below.members.isEmpty, applies(member.below, to: child, values) { return true }
      }
      return false
    case .list:
      for index in 0..<node.childCount where applies(tree, to: values.child(index, of: node), values) { return true }
      return false
    default: return false
    }
  }

  private func isUnset(_ node: ValueNode?, _ values: borrowing ValueArenaBuilder) -> Bool {
    guard let node else { return true }
    return node.kind == .null || node.kind == .unknown && values.cause(of: node) == .notConfigured
  }

  private func push(_ id: NodeID, _ tree: DefaultTree, into values: inout ValueArenaBuilder) {
    let node = values.node(id)
    let position = values.arena.position(id)
    switch node.kind {
    case .map:
      let mark = values.mark
      for index in 0..<node.childCount {
        let childID = node.child(index)
        let child = values.node(childID)
        let member = tree.member(child.key)
        if let leaf = member?.leaf, isUnset(child, values) {
          values.push(value(leaf, into: &values), key: child.key, at: values.arena.position(childID))
        } else if let below = member?.below, !below.members.isEmpty {
          push(childID, below, into: &values)
        } else {
          values.push(child, key: child.key, at: values.arena.position(childID))
        }
      }
      for member in tree.members {
        guard let leaf = member.leaf, values.member(member.key, of: node) == nil else { continue }
        values.push(value(leaf, into: &values), key: member.key)
      }
      values.closeContainer(.map, since: mark, key: node.key, flags: node.flags, at: position)
    case .list:
      let mark = values.mark
      for index in 0..<node.childCount { push(node.child(index), tree, into: &values) }
      values.closeContainer(.list, since: mark, key: node.key, flags: node.flags, at: position)
    default: values.push(node, key: node.key, at: position)
    }
  }

  private func value(_ leaf: Int, into values: inout ValueArenaBuilder) -> ValueNode {
    var node: ValueNode =
      switch defaults[leaf].value {
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
    _ id: NodeID, _ tree: DefaultTree, _ values: borrowing ValueArenaBuilder, into assumed: inout [NodeID: Int]
  ) {
    let node = values.node(id)
    switch node.kind {
    case .map:
      for index in 0..<node.childCount {
        let childID = node.child(index)
        let child = values.node(childID)
        guard let member = tree.member(child.key) else { continue }
        if child.flags.contains(.assumed), let leaf = member.leaf {
          assumed[childID] = firstNumber + leaf
        } else if !member.below.members.isEmpty {
          collect(childID, member.below, values, into: &assumed)
        }
      }
    case .list:
      for index in 0..<node.childCount {
        collect(node.child(index), tree, values, into: &assumed)
      }
    default: break
    }
  }
}
