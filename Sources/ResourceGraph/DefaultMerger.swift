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
      for index in tree.members.indices {
        let child = values.member(tree.members[index].key, of: node)
        if tree.members[index].leaf != nil, isUnset(child, values) { return true }
        if let child, !tree.members[index].below.members.isEmpty, applies(tree.members[index].below, to: child, values)
        {
          return true
        }
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
        guard let place = tree.place(of: child.key) else {
          values.push(child, key: child.key, at: values.arena.position(childID))
          continue
        }
        if let leaf = tree.members[place].leaf, isUnset(child, values) {
          values.push(nodes[leaf], key: child.key, at: values.arena.position(childID))
        } else if !tree.members[place].below.members.isEmpty {
          push(childID, tree.members[place].below, into: &values)
        } else {
          values.push(child, key: child.key, at: values.arena.position(childID))
        }
      }
      for index in tree.members.indices {
        let key = tree.members[index].key
        guard let leaf = tree.members[index].leaf, values.member(key, of: node) == nil else { continue }
        values.push(nodes[leaf], key: key)
      }
      values.closeContainer(.map, since: mark, key: node.key, flags: node.flags, at: position)
    case .list:
      let mark = values.mark
      for index in 0..<node.childCount { push(node.child(index), tree, into: &values) }
      values.closeContainer(.list, since: mark, key: node.key, flags: node.flags, at: position)
    default: values.push(node, key: node.key, at: position)
    }
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
    _ id: NodeID, _ tree: DefaultTree, _ values: borrowing ValueArenaBuilder, into assumed: inout [NodeID: Int]
  ) {
    let node = values.node(id)
    switch node.kind {
    case .map:
      for index in 0..<node.childCount {
        let childID = node.child(index)
        let child = values.node(childID)
        guard let place = tree.place(of: child.key) else { continue }
        if child.flags.contains(.assumed), let leaf = tree.members[place].leaf {
          assumed[childID] = firstNumber + leaf
        } else if !tree.members[place].below.members.isEmpty {
          collect(childID, tree.members[place].below, values, into: &assumed)
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
