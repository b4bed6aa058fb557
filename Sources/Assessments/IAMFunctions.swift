import CEL
import IAMPolicies
import Values

/// `iam.*`: questions to the policy evaluator. Null is a policy that grants, denies and trusts nothing.
enum IAMFunctions {
  static var functions: [Function] {
    [
      question("iam.isPublic") { $0.isPublic() },
      question("iam.trustsAnyone") { $0.trustsAnyone() },
      question("iam.federatesWithoutSubject") { $0.federatesWithoutSubject() },
      question("iam.grantsAdministrator") { $0.grantsAdministrator() },
      question("iam.grantsFullService") { $0.grantsFullService() },
      question("iam.grantsPrivilegeEscalation") { $0.grantsPrivilegeEscalation() },
      question("iam.requiresMFA") { $0.requiresMFA },
      question("iam.hasWildcardResource", lists: 1) { policy, lists in policy.hasWildcardResource(onSensitive: lists[0]) },
      question("iam.combinesDuties", lists: 2) { policy, lists in policy.combinesDuties(lists[0], lists[1]) },
    ]
  }

  private static func question(_ name: String, _ ask: @escaping @Sendable (PolicyDocument) -> Answer) -> Function {
    question(name, lists: 0) { policy, _ in ask(policy) }
  }

  /// - Parameter lists: how many lists of texts follow the policy.
  private static func question(
    _ name: String, lists: Int, _ ask: @escaping @Sendable (PolicyDocument, [[String]]) -> Answer
  ) -> Function {
    let parameters = [CELType.dyn] + Array(repeating: CELType.list(.dyn), count: lists)
    return Function(name, Signature(parameters, .bool), isPure: true) { context, arguments throws(EvaluationError) in
      guard let argument = arguments.first, let text = context.string(of: argument) else { return .bool(false) }
      guard let policy = try? PolicyDocument(json: text) else {
        return context.unknown(UnknownReason(.notUnderstood, "a text that is no policy"), node: argument.node)
      }
      let texts = arguments.dropFirst().map { list in context.elements(list).compactMap { context.string(of: $0) } }
      switch ask(policy, texts).truth {
      case .yes: return .bool(true)
      case .no: return .bool(false)
      case .unknown(let doubts):
        return context.unknown(
          UnknownReason(.notUnderstood, doubts.map(\.detail).joined(separator: "; ")), node: argument.node)
      }
    }
  }
}

extension PolicyDocument {
  /// Whether the policy denies what has nothing to do with enrolling a device to whoever signed in without MFA.
  fileprivate var requiresMFA: Answer {
    let work = ["s3:GetObject", "ec2:TerminateInstances", "rds:DeleteDBInstance", "kms:Decrypt", "iam:CreateUser"]
    return denies(
      actions: work, resources: ["*"], principal: .attachedIdentity,
      context: RequestContext(values: ["aws:MultiFactorAuthPresent": ["false"]]))
  }
}
