import Diagnostics
import Rules

/// An entry of the section `parameters`: another value for a parameter of a rule.
public struct ParameterSetting: Sendable {
  public let rule: String
  public let name: String
  public let value: ParameterValue
  public let location: SourceLocation

  /// Reads `rule-id.parameter: value` and `rule-id: { parameter: value }`.
  static func decode(_ root: RecordReader) throws(Diagnostic) -> [ParameterSetting] {
    guard let section = try root.section("parameters") else { return [] }
    var result: [ParameterSetting] = []
    for child in section.arena.children(section.node) {
      let key = section.arena.keyName(child) ?? ""
      if section.arena[child].kind == .map {
        for member in section.arena.children(child) {
          result.append(
            ParameterSetting(
              rule: key, name: section.arena.keyName(member) ?? "", value: try ParameterValue.decode(section, member),
              location: section.keyLocation(member)))
        }
        continue
      }
      guard let dot = key.lastIndex(of: "."), dot != key.startIndex, key.index(after: dot) != key.endIndex else {
        throw section.problem(
          "`\(safeText(key, limit: 100))` names no parameter, expected `rule-id.parameter`",
          at: section.keyLocation(child), help: "`pcicheck explain RULE` lists the parameters of a rule")
      }
      result.append(
        ParameterSetting(
          rule: String(key[..<dot]), name: String(key[key.index(after: dot)...]),
          value: try ParameterValue.decode(section, child), location: section.keyLocation(child)))
    }
    return result
  }
}
