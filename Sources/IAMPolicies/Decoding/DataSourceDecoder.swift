/// Decodes the `statement` blocks of an `aws_iam_policy_document` data source.
enum DataSourceDecoder {
  static func ownStatements(_ value: PolicyValue) throws(PolicyError) -> PolicyDocument {
    var statements: [PolicyStatement] = []
    switch value.member("statement") {
    case nil, .null?: break
    case .unknown(let reason)?: statements.append(.unknown(reason))
    case .map?:
      statements.append(try statement(value.member("statement") ?? .null, path: "statement"))
    case .list(let blocks)?:
      for (index, block) in blocks.enumerated() {
        statements.append(try statement(block, path: "statement[\(index)]"))
      }
    case let other?: throw PolicyError("blocks are expected, not \(other.kind)", path: "statement")
    }
    return PolicyDocument(statements: statements)
  }

  private static func statement(_ value: PolicyValue, path: String) throws(PolicyError) -> PolicyStatement {
    if case .unknown(let reason) = value { return .unknown(reason) }
    guard case .map = value else { throw PolicyError("a block is expected, not \(value.kind)", path: path) }
    guard let action = try pattern("actions", in: value, path: path) else {
      throw PolicyError("neither `actions` nor `not_actions` is given", path: path)
    }
    return PolicyStatement(
      sid: try text("sid", in: value, path: path), effect: try effect(value, path: path),
      principal: try principal(value, path: path), action: action,
      resource: try pattern("resources", in: value, path: path), condition: try condition(value, path: path))
  }

  private static func text(
    _ name: String, in value: PolicyValue, path: String
  ) throws(PolicyError) -> Known<String>? {
    switch value.member(name) {
    case nil, .null?, .string("")?: return nil
    case .string(let text)?: return .known(text)
    case .unknown(let reason)?: return .unknown(reason)
    case let other?: throw PolicyError("a string is expected, not \(other.kind)", path: "\(path).\(name)")
    }
  }

  private static func effect(
    _ value: PolicyValue, path: String
  ) throws(PolicyError) -> Known<PolicyStatement.Effect> {
    switch try text("effect", in: value, path: path) {
    case nil: return .known(.allow)
    case .unknown(let reason)?: return .unknown(reason)
    case .known(let text)?:
      guard let effect = PolicyStatement.Effect(rawValue: text) else {
        throw PolicyError("an effect is `Allow` or `Deny`", path: "\(path).effect")
      }
      return .known(effect)
    }
  }

  /// `actions` or `not_actions`, whichever is not empty.
  private static func pattern(
    _ name: String, in value: PolicyValue, path: String
  ) throws(PolicyError) -> PatternElement? {
    for (name, isNegated) in [(name, false), ("not_" + name, true)] {
      let (texts, unknown) = try list(name, in: value, path: path)
      if !texts.isEmpty || !unknown.isEmpty { return PatternElement(isNegated: isNegated, texts, unknown: unknown) }
    }
    return nil
  }

  private static func list(
    _ name: String, in value: PolicyValue, path: String
  ) throws(PolicyError) -> (texts: [String], unknown: [String]) {
    guard let list = value.member(name), list != .null else { return ([], []) }
    let (texts, unknown) = try StringList.decode(list, path: "\(path).\(name)")
    return (texts.map(withVariables), unknown)
  }

  /// The data source writes `&{...}` where JSON has `${...}`, which Terraform would interpolate itself.
  private static func withVariables(_ text: String) -> String {
    var result = ""
    var isAmpersand = false
    for scalar in text.unicodeScalars {
      if isAmpersand { result.unicodeScalars.append(scalar == "{" ? "$" : "&") }
      isAmpersand = scalar == "&"
      if !isAmpersand { result.unicodeScalars.append(scalar) }
    }
    return isAmpersand ? result + "&" : result
  }

  private static func blocks(
    _ name: String, in value: PolicyValue, path: String
  ) throws(PolicyError) -> (blocks: [PolicyValue], unknown: [String]) {
    switch value.member(name) {
    case nil, .null?: return ([], [])
    case .unknown(let reason)?: return ([], [reason])
    case .map(let members)?: return ([.map(members)], [])
    case .list(let blocks)?: return (blocks, [])
    case let other?: throw PolicyError("blocks are expected, not \(other.kind)", path: "\(path).\(name)")
    }
  }

  private static func principal(_ value: PolicyValue, path: String) throws(PolicyError) -> PrincipalElement? {
    for (name, isNegated) in [("principals", false), ("not_principals", true)] {
      let (blocks, unknown) = try blocks(name, in: value, path: path)
      var element = PrincipalElement(isNegated: isNegated, unknown: unknown.map { .init(nil, $0) })
      for (index, block) in blocks.enumerated() {
        try add(block, to: &element, path: "\(path).\(name)[\(index)]")
      }
      if !blocks.isEmpty || !unknown.isEmpty { return element }
    }
    return nil
  }

  private static func add(
    _ block: PolicyValue, to element: inout PrincipalElement, path: String
  ) throws(PolicyError) {
    if case .unknown(let reason) = block { return element.unknown.append(.init(nil, reason)) }
    let (texts, unknown) = try list("identifiers", in: block, path: path)
    switch try text("type", in: block, path: path) {
    case .unknown(let reason)?: element.unknown.append(.init(nil, reason))
    case .known("*")?:
      element.entries += texts.map { .init(.aws, $0) }
      element.unknown += unknown.map { .init(.aws, $0) }
    case .known(let name)?:
      guard let kind = PrincipalElement.Kind(rawValue: name) else { fallthrough }
      element.entries += texts.map { .init(kind, $0) }
      element.unknown += unknown.map { .init(kind, $0) }
    case nil:
      throw PolicyError("the type of a principal is `AWS`, `Service`, `Federated`, `CanonicalUser` or `*`", path: path)
    }
  }

  /// Blocks with the same test and variable become one clause with all their values.
  private static func condition(_ value: PolicyValue, path: String) throws(PolicyError) -> ConditionBlock {
    let (blocks, unknown) = try blocks("condition", in: value, path: path)
    var result = ConditionBlock(unknown: unknown)
    for (index, block) in blocks.enumerated() {
      let path = "\(path).condition[\(index)]"
      if case .unknown(let reason) = block {
        result.unknown.append(reason)
        continue
      }
      switch (try text("test", in: block, path: path), try text("variable", in: block, path: path)) {
      case (.unknown(let reason)?, _), (_, .unknown(let reason)?): result.unknown.append(reason)
      case (.known(let name)?, .known(let key)?):
        guard let test = ConditionOperator(name: name) else {
          throw PolicyError("there is no such condition operator", path: "\(path).test")
        }
        let (values, unknown) = try list("values", in: block, path: path)
        add(ConditionClause(test, key, values, unknown: unknown), to: &result)
      default: throw PolicyError("`test` and `variable` are needed", path: path)
      }
    }
    return result
  }

  private static func add(_ clause: ConditionClause, to block: inout ConditionBlock) {
    if let same = block.clauses.firstIndex(where: { $0.test == clause.test && $0.key == clause.key }) {
      block.clauses[same].values += clause.values
      block.clauses[same].unknown += clause.unknown
    } else {
      block.clauses.append(clause)
    }
  }
}
