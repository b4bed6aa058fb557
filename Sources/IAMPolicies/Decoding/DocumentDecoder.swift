/// Decodes policy documents and statements from trees (IAM User Guide, "Grammar of the IAM JSON policy language").
enum DocumentDecoder {
  static func document(_ value: PolicyValue) throws(PolicyError) -> PolicyDocument {
    let members: [PolicyValue.Member]
    switch value {
    case .unknown(let reason): return .unknown(reason)
    case .map(let map): members = map
    default: throw PolicyError("a policy is an object, not \(value.kind)")
    }
    try refuseOthers(members, than: ["Version", "Id", "Statement"], path: "")
    guard let statements = value.member("Statement") else { throw PolicyError("`Statement` is missing") }
    return PolicyDocument(
      version: try version(value.member("Version")), id: try id(value.member("Id")),
      statements: try self.statements(statements))
  }

  static func version(_ value: PolicyValue?) throws(PolicyError) -> Known<PolicyDocument.Version> {
    switch value {
    case nil: return .known(.v2008)
    case .unknown(let reason)?: return .unknown(reason)
    case .string(let text)?:
      guard let version = PolicyDocument.Version(rawValue: text) else {
        throw PolicyError("there are only the versions 2012-10-17 and 2008-10-17", path: "Version")
      }
      return .known(version)
    case let other?: throw PolicyError("a version is a string, not \(other.kind)", path: "Version")
    }
  }

  private static func id(_ value: PolicyValue?) throws(PolicyError) -> String? {
    switch value {
    case nil, .unknown?: return nil
    case .string(let text)?: return text
    case let other?: throw PolicyError("an id is a string, not \(other.kind)", path: "Id")
    }
  }

  private static func statements(_ value: PolicyValue) throws(PolicyError) -> [PolicyStatement] {
    switch value {
    case .unknown(let reason): return [.unknown(reason)]
    case .map: return [try statement(value, path: "Statement")]
    case .list(let elements):
      var statements: [PolicyStatement] = []
      for (index, element) in elements.enumerated() {
        statements.append(try statement(element, path: "Statement[\(index)]"))
      }
      return statements
    default: throw PolicyError("statements are objects, not \(value.kind)", path: "Statement")
    }
  }

  private static func statement(_ value: PolicyValue, path: String) throws(PolicyError) -> PolicyStatement {
    let members: [PolicyValue.Member]
    switch value {
    case .unknown(let reason): return .unknown(reason)
    case .map(let map): members = map
    default: throw PolicyError("a statement is an object, not \(value.kind)", path: path)
    }
    let elements = [
      "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
    ]
    try refuseOthers(members, than: elements, path: path)
    guard let action = try pattern("Action", in: value, path: path) else {
      throw PolicyError("neither `Action` nor `NotAction` is given", path: path)
    }
    return PolicyStatement(
      sid: try sid(value.member("Sid"), path: path), effect: try effect(value.member("Effect"), path: path),
      principal: try principal(value, path: path), action: action,
      resource: try pattern("Resource", in: value, path: path),
      condition: try ConditionDecoder.block(value.member("Condition"), path: path + ".Condition"))
  }

  private static func sid(_ value: PolicyValue?, path: String) throws(PolicyError) -> Known<String>? {
    switch value {
    case nil: return nil
    case .unknown(let reason)?: return .unknown(reason)
    case .string(let text)?: return .known(text)
    case let other?: throw PolicyError("a sid is a string, not \(other.kind)", path: path + ".Sid")
    }
  }

  private static func effect(
    _ value: PolicyValue?, path: String
  ) throws(PolicyError) -> Known<PolicyStatement.Effect> {
    switch value {
    case nil: throw PolicyError("`Effect` is missing", path: path)
    case .unknown(let reason)?: return .unknown(reason)
    case .string(let text)?:
      guard let effect = PolicyStatement.Effect(rawValue: text) else {
        throw PolicyError("an effect is `Allow` or `Deny`, with exactly these letters", path: path + ".Effect")
      }
      return .known(effect)
    case let other?: throw PolicyError("an effect is a string, not \(other.kind)", path: path + ".Effect")
    }
  }

  private static func principal(_ statement: PolicyValue, path: String) throws(PolicyError) -> PrincipalElement? {
    guard let (value, name, isNegated) = try either("Principal", in: statement, path: path) else { return nil }
    return try PrincipalDecoder.element(value, isNegated: isNegated, path: "\(path).\(name)")
  }

  private static func pattern(
    _ name: String, in statement: PolicyValue, path: String
  ) throws(PolicyError) -> PatternElement? {
    guard let (value, name, isNegated) = try either(name, in: statement, path: path) else { return nil }
    let (texts, unknown) = try StringList.decode(value, path: "\(path).\(name)")
    return PatternElement(isNegated: isNegated, texts, unknown: unknown)
  }

  /// The element `name` or its `Not...` form.
  private static func either(
    _ name: String, in statement: PolicyValue, path: String
  ) throws(PolicyError) -> (value: PolicyValue, name: String, isNegated: Bool)? {
    let negatedName = "Not" + name
    switch (statement.member(name), statement.member(negatedName)) {
    case (nil, nil): return nil
    case (let value?, nil): return (value, name, false)
    case (nil, let value?): return (value, negatedName, true)
    case (_?, _?): throw PolicyError("`\(name)` and `\(negatedName)` exclude each other", path: path)
    }
  }

  private static func refuseOthers(
    _ members: [PolicyValue.Member], than known: [String], path: String
  ) throws(PolicyError) {
    for member in members where !known.contains(member.name) {
      if let right = known.first(where: { $0.lowercased() == member.name.lowercased() }) {
        throw PolicyError("`\(right)` is written with other letters; names of elements are case-sensitive", path: path)
      }
      throw PolicyError(
        "there is an element that does not exist here; there are \(known.joined(separator: ", "))", path: path)
    }
  }
}
