extension PolicyDocument {
  /// The document with only what it allows to principals that it names: everything that denies stays, and of what allows
  /// only the entries that `keep` wants.
  ///
  /// With it a question about a named principal does not depend on what other statements, which mean everybody, say.
  func naming(keepsUnknown: Bool = false, _ keep: (PrincipalElement.Entry) -> Bool) -> PolicyDocument {
    var document = self
    for index in document.statements.indices where statements[index].effect == .known(.allow) {
      guard var element = statements[index].principal else { continue }
      if element.isNegated { element = PrincipalElement() }
      element.entries = element.entries.filter(keep)
      if !keepsUnknown { element.unknown = [] }
      document.statements[index].principal = element
    }
    return document
  }

  /// The answer for a principal whose name is not known, if there is one of such a kind: at best unknown.
  func grants(
    toUnknown kinds: Set<PrincipalElement.Kind>, as principal: RequestPrincipal, _ outsider: Outsider,
    actions: [String], resources: [String], states: [String: KeyState] = [:]
  ) -> [Answer] {
    let unknown = statements.flatMap { $0.principal?.unknown ?? [] }
      .first { $0.kind.map { kinds.contains($0) } ?? true }
    guard let unknown else { return [] }
    var document = naming(keepsUnknown: true) { _ in false }
    // Whether a statement that denies to some only covers the unknown one is just as unknown.
    for (index, statement) in statements.enumerated() where statement.effect == .known(.deny) {
      guard let element = statement.principal, !element.entries.contains(where: { $0.identifier == "*" }) else {
        continue
      }
      document.statements[index].principal = PrincipalElement(unknown: [.init(nil, unknown.reason)])
    }
    let answer = document.grants(to: principal, outsider, actions: actions, resources: resources, states: states)
    return [Answer(answer.truth.and(.doubtful(Doubt(.unknownInput, unknown.reason))), answer.evidence)]
  }
}
