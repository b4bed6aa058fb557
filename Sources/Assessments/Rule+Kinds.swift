import Rules

extension Rule {
  /// Whether an expression asks in which PCI scope a resource is.
  var asksForScope: Bool {
    var texts = [check.message.text]
    if case .expect(let expression, _) = check { texts.append(expression.text) }
    if case .absent(_, let expression?, _) = check { texts.append(expression.text) }
    if let when = applies.when { texts.append(when.text) }
    for variable in variables {
      switch variable.expressions {
      case .all(let expression): texts.append(expression.text)
      case .byType(let expressions): texts += expressions.values.map(\.text)
      }
    }
    return !applies.scope.isEmpty || texts.contains { $0.contains("scope(") }
  }

  /// Whether verdicts of the rule depend on the zones that a project declares.
  public var dependsOnZones: Bool { flowCheck != nil || asksForScope }

  /// Whether the rule is about resources of every type.
  var isAboutEverything: Bool { if case .absent(let types, _, _) = check { types == ["*"] } else { false } }

  /// What the rule says of flows, if it is about them.
  var flowCheck: FlowCheck? { if case .unreachable(let check, _) = check { check } else { nil } }

  /// Whether the rule says that something must not exist.
  var isAbsence: Bool { if case .absent = check { true } else { false } }
}
