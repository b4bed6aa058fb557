import Diagnostics
import ResourceGraph
import Values

/// Decodes a rule file (docs/writing-rules.md).
enum RuleDecoder {
  private static let keys = [
    "id", "title", "severity", "since", "aliases", "rationale", "remediation", "fix", "references", "requirements",
    "link",
    "deprecated", "parameters", "applies", "relations", "variables", "check", "examples",
    "mutation-exceptions",
  ]

  /// - Parameter name: the file's name without `.yaml`, which the id must equal; nil where there is no file.
  static func decode(_ arena: ValueArena, _ root: NodeID, file: String, name: String?) throws(Diagnostic) -> Rule {
    let record = try RecordReader(arena, root, file: file, what: "rule")
    try record.checkMembers(keys)
    let id = try record.text("id")
    if let name, name != id {
      throw record.problem(
        "the rule's id is `\(safeText(id, limit: 100))`, expected the file's name `\(name)`",
        at: try record.required("id"))
    }
    let applies = try applies(record)
    return Rule(
      id: id, title: try record.text("title"), severity: try record.choice("severity", Severity.self),
      since: try record.text("since"), aliases: try record.texts("aliases"), rationale: try record.text("rationale"),
      remediation: try record.text("remediation"), fix: try record.optionalText("fix"),
      references: try record.texts("references"), requirements: try requirements(record),
      isWeaklyLinked: try isWeaklyLinked(record), deprecatedBy: try deprecation(record),
      parameters: try parameters(record), applies: applies, relations: try relations(record),
      variables: try variables(record), check: try check(record, wholePlan: applies.wholePlan),
      mutationExceptions: try mutationExceptions(record),
      location: record.location(root))
  }

  private static func isWeaklyLinked(_ record: RecordReader) throws(Diagnostic) -> Bool {
    guard let link = record.member("link") else { return false }
    guard record.arena.string(link) == "weak" else { throw record.problem("`link` can only be `weak`", at: link) }
    return true
  }

  private static func deprecation(_ record: RecordReader) throws(Diagnostic) -> String? {
    guard let member = record.member("deprecated") else { return nil }
    return try record.record(member, "deprecation").text("use")
  }

  private static func requirements(_ record: RecordReader) throws(Diagnostic) -> [RequirementLink] {
    let texts = TextRecords(record.arena, linkMembers)
    var links: [RequirementLink] = []
    for entry in try record.elements("requirements") {
      if let link = plainLink(entry, texts) {
        links.append(link)
      } else {
        links.append(try link(try record.record(entry, "requirement")))
      }
    }
    guard !links.isEmpty else { throw record.problem("a rule needs at least one requirement", at: record.node) }
    return links
  }

  private static let linkMembers = ["standard", "version", "id", "coverage", "because"]

  /// A link as it should be; nil for others.
  private static func plainLink(_ entry: NodeID, _ texts: TextRecords) -> RequirementLink? {
    guard texts.isPlain(entry, needed: 4, others: false), let standard = texts[entry, 0], let version = texts[entry, 1],
      let id = texts[entry, 2], let coverage = texts[entry, 3].flatMap(RequirementLink.Coverage.init)
    else { return nil }
    return RequirementLink(
      standard: standard, version: version, id: id, coverage: coverage, because: texts[entry, 4])
  }

  private static func link(_ link: RecordReader) throws(Diagnostic) -> RequirementLink {
    try link.checkMembers(linkMembers)
    return RequirementLink(
      standard: try link.text("standard"), version: try link.text("version"), id: try link.text("id"),
      coverage: try link.choice("coverage", RequirementLink.Coverage.self),
      because: try link.optionalText("because"))
  }

  private static func parameters(_ record: RecordReader) throws(Diagnostic) -> [Rule.Parameter] {
    guard let member = record.member("parameters") else { return [] }
    var result: [Rule.Parameter] = []
    for child in record.arena.children(member) {
      let parameter = try record.record(child, "parameter")
      try parameter.checkMembers(["default", "description", "type"])
      let value = try ParameterValue.decode(parameter, try parameter.required("default"))
      result.append(
        Rule.Parameter(
          name: record.arena.keyName(child) ?? "", value: value,
          description: try parameter.optionalText("description") ?? ""))
    }
    return result
  }

  private static func applies(_ record: RecordReader) throws(Diagnostic) -> Rule.Applies {
    let member = try record.required("applies")
    let applies = try record.record(member, "`applies`")
    try applies.checkMembers(["types", "plan", "scope", "when"])
    let types = try applies.texts("types")
    let wholePlan = try applies.optionalBool("plan") ?? false
    guard types.isEmpty == wholePlan else {
      throw record.problem("`applies` needs either `types` or `plan: true`", at: member)
    }
    return Rule.Applies(
      types: types, wholePlan: wholePlan, scope: try applies.texts("scope"), when: try applies.expression("when"))
  }

  private static func relations(_ record: RecordReader) throws(Diagnostic) -> [Rule.RelationDeclaration] {
    guard let member = record.member("relations") else { return [] }
    var result: [Rule.RelationDeclaration] = []
    for child in record.arena.children(member) {
      let relation = try record.record(child, "relation")
      try relation.checkMembers(["types", "direction", "via", "from", "outside"])
      let direction = try relation.choice("direction", RelationSpec.Direction.self)
      let via = try relation.texts("via")
      let needsVia = direction == .incoming || direction == .outgoing
      guard needsVia != via.isEmpty else {
        throw record.problem(
          needsVia ? "a relation with a direction needs `via`" : "`via` has no meaning here", at: child)
      }
      result.append(
        Rule.RelationDeclaration(
          name: record.arena.keyName(child) ?? "", types: try relation.texts("types"), direction: direction.rawValue,
          via: via, from: try relation.optionalText("from"), countsOutsiders: try countsOutsiders(relation),
          location: record.location(child)))
    }
    return result
  }

  private static func countsOutsiders(_ relation: RecordReader) throws(Diagnostic) -> Bool {
    guard let outside = relation.member("outside") else { return false }
    guard relation.arena.string(outside) == "unknown" else {
      throw relation.problem("`outside` can only be `unknown`", at: outside)
    }
    return true
  }

  private static func variables(_ record: RecordReader) throws(Diagnostic) -> [Rule.Variable] {
    var result: [Rule.Variable] = []
    for variable in try record.records("variables", "variable") {
      try variable.checkMembers(["name", "expression"])
      result.append(
        Rule.Variable(
          name: try variable.text("name"),
          expressions: try typedExpression(variable, try variable.required("expression"))))
    }
    return result
  }

  static func typedExpression(_ record: RecordReader, _ member: NodeID) throws(Diagnostic) -> TypedExpression {
    guard record.arena[member].kind == .map else { return .all(try record.expression(at: member, "expression")) }
    var byType: [String: RuleExpression] = [:]
    for child in record.arena.children(member) {
      byType[record.arena.keyName(child) ?? ""] = try record.expression(at: child, "expression")
    }
    return .byType(byType)
  }

  private static func mutationExceptions(_ record: RecordReader) throws(Diagnostic) -> [Rule.MutationException] {
    var result: [Rule.MutationException] = []
    for exception in try record.records("mutation-exceptions", "mutation exception") {
      try exception.checkMembers(["attribute", "because"])
      result.append(
        Rule.MutationException(
          attribute: try exception.text("attribute"), because: try exception.text("because"),
          location: exception.location(exception.node)))
    }
    return result
  }

  private static func check(_ record: RecordReader, wholePlan: Bool) throws(Diagnostic) -> Rule.Check {
    let check = try record.record(try record.required("check"), "`check`")
    try check.checkMembers(["expect", "absent", "unreachable", "message"])
    let message = try check.expression(at: try check.required("message"), "message")
    if let expect = try check.expression("expect") {
      guard !wholePlan else {
        throw record.problem(
          "`plan: true` goes with `absent` or `unreachable`; a condition is about resources of a type", at: check.node)
      }
      return .expect(expect, message: message)
    }
    if let member = check.member("unreachable") {
      guard wholePlan else {
        throw record.problem(
          "`unreachable` is about the network as a whole: write `applies: { plan: true }`", at: member)
      }
      return .unreachable(try FlowCheckDecoder.decode(try check.record(member, "`unreachable`")), message: message)
    }
    let absent = try check.record(try check.required("absent"), "`absent`")
    try absent.checkMembers(["types", "where"])
    return .absent(types: try absent.texts("types"), whereCondition: try absent.expression("where"), message: message)
  }
}
