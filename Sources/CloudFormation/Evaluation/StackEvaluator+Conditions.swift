import Diagnostics
import Values

/// Conditions: true, false, or open with what decides.
extension StackEvaluator {
  /// What a named condition comes to.
  mutating func truth(named name: String, at position: SourcePosition?) throws(Diagnostic) -> Truth {
    if let known = truths[name] { return known }
    guard let node = template.conditions[name] else {
      let near = nearestName(to: name, among: template.conditions.keys.sorted())
      throw Diagnostic(
        .error, "there is no condition `\(safeText(name, limit: 100))`", at: template.location(position),
        help: near.map { "did you mean `\($0)`?" })
    }
    guard !conditionsInProgress.contains(name) else {
      let circle = (conditionsInProgress + [name]).map { "`\(safeText($0, limit: 60))`" }
      throw Diagnostic(
        .error, "conditions depend on each other in a circle: \(circle.joined(separator: " -> "))",
        at: template.location(node.position))
    }
    conditionsInProgress.append(name)
    defer { conditionsInProgress.removeLast() }
    var truth = try truth(node)
    // The name says more to a reader than what it is made of.
    if case .unknown(let what) = truth {
      truth = .unknown("condition \(name), which depends on \(Self.shortened(what))")
    }
    truths[name] = truth
    return truth
  }

  static func shortened(_ what: String) -> String {
    what.ranges(of: "which depends on ").last.map { String(what[$0.upperBound...]) } ?? what
  }

  mutating func truth(_ node: TemplateNode) throws(Diagnostic) -> Truth {
    guard case .call(let function, let argument) = node.content else {
      if case .bool(let value) = node.content { return Truth(value) }
      if let text = node.text, text == "true" || text == "false" { return Truth(text == "true") }
      throw problem(
        "a condition must be a function, found \(node.kindName)", node,
        help: "conditions are made with Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition")
    }
    switch function {
    case .condition:
      guard let name = argument.text else { throw problem("`Condition` takes the name of a condition", argument) }
      return try truth(named: name, at: argument.position ?? node.position)
    case .equals: return try equality(argument)
    case .not:
      guard argument.elements.count == 1 else { throw problem("`Fn::Not` takes a list of one condition", argument) }
      return try truth(argument.elements[0]).negated
    case .and, .or:
      guard (2...10).contains(argument.elements.count) else {
        throw problem("`\(function.rawValue)` takes a list of two to ten conditions", argument)
      }
      var parts: [Truth] = []
      for element in argument.elements { parts.append(try truth(element)) }
      return function == .and ? .all(parts) : .any(parts)
    case .contains, .eachMemberEquals, .eachMemberIn: return .unknown("an assertion")
    default: return try truth(ofValue: node)
    }
  }

  mutating func truth(ofValue node: TemplateNode) throws(Diagnostic) -> Truth {
    let value = try value(node)
    if let unknown = value.unknown { return .unknown(unknown.reason.detail) }
    switch value.scalarText?.lowercased() {
    case "true": return .yes
    case "false": return .no
    default: throw problem("a condition must be true or false, found \(node.kindName)", node)
    }
  }

  mutating func equality(_ argument: TemplateNode) throws(Diagnostic) -> Truth {
    guard argument.elements.count == 2 else { throw problem("`Fn::Equals` takes a list of two values", argument) }
    let left = try value(argument.elements[0])
    let right = try value(argument.elements[1])
    if let unknown = left.firstUnknown ?? right.firstUnknown {
      return .unknown(unknown.reason.detail)
    }
    return Truth(left.isEqual(to: right))
  }

  /// - Parameter name: of a condition, nil for none.
  mutating func exists(_ name: String?, at position: SourcePosition?) throws(Diagnostic) -> Truth {
    guard let name else { return .yes }
    return try truth(named: name, at: position)
  }
}
