/// Decodes `Condition`.
enum ConditionDecoder {
  static func block(_ value: PolicyValue?, path: String) throws(PolicyError) -> ConditionBlock {
    var block = ConditionBlock()
    switch value {
    case nil: return block
    case .unknown(let reason)?: block.unknown.append(reason)
    case .map(let operators)?:
      for member in operators { try clauses(member, into: &block, path: path) }
    case let other?: throw PolicyError("a condition is an object, not \(other.kind)", path: path)
    }
    return block
  }

  private static func clauses(
    _ member: PolicyValue.Member, into block: inout ConditionBlock, path: String
  ) throws(PolicyError) {
    guard let test = ConditionOperator(name: member.name) else {
      throw PolicyError("there is a condition operator that does not exist", path: path)
    }
    let path = "\(path).\(member.name)"
    switch member.value {
    case .unknown(let reason): block.unknown.append(reason)
    case .map(let keys):
      for key in keys {
        let (values, unknown) = try StringList.decode(
          key.value, acceptsScalars: true, path: "\(path).\(key.name)")
        block.clauses.append(ConditionClause(test, key.name, values, unknown: unknown))
      }
    default: throw PolicyError("an operator takes an object of keys, not \(member.value.kind)", path: path)
    }
  }
}
