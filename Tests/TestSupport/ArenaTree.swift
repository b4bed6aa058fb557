import Values

extension ValueArena {
  /// A value as a tree that can be compared.
  public func tree(_ id: NodeID) -> JSONTree {
    let node = self[id]
    switch node.kind {
    case .null, .unknown, .link: return .null
    case .bool: return .bool(node.boolValue)
    case .int: return .number(Double(node.intValue))
    case .double: return .number(node.doubleValue)
    case .string: return .string(string(id) ?? "")
    case .list: return .array(children(id).map { tree($0) })
    case .map: return .object(children(id).map { JSONTree.Member(keyName($0) ?? "", tree($0)) })
    }
  }
}

extension JSONTree {
  /// Equality that knows objects have no order.
  public func means(_ other: JSONTree) -> Bool {
    switch (self, other) {
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
    case (.object(let left), .object(let right)):
      left.count == right.count
        && left.allSatisfy { member in other[member.name].map { member.value.means($0) } ?? false }
    default: self == other
    }
  }
}
