import Values

/// Whether two values are the same: kinds, order, names, and numbers to the bit.
public func areSame(_ left: ValueArena, _ leftRoot: NodeID, _ right: ValueArena, _ rightRoot: NodeID) -> Bool {
  let (first, second) = (left[leftRoot], right[rightRoot])
  guard first.kind == second.kind else { return false }
  switch first.kind {
  case .null: return true
  case .bool: return first.boolValue == second.boolValue
  case .int: return first.intValue == second.intValue
  case .double: return first.doubleValue.bitPattern == second.doubleValue.bitPattern
  case .string: return left.string(leftRoot) == right.string(rightRoot)
  case .list, .map:
    let (lefts, rights) = (left.children(leftRoot), right.children(rightRoot))
    return lefts.count == rights.count
      && zip(lefts, rights).allSatisfy { pair in
        left.keyName(pair.0) == right.keyName(pair.1) && areSame(left, pair.0, right, pair.1)
      }
  case .unknown, .link: return false
  }
}
