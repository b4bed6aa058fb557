/// Lists as arguments of strict functions: every element must be certainly there and known.
extension EvaluationContext {
  /// The elements of a list; otherwise the unknown or error that stands in the way.
  mutating func certainElements(_ list: CELValue, _ function: String) -> ListContents {
    guard list.isList else { return .abnormal(noSuchOverload(function, list)) }
    budget -= count(list)
    guard budget >= 0 else { return .elements([]) }
    if let doubt = doubt(inList: list) { return .abnormal(doubt) }
    let elements = rawElements(list)
    if let abnormal = abnormal(elements) { return .abnormal(abnormal) }
    return .elements(elements)
  }

  enum ListContents {
    case elements([CELValue])
    case abnormal(CELValue)
  }

  /// A stable sort of elements by keys of one ordered type.
  mutating func sortedList(_ elements: [CELValue], by keys: [CELValue], _ name: String) -> CELValue {
    budget -= elements.count * 4
    guard budget >= 0 else { return .null }
    for key in keys {
      if key.isAbnormal { return key }
      guard order(keys[0], key) != nil else { return noSuchOverload(name, keys[0], key) }
    }
    let positions = elements.indices.sorted { left, right in
      let order = order(keys[left], keys[right])
      return order == .less || (order == .equal && left < right)
    }
    return list(positions.map { elements[$0] })
  }
}
