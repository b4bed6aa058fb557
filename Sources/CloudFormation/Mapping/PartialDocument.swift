import Values

/// A document of which a part is not known, as a value: for the policy evaluator, and for conditions that read JSON texts.
///
/// What CloudFormation makes up (ids, ARNs, the account, the region) gets made-up names: each is one thing and no pattern,
/// and no question that is asked of policies depends on which. Whose an account is stays open, as it is for policies whose
/// account is written.
struct PartialDocument {
  private let root: TemplateValue

  init(_ root: TemplateValue) { self.root = root }

  func push(into values: inout ValueArenaBuilder) { push(root, key: .none, into: &values) }

  private func push(_ value: TemplateValue, key: KeyID, into values: inout ValueArenaBuilder) {
    switch value.content {
    case .absent, .null: values.push(.null, key: key)
    case .bool(let truth): values.push(.bool(truth), key: key)
    case .int(let number): values.push(.int(number), key: key)
    case .double(let number): values.push(.double(number), key: key)
    case .text(let text): values.push(values.stringNode(text), key: key)
    case .list(let elements):
      let mark = values.mark
      for element in elements { push(element, key: .none, into: &values) }
      values.closeContainer(.list, since: mark, key: key)
    case .map(let members):
      if let reason = value.openBecause {
        return values.push(.unknown(values.reason(UnknownReason(.notVisible, reason))), key: key)
      }
      let mark = values.mark
      for member in members {
        push(member.value, key: values.key(member.name), into: &values)
      }
      values.closeContainer(.map, since: mark, key: key)
    case .unknown(let unknown):
      if let sketch = unknown.sketch, !unknown.isEncoded {
        values.push(values.stringNode(sketch), key: key)
      } else {
        values.push(.unknown(values.reason(unknown.fullReason)), key: key)
      }
    }
  }
}
