import Diagnostics
import Rules

/// Judges a waiver for itself: whether it may apply at all.
struct WaiverCheck {
  let policy: WaiverPolicy

  enum Outcome {
    /// It may apply, to findings of these rules.
    case holds(rules: Set<String>)
    case refused(WaiverStatus.State, Diagnostic)
  }

  func outcome(_ waiver: Waiver) -> Outcome {
    if let problem = breadth(waiver) { return .refused(.tooBroad, problem) }
    let rules: Set<String>
    do throws(Diagnostic) {
      rules = Set(try policy.library.rules(named: waiver.rule, at: waiver.location).map(\.name))
    } catch {
      return .refused(.malformed, error)
    }
    if let created = waiver.created, created > policy.today || created > waiver.expires {
      let what = created > policy.today ? "today (\(policy.today.text))" : "it expires"
      return .refused(.malformed, problem("`created` is after \(what)", waiver))
    }
    guard waiver.expires >= policy.today else {
      return .refused(
        .expired,
        problem(
          "expired on \(waiver.expires.text)", waiver, help: "mend the failure, or have the waiver approved anew"))
    }
    let latest = (waiver.created ?? policy.today).adding(days: policy.horizon)
    guard waiver.expires <= latest else {
      return .refused(
        .tooLong,
        problem(
          "expires on \(waiver.expires.text), more than \(policy.horizon) days after "
            + (waiver.created == nil ? "today" : "it was created"), waiver,
          help: "let it expire by \(latest.text), or raise `max-days`"))
    }
    return .holds(rules: rules)
  }

  /// A waiver is for something known: one that names no rule or no resource would also hide what nobody has seen yet.
  private func breadth(_ waiver: Waiver) -> Diagnostic? {
    let words = waiver.rule.split { "-*".contains($0) }
    if waiver.rule.contains("*"), words.count < 2 {
      return problem(
        "covers every rule\(words.first.map { " of `\(safeText(String($0), limit: 40))`" } ?? "")", waiver,
        help: "name the rule; `*` may stand for a part of it")
    }
    guard waiver.resources.contains(where: { !isNarrow($0) }) else { return nil }
    return problem(
      "covers every resource", waiver,
      help: "name resources or a module; to use a rule nowhere, put it under `rules: disabled`")
  }

  /// Whether a selector with wildcards names something: a module, a namespace, or a part of a name. A type alone is
  /// everything that a rule looks at.
  private func isNarrow(_ selector: String) -> Bool {
    guard selector.contains("*") else { return true }
    func names(_ step: Substring) -> Bool { step.contains { !"*[]\"".contains($0) } }
    var steps = selector.split(omittingEmptySubsequences: false) { $0 == "." || $0 == "/" }[...]
    while steps.first == "module", steps.count > 1 {
      if names(steps[steps.startIndex + 1]) { return true }
      steps = steps.dropFirst(2)
    }
    guard steps.count > 1 else { return steps.first.map { $0.hasPrefix("*") && names($0) } ?? false }
    return steps.dropFirst().contains(where: names)
  }

  private func problem(_ message: String, _ waiver: Waiver, help: String? = nil) -> Diagnostic {
    Diagnostic(.warning, message, at: waiver.location, help: help)
  }
}
