import Values

/// Unknown values and possible elements.
extension EvaluationContext {
  /// A value that is not known for a reason that the arena does not have yet.
  public mutating func unknown(_ reason: UnknownReason, node: NodeID? = nil) -> CELValue {
    scratch.reasons.append(reason)
    let id = Self.firstOwnReason + UInt32(scratch.reasons.count - 1)
    return CELValue(.unknown, low: id, high: node?.index ?? .max)
  }

  /// A value that is not known for one of the arena's reasons.
  public func unknown(_ reason: UnknownReason.ID, node: NodeID? = nil) -> CELValue {
    CELValue(.unknown, low: reason.index, high: node?.index ?? .max)
  }

  /// The members of an unknown value.
  public func unknownItems(_ value: CELValue) -> [UnknownItem] {
    switch value.tag {
    case .unknown: [UnknownItem(reason: value.low, nodeIndex: value.high)]
    case .unknowns: Array(scratch.unknowns[Int(value.low)..<Int(value.low + value.high)])
    default: []
    }
  }

  /// Why a member of an unknown value is not known.
  public func reason(_ item: UnknownItem) -> UnknownReason {
    if item.reason >= Self.firstOwnReason { return scratch.reasons[Int(item.reason - Self.firstOwnReason)] }
    return arena[UnknownReason.ID(item.reason)]
  }

  /// The union of two unknown values.
  mutating func merged(_ left: CELValue, _ right: CELValue) -> CELValue {
    if left.tag == .unknown, right.tag == .unknown, left.payload == right.payload { return left }
    var items = unknownItems(left)
    for item in unknownItems(right) where !items.contains(item) { items.append(item) }
    if items.count == unknownItems(left).count { return left }
    let start = scratch.unknowns.count
    scratch.unknowns.append(contentsOf: items)
    budget -= items.count
    return CELValue(.unknowns, low: UInt32(start), high: UInt32(items.count))
  }

  /// What a strict function gives for arguments of which one at least is abnormal: the first error, else what is unknown.
  mutating func abnormal(_ left: CELValue, _ right: CELValue) -> CELValue {
    if left.tag == .error { return left }
    if right.tag == .error { return right }
    if !left.isAbnormal { return right }
    return right.isAbnormal ? merged(left, right) : left
  }

  mutating func abnormal(_ values: [CELValue]) -> CELValue? {
    var found: CELValue?
    for value in values where value.isAbnormal { found = found.map { abnormal($0, value) } ?? value }
    return found
  }

  // MARK: possible elements

  /// `value` as a list element that is possibly not there.
  public mutating func possibly(_ value: CELValue, because unknown: CELValue) -> CELValue {
    var unknown = unknown
    var value = value
    if value.tag == .doubtful {
      let doubt = scratch.doubts[Int(value.payload)]
      unknown = merged(doubt.unknown, unknown)
      value = doubt.value
    }
    scratch.doubts.append(Scratch.Doubt(value: value, unknown: unknown))
    return CELValue(.doubtful, UInt64(scratch.doubts.count - 1))
  }

  /// The value of a node as a list element: a doubtful link is a possible element.
  mutating func element(of id: NodeID) -> CELValue {
    let node = nodes[Int(id.index)]
    guard node.kind == .link, let doubt = node.linkDoubt else { return value(of: id) }
    return possibly(value(of: id), because: CELValue(.unknown, low: doubt.index, high: id.index))
  }

  /// An element's value and, if it is only possibly there, the unknown that says why. Mutating in name only: an `inout`
  /// context is copied to call a method that is not.
  @inline(__always)
  mutating func split(_ element: CELValue) -> (value: CELValue, doubt: CELValue?) {
    guard element.tag == .doubtful else { return (element, nil) }
    let doubt = scratch.doubts[Int(element.payload)]
    return (doubt.value, doubt.unknown)
  }

  /// The element of a list and its doubt.
  mutating func possibleElement(_ list: CELValue, _ index: Int) -> (value: CELValue, doubt: CELValue?) {
    let element = element(list, index)
    return split(element)
  }

  /// The union of the doubts of a list's elements, nil if all are certainly there.
  mutating func doubt(inList list: CELValue) -> CELValue? {
    var found: CELValue?
    for index in 0..<count(list) {
      let doubt: CELValue?
      if list.tag == .nodeList {
        let id = list.low + UInt32(index)
        let node = nodes[Int(id)]
        guard node.kind == .link else { continue }
        doubt = node.linkDoubt.map { CELValue(.unknown, low: $0.index, high: id) }
      } else {
        doubt = split(scratch.values[Int(list.low) + index]).doubt
      }
      if let doubt { found = found.map { merged($0, doubt) } ?? doubt }
    }
    return found
  }
}
