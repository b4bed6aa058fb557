import Rules

/// What evidence says of a rule: enough to understand its verdicts without the rule's file.
public struct RuleSummary: Sendable, Equatable {
  public let id: String
  public let title: String
  public let severity: Severity
  public let rationale: String
  public let remediation: String
  public let references: [String]
  /// The condition as it stands in the rule.
  public let condition: String
  /// The links to all versions of the standard.
  public let requirements: [RequirementLink]
  public let isWeaklyLinked: Bool

  public init(_ rule: Rule) {
    id = rule.id
    title = rule.title
    severity = rule.severity
    rationale = rule.rationale
    remediation = rule.remediation
    references = rule.references
    condition = Self.condition(of: rule)
    requirements = rule.requirements
    isWeaklyLinked = rule.isWeaklyLinked
  }

  init(
    id: String, title: String, severity: Severity, rationale: String, remediation: String, references: [String],
    condition: String, requirements: [RequirementLink], isWeaklyLinked: Bool
  ) {
    self.id = id
    self.title = title
    self.severity = severity
    self.rationale = rationale
    self.remediation = remediation
    self.references = references
    self.condition = condition
    self.requirements = requirements
    self.isWeaklyLinked = isWeaklyLinked
  }

  private static func side(_ side: Rule.FlowCheck.Side) -> String {
    let zones = side.except.map { "everything but \($0.joined(separator: ", "))" } ?? side.zones.joined(separator: ", ")
    return side.kinds.isEmpty ? zones : "\(side.kinds.joined(separator: ", ")) in \(zones)"
  }

  private static func condition(of rule: Rule) -> String {
    var lines: [String] = []
    if let when = rule.applies.when { lines.append("applies when: \(when.text)") }
    for relation in rule.relations {
      let via = relation.via.isEmpty ? "" : " via \(relation.via.joined(separator: ", "))"
      lines.append("\(relation.name): \(relation.direction) \(relation.types.joined(separator: ", "))\(via)")
    }
    for variable in rule.variables {
      switch variable.expressions {
      case .all(let expression): lines.append("\(variable.name) = \(expression.text)")
      case .byType(let expressions):
        for type in expressions.keys.sorted() {
          lines.append("\(variable.name) of \(type) = \(expressions[type]?.text ?? "")")
        }
      }
    }
    switch rule.check {
    case .expect(let expression, _): lines.append("passes when: \(expression.text)")
    case .absent(let types, let expression, _):
      let condition = expression.map { " where \($0.text)" } ?? ""
      lines.append("fails for every \(types.joined(separator: ", "))\(condition)")
    case .unreachable(let flow, _):
      lines.append("passes when nothing flows from \(side(flow.from)) to \(side(flow.to)) but what is allowed")
    }
    return lines.joined(separator: "\n")
  }
}
