/// Merges statements by `Sid`, as the data source `aws_iam_policy_document` does.
struct DocumentMerge {
  private var statements: [PolicyStatement] = []

  /// Adds statements; one with the `Sid` of an earlier one takes its place.
  mutating func add(_ document: PolicyDocument) {
    for statement in document.statements {
      switch statement.sid {
      case .known(let sid)? where !sid.isEmpty:
        if let index = statements.firstIndex(where: { $0.sid == .known(sid) }) {
          statements[index] = statement
        } else {
          statements.append(statement)
        }
      case .unknown(let reason)?:
        mayReplaceAny(reason)
        statements.append(statement)
      default: statements.append(statement)
      }
    }
    spreadUnknownSids()
  }

  /// Like ``add(_:)``; the two differ in the data source only in which repeated sids it refuses.
  mutating func override(_ document: PolicyDocument) { add(document) }

  func document(version: Known<PolicyDocument.Version>) -> PolicyDocument {
    PolicyDocument(version: version, statements: statements)
  }

  /// A statement with an unknown `Sid` may take the place of any statement that has one.
  private mutating func mayReplaceAny(_ reason: String) {
    for index in statements.indices where statements[index].sid != nil {
      statements[index] = .unknown(reason)
    }
  }

  /// A statement with an unknown `Sid` may have been the one that a later statement takes the place of.
  private mutating func spreadUnknownSids() {
    guard statements.contains(where: { $0.knownSid?.isEmpty == false }) else { return }
    for index in statements.indices {
      if case .unknown(let reason)? = statements[index].sid { statements[index] = .unknown(reason) }
    }
  }
}
