import Diagnostics
import HCL
import Rules

/// Holds what rules say to write against its syntax, for authors.
public enum FixCheck {
  /// What is wrong with the `fix` of a rule; nil for a rule without one, and for YAML.
  public static func problem(of rule: Rule, _ library: PolicyLibrary) -> Diagnostics.Diagnostic? {
    guard let text = rule.fix else { return nil }
    var types = rule.applies.types
    if case .absent(let absent, _, _) = rule.check { types += absent }
    let all = (try? library.expand(types, at: rule.location)) ?? []
    guard !all.contains(where: { $0.first?.isUppercase == true }) else { return nil }
    let file = HCLFile(native: Array(text.utf8), name: "fix")
    guard let first = file.diagnostics.first else { return nil }
    return Diagnostics.Diagnostic(
      .error, "rule `\(rule.id)`: line \(first.position.line) of `fix` is no HCL: \(first.message)", at: rule.location,
      help: "write a block, or the arguments of one, as it would stand in a configuration")
  }
}
