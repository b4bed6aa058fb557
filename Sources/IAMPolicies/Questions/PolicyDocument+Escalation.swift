extension PolicyDocument {
  /// Whether this policy lets the identity that it is attached to give itself more permissions.
  ///
  /// Every requirement of a path must be allowed in some context. Permissions on resources that are named one by one
  /// do not count where the step needs somebody with more permissions: whether they have more, one policy cannot tell.
  public func grantsPrivilegeEscalation(paths: [EscalationPath] = EscalationPath.known) -> Answer {
    .any(escalations(paths: paths).map(\.answer))
  }

  /// The paths that this policy opens, or may open, with the answer for each.
  public func escalations(
    paths: [EscalationPath] = EscalationPath.known
  ) -> [(path: EscalationPath, answer: Answer)] {
    var found: [(path: EscalationPath, answer: Answer)] = []
    let names = ActionNames(self)
    for path in paths where path.requirements.allSatisfy({ names.mayAllow($0.action) }) {
      var answers: [Answer] = []
      for requirement in path.requirements {
        answers.append(grants(requirement))
        if answers.last?.truth == .no { break }
      }
      let answer = Answer.all(answers)
      guard answer.truth != .no else { continue }
      let summary = Evidence(element: .document, detail: "\(path.id): \(path.summary)")
      found.append((path, Answer(answer.truth, [summary] + answer.evidence)))
    }
    return found
  }

  private func grants(_ requirement: EscalationPath.Requirement) -> Answer {
    let action = requirement.action
    switch requirement.reach {
    case .some:
      return grantsAnyOf([action], context: requirement.context)
    case .all:
      return grantsBroadly([action], Self.service(of: action), .attachedIdentity, requirement.context)
    case .allOrSelf:
      let broadly = grantsBroadly([action], Self.service(of: action), .attachedIdentity, requirement.context)
      if broadly.truth == .yes { return broadly }
      return .any([broadly] + ownUsers.map { grantsOnOneself(requirement, $0) })
    }
  }

  private static let myself = "myself"

  /// The resources of statements that name the user itself, with a name put in for the variable.
  private var ownUsers: [String] {
    var values = VariableResolver(version: version)
    values.values = ["aws:username": Self.myself]
    var users: [String] = []
    for statement in statements where statement.effect != .known(.deny) {
      for text in statement.resource?.patterns ?? [] where text.lowercased().contains("${aws:username}") {
        let pattern = Pattern(text, .resource, values)
        if pattern.variables.isEmpty { users.append(BroadResource.instance(pattern.glob)) }
      }
    }
    return users
  }

  private func grantsOnOneself(_ requirement: EscalationPath.Requirement, _ user: String) -> Answer {
    var context = requirement.context
    context.values["aws:username"] = [Self.myself]
    return allows(action: requirement.action, resource: user, context: context)
  }
}
