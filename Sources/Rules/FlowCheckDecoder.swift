import Diagnostics
import Values

/// Decodes `check.unreachable` of a rule.
enum FlowCheckDecoder {
  static let kinds = [
    "instance", "database", "cache", "broker", "function", "loadBalancer", "task", "node", "controlPlane",
    "vpcEndpoint",
    "fileSystem", "pod", "other",
  ]

  static func decode(_ record: RecordReader) throws(Diagnostic) -> Rule.FlowCheck {
    try record.checkMembers(["from", "to", "level", "path", "ports", "declared", "needs-scope", "allow"])
    let from = try side(record, "from")
    let to = try side(record, "to")
    var level = Rule.FlowCheck.Level.endpoints
    if record.member("level") != nil { level = try record.choice("level", Rule.FlowCheck.Level.self) }
    let declared = try record.optionalBool("declared") ?? false
    return Rule.FlowCheck(
      from: from, to: to, level: level, isDirect: try isDirect(record), ports: try ports(record),
      allowsDeclared: declared, needsScope: try record.optionalBool("needs-scope") ?? declared,
      allow: try record.expression("allow"))
  }

  private static func isDirect(_ record: RecordReader) throws(Diagnostic) -> Bool {
    guard let member = record.member("path") else { return false }
    switch try record.text(at: member, "path") {
    case "direct": return true
    case "any": return false
    default: throw record.problem("`path` must be `direct` or `any`", at: member)
    }
  }

  private static func ports(_ record: RecordReader) throws(Diagnostic) -> [Int] {
    guard let member = record.member("ports") else { return [] }
    var ports: [Int] = []
    for child in record.arena.children(member) {
      guard let port = record.arena.int(child), (0...65535).contains(port) else {
        throw record.problem("`ports` must be a list of numbers from 0 to 65535", at: child)
      }
      ports.append(Int(port))
    }
    return ports
  }

  private static func side(_ record: RecordReader, _ name: String) throws(Diagnostic) -> Rule.FlowCheck.Side {
    let member = try record.required(name)
    let side = try record.record(member, "`\(name)`")
    try side.checkMembers(["zones", "except", "kinds"])
    let except = side.member("except") == nil ? nil : try side.texts("except")
    let zones = try side.texts("zones")
    guard zones.isEmpty != (except == nil) else {
      throw record.problem("`\(name)` needs either `zones` or `except`", at: member)
    }
    let kinds = try side.texts("kinds")
    for kind in kinds where !self.kinds.contains(kind) {
      throw record.problem(
        "unknown kind `\(safeText(kind, limit: 60))` in `\(name)`", at: member,
        help: "known: \(self.kinds.joined(separator: ", "))")
    }
    return Rule.FlowCheck.Side(zones: zones, except: except, kinds: kinds)
  }
}
