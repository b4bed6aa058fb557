import CEL
import IAMPolicies
import ResourceGraph
import Values

/// `iam.*`: questions to the policy evaluator (docs/iam-policies.md).
///
/// The policy is a JSON text, or an `aws_iam_policy_document` data source. A text that is known only after apply because
/// such a data source is read then is asked through the data source. Null grants nothing and requires nothing; a policy
/// that is unknown, or not understood, gives an unknown answer.
enum IAMFunctions {
  static func functions(for graph: ResourceGraph) -> [Function] {
    let deferred = DeferredPolicies(graph)
    let answers = PolicyAnswers()
    return questions.map { question($0, deferred, answers) }
  }

  /// A question with the number of lists of actions that follow the policy.
  private struct Question: Sendable {
    let name: String
    let lists: Int
    /// What stands for resources that are not known yet; see ``OwnResources``.
    var own: OwnResources?
    let ask: @Sendable (PolicyDocument, [[String]]) -> Answer
  }

  private static var questions: [Question] {
    [
      question("grantsAdministrator", own: .referenced) { $0.grantsAdministrator() },
      question("grantsPrivilegeEscalation", own: .referenced) { $0.grantsPrivilegeEscalation() },
      question("grantsFullService", own: .referenced) { $0.grantsFullService() },
      question("isPublic", own: .granted) { $0.isPublic() },
      question("isCrossAccount", own: .granted) { $0.isCrossAccount(ownAccounts: []) },
      question("trustsAnyone") { $0.trustsAnyone() },
      question("trustsServiceWithoutSource") { $0.trustsServiceWithoutSource() },
      question("trustsExternalAccountWithoutExternalID") { $0.trustsExternalAccountWithoutExternalID(ownAccounts: []) },
      question("federatesWithoutSubject") { $0.federatesWithoutSubject() },
      question("requiresMFA") {
        $0.denies(actions: mfaProbes, resources: ["*"], principal: .attachedIdentity, context: withoutMFA)
      },
      question("requiresSecureTransport", own: .bucket) { $0.requiresSecureTransport(for: .bucket(arn: nil)) },
      question("requiresSecureTransportToQueue", own: .queue) { $0.requiresSecureTransport(for: .queue(arn: nil)) },
      question("requiresSecureTransportToTopic", own: .topic) { $0.requiresSecureTransport(for: .topic(arn: nil)) },
      question("requiresSecureTransportToFileSystem", own: .fileSystem) {
        $0.requiresSecureTransport(for: .fileSystem(arn: nil))
      },
      question("requiresEncryptedUploads") { $0.requiresEncryptedUploads(bucketARN: nil) },
      question("isPublicFor", lists: 1, own: .granted) { $0.isPublic(actions: $1[0]) },
      question("isCrossAccountFor", lists: 1, own: .granted) { $0.isCrossAccount(ownAccounts: [], actions: $1[0]) },
      question("deniesEverybody", lists: 1) { $0.denies(actions: $1[0], resources: ["*"]) },
      question("grantsAnyOf", lists: 1) { $0.grantsAnyOf($1[0]) },
      question("hasWildcardResource", lists: 1, own: .referenced) { $0.hasWildcardResource(onSensitive: $1[0]) },
      question("combinesDuties", lists: 2) { $0.combinesDuties($1[0], $1[1]) },
    ]
  }

  /// A policy that insists on MFA leaves open what one needs to set it up, and denies the rest: these stand for the rest.
  private static let mfaProbes = ["ec2:RunInstances", "s3:GetObject", "rds:CreateDBInstance", "kms:Decrypt"]
  private static let withoutMFA = RequestContext(values: ["aws:multifactorauthpresent": ["false"]])

  private static func question(
    _ name: String, own: OwnResources? = nil, _ ask: @escaping @Sendable (PolicyDocument) -> Answer
  ) -> Question {
    Question(name: name, lists: 0, own: own) { policy, _ in ask(policy) }
  }

  private static func question(
    _ name: String, lists: Int, own: OwnResources? = nil,
    _ ask: @escaping @Sendable (PolicyDocument, [[String]]) -> Answer
  ) -> Question {
    Question(name: name, lists: lists, own: own, ask: ask)
  }

  private static func question(
    _ question: Question, _ deferred: DeferredPolicies, _ answers: PolicyAnswers
  ) -> Function {
    let parameters = [CELType.dyn] + Array(repeating: CELType.list(.dyn), count: question.lists)
    return Function(
      "iam.\(question.name)", Signature(parameters, .bool), isStrict: false, isPure: true
    ) { context, arguments throws(EvaluationError) in
      guard var policy = arguments.first, arguments.count == question.lists + 1 else { return .bool(false) }
      if let bad = arguments.first(where: \.isError) ?? arguments.dropFirst().first(where: \.isUnknown) { return bad }
      if policy.isUnknown {
        guard let node = policy.node, let document = deferred.document(at: node) else { return policy }
        policy = context.value(of: document)
      }
      let texts = arguments.dropFirst().map { list in context.elements(list).compactMap { context.string(of: $0) } }
      return answer(policy, question, texts, answers, &context)
    }
  }

  private static func answer(
    _ policy: CELValue, _ question: Question, _ lists: [[String]], _ answers: PolicyAnswers,
    _ context: inout EvaluationContext
  ) -> CELValue {
    if policy.isNull { return .bool(false) }
    do throws(PolicyError) {
      let truth: Truth
      if let text = context.string(of: policy) {
        // Providers write an empty text for no policy.
        guard !text.isEmpty else { return .bool(false) }
        let key = PolicyAnswers.Key(question: question.name, lists: lists, text: text)
        truth = try answers.truth(of: key) { () throws(PolicyError) in
          question.ask(try PolicyDocument(json: text), lists).truth
        }
      } else {
        truth = question.ask(try document(policy, question.own, &context), lists).truth
      }
      switch truth {
      case .yes: return .bool(true)
      case .no: return .bool(false)
      case .unknown(let doubts):
        return context.unknown(
          UnknownReason(.notUnderstood, doubts.first?.detail ?? "a part of the policy"), node: policy.node)
      }
    } catch {
      return context.unknown(UnknownReason(.notUnderstood, "a policy that is not well-formed"), node: policy.node)
    }
  }

  /// The policy of a data source.
  private static func document(
    _ policy: CELValue, _ own: OwnResources?, _ context: inout EvaluationContext
  ) throws(PolicyError) -> PolicyDocument {
    guard let data = context.data(policy) else { return .unknown("the policy") }
    let value = value(data)
    if case .map(let members) = value, members.contains(where: { $0.name == "statement" }) {
      return try PolicyDocument(dataSource: own?.named(in: value) ?? value)
    }
    return try PolicyDocument(value: value)
  }

  private static func value(_ data: CELData) -> PolicyValue {
    switch data {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .number(String(value))
    case .uint(let value): return .number(String(value))
    case .double(let value): return .number("\(value)")
    case .string(let text): return .string(text)
    case .list(let items): return .list(items.map { value($0) })
    case .map(let entries):
      return .map(
        entries.compactMap { entry in
          guard case .string(let name) = entry.key else { return nil }
          return PolicyValue.Member(name, value(entry.value))
        })
    case .unknown(let reasons): return .unknown(reasons.first ?? "known only after apply")
    default: return .unknown("a value that policies do not have")
    }
  }
}
