import Rules
import Values

extension ValueArenaBuilder {
  /// A rule's parameters as a map, with what the profile sets (`rule-id.parameter`).
  mutating func parameters(of rule: Rule, _ overrides: [String: ParameterValue]) -> NodeID {
    let mark = mark
    for parameter in rule.parameters {
      push(overrides["\(rule.id).\(parameter.name)"] ?? parameter.value, key: key(parameter.name))
    }
    closeContainer(.map, since: mark)
    return finishRoot()
  }

  private mutating func push(_ value: ParameterValue, key: KeyID) {
    switch value {
    case .bool(let value): push(ValueNode.bool(value), key: key)
    case .int(let value): push(ValueNode.int(value), key: key)
    case .double(let value): push(ValueNode.double(value), key: key)
    case .string(let value): push(stringNode(value), key: key)
    case .list(let items):
      let mark = mark
      for item in items { push(item, key: .none) }
      closeContainer(.list, since: mark, key: key)
    }
  }
}
