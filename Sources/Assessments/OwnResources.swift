import IAMPolicies

/// Names for the resources of statements that are known only after apply.
///
/// The policy of a bucket, queue, topic or file system can name no other resource than the one that it is attached to;
/// the services refuse others. So where a statement's resources are all unknown, they are the resource itself, or, where
/// there are two for a bucket, the bucket and its objects: that is the way to write it, and AWS' own examples do.
struct OwnResources: Sendable {
  /// Which lists of resources get names.
  private enum Use { case ofSameLength, grants, references }

  private let names: [String]
  private var use = Use.ofSameLength

  /// The resource that the policy is attached to, whatever it is: for questions whom a policy lets in, to which the parts
  /// of a resource do not matter. What denies is left as it is; it may be about a part.
  static let granted = OwnResources(names: ["*"], use: .grants)
  /// Any one resource, for what refers to the ARN or id of another resource of the plan: for questions whether a policy
  /// allows something on everything, which a text made of an ARN does not.
  static let referenced = OwnResources(names: ["arn:aws:\(name):us-east-1:111122223333:\(name)"], use: .references)
  static let bucket = OwnResources(names: ["arn:aws:s3:::\(name)", "arn:aws:s3:::\(name)/*"])
  static let queue = OwnResources(names: ["arn:aws:sqs:us-east-1:111122223333:\(name)"])
  static let topic = OwnResources(names: ["arn:aws:sns:us-east-1:111122223333:\(name)"])
  static let fileSystem = OwnResources(names: ["arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/\(name)"])

  private static let name = "known-after-apply"

  /// The data source with names for the unknown resources of its statements.
  func named(in dataSource: PolicyValue) -> PolicyValue {
    replacing("statement", in: dataSource) { statements in
      guard case .list(let statements) = statements else { return statements }
      if use == .ofSameLength { return .list(statements.map { replacing("resources", in: $0, with: namedList) }) }
      if use == .grants, statements.contains(where: deniesPart) { return .list(statements) }
      return .list(statements.map { denies($0) ? $0 : replacing("resources", in: $0, with: namedList) })
    }
  }

  private func denies(_ statement: PolicyValue) -> Bool {
    switch member("effect", of: statement) {
    case .null, nil, .string("Allow"): false
    default: true
    }
  }

  /// Whether a statement denies something that is named: it may be what another one allows under an unknown name.
  private func deniesPart(_ statement: PolicyValue) -> Bool {
    guard denies(statement) else { return false }
    if case .list(let negated)? = member("not_resources", of: statement), !negated.isEmpty { return true }
    guard case .list(let resources)? = member("resources", of: statement) else { return false }
    return resources.contains { resource in
      if case .string(let text) = resource { text != "*" } else { false }
    }
  }

  private func member(_ name: String, of value: PolicyValue) -> PolicyValue? {
    guard case .map(let members) = value else { return nil }
    return members.first { $0.name == name }?.value
  }

  private func namedList(_ resources: PolicyValue) -> PolicyValue {
    guard case .list(let resources) = resources, !resources.isEmpty else { return resources }
    if use == .references { return .list(resources.map(namedReference)) }
    guard use == .grants || resources.count == names.count else { return .list(resources) }
    for resource in resources { guard case .unknown = resource else { return .list(resources) } }
    return .list(names.map { .string($0) })
  }

  /// The reason of an unknown value that refers to a resource is the reference.
  private func namedReference(_ resource: PolicyValue) -> PolicyValue {
    guard case .unknown(let reason) = resource, reason.hasSuffix(".arn") || reason.hasSuffix(".id") else {
      return resource
    }
    return Self.isResource(reason) ? .string(names[0]) : resource
  }

  /// Whether a reference begins with a type of the AWS provider; a variable, a local or an output can be anything.
  private static func isResource(_ reference: String) -> Bool {
    reference.hasPrefix("aws_") && reference.utf8.count { $0 == UInt8(ascii: ".") } >= 2
  }

  private func replacing(_ name: String, in value: PolicyValue, with change: (PolicyValue) -> PolicyValue)
    -> PolicyValue
  {
    guard case .map(let members) = value else { return value }
    return .map(members.map { $0.name == name ? PolicyValue.Member(name, change($0.value)) : $0 })
  }
}
