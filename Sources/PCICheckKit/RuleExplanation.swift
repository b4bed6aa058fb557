import Diagnostics
import Documents
import Rules
import Values

/// Tells a person what a rule is about.
public struct RuleExplanation: Sendable {
  private let library: PolicyLibrary
  private let standardVersion: String

  public init(policies: PCICheck.Policies, standardVersion: String) {
    library = policies.library
    self.standardVersion = standardVersion
  }

  /// - Parameter name: an id, an alias, or a pattern; all rules that it names are explained.
  public func text(_ name: String) throws(Diagnostic) -> [UInt8] {
    let selection = try RuleSelection(library, profile: "complete", selectors: [name])
    var text = ""
    for rule in try selection.allRules() {
      if !text.isEmpty { text += "\n" + String(repeating: "─", count: 72) + "\n\n" }
      text += try explain(rule, selection.files(of: [rule]).first)
    }
    return Array(text.utf8)
  }

  private func explain(_ rule: Rule, _ file: PolicyFile?) throws(Diagnostic) -> String {
    var text = "\(rule.title)\n\(rule.id) · \(rule.severity.rawValue)\n"
    if !rule.aliases.isEmpty { text += "also known as \(rule.aliases.joined(separator: ", "))\n" }
    text += "\nWhy\n\(indented(rule.rationale))"
    text += "\nRequirements\n"
    for link in rule.requirements {
      text +=
        "  PCI DSS v\(link.version) \(link.id) (\(link.coverage.rawValue))\(link.because.map { ": \($0)" } ?? "")\n"
    }
    text += "\nLooks at\n  \(rule.applies.wholePlan ? "the whole input" : rule.applies.types.joined(separator: ", "))\n"
    text += check(rule)
    text += "\nWhat to do\n\(indented(rule.remediation))"
    if let fix = rule.fix { text += "\n\(indented(fix))" }
    if !rule.parameters.isEmpty {
      text += "\nParameters\n"
      for parameter in rule.parameters { text += "  \(rule.id).\(parameter.name): \(parameter.description)\n" }
    }
    if !rule.references.isEmpty { text += "\nSee\n" + rule.references.map { "  \($0)\n" }.joined() }
    text += try examples(file)
    return text
  }

  private func check(_ rule: Rule) -> String {
    var text = ""
    if let when = rule.applies.when { text += "\nApplies when\n\(indented(when.text))" }
    if !rule.relations.isEmpty { text += "\nRelations\n" }
    for relation in rule.relations {
      let via = relation.via.isEmpty ? "" : " via \(relation.via.joined(separator: ", "))"
      text += "  \(relation.name): \(relation.direction) \(relation.types.joined(separator: ", "))\(via)\n"
    }
    switch rule.check {
    case .expect(let expression, _): text += "\nPasses when\n\(indented(expression.text))"
    case .unreachable(let check, _):
      text += "\nPasses when nothing flows\n\(indented(check.words.joined(separator: "\n")))"
    case .absent(let types, let expression, _):
      text +=
        "\nFails for each \(types.joined(separator: ", "))\(expression.map { " with\n\(indented($0.text))" } ?? "\n")"
    }
    for variable in rule.variables {
      if case .all(let expression) = variable.expressions {
        text += "  where \(variable.name) is\n\(indented(expression.text, by: 4))"
      }
    }
    return text
  }

  private func examples(_ file: PolicyFile?) throws(Diagnostic) -> String {
    guard let (arena, root) = try file?.loadExamples() else { return "" }
    var text = "\nExamples\n"
    for example in arena.children(root) {
      text += "  \(arena.string(example, "name") ?? "")\n"
      for expected in arena.children(example, of: "expect") {
        text += "    \(arena.keyName(expected) ?? "") → \(arena.string(expected) ?? "")\n"
      }
    }
    return text
  }

  private func indented(_ text: String, by spaces: Int = 2) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : String(repeating: " ", count: spaces) + $0 }
      .joined(separator: "\n").trimmingTrailingNewlines + "\n"
  }
}

extension String {
  fileprivate var trimmingTrailingNewlines: String {
    var text = self
    while text.last == "\n" { text.removeLast() }
    return text
  }
}
