import Diagnostics
import Rules

/// The section `rules`: which rules a run uses, and how grave their failures are here.
public struct RuleSettings: Sendable {
  /// Only these rules, whatever the profile has: ids, aliases, or ids with `*`.
  public let only: [Setting<String>]
  /// Rules that are used although the profile does not have them.
  public let also: [Setting<String>]
  public let disabled: [DisabledRule]
  public let severities: [SeverityOverride]

  /// Rules that are not used, and why.
  public struct DisabledRule: Sendable {
    public let rule: Setting<String>
    public let reason: String
  }

  /// Another severity than the rule's own.
  public struct SeverityOverride: Sendable {
    public let rule: Setting<String>
    public let severity: Severity
  }

  static let none = RuleSettings(only: [], also: [], disabled: [], severities: [])

  static func decode(_ root: RecordReader) throws(Diagnostic) -> RuleSettings {
    guard let record = try root.section("rules") else { return none }
    try record.checkMembers(["only", "also", "disabled", "severity"])
    return RuleSettings(
      only: try record.textSettings("only"), also: try record.textSettings("also"),
      disabled: try disabled(record), severities: try severities(record))
  }

  private static func disabled(_ record: RecordReader) throws(Diagnostic) -> [DisabledRule] {
    var result: [DisabledRule] = []
    for entry in try record.presentRecords("disabled", "entry of `disabled`") {
      try entry.checkMembers(["rule", "reason"])
      let member = try entry.required("rule")
      let reason = try entry.text("reason")
      guard !reason.allSatisfy(\.isWhitespace) else {
        throw entry.problem("`reason` is empty", at: try entry.required("reason"))
      }
      result.append(
        DisabledRule(rule: Setting(try entry.text(at: member, "rule"), at: entry.location(member)), reason: reason))
    }
    return result
  }

  private static func severities(_ record: RecordReader) throws(Diagnostic) -> [SeverityOverride] {
    guard let section = try record.section("severity") else { return [] }
    var result: [SeverityOverride] = []
    for child in section.arena.children(section.node) {
      guard let rule = section.arena.keyName(child) else { continue }
      result.append(
        SeverityOverride(
          rule: Setting(rule, at: section.keyLocation(child)), severity: try section.choice(rule, Severity.self)))
    }
    return result
  }
}
