/// What is given of a request's context.
///
/// A key that is given neither a value nor as absent is free: the question is then whether there is *any* value, or its
/// absence, with which the answer is yes.
public struct RequestContext: Hashable, Sendable {
  /// Values by key; several for a multivalued key.
  public var values: [String: [String]]
  /// Keys that the request does not have.
  public var absent: Set<String>

  public init(values: [String: [String]] = [:], absent: Set<String> = []) {
    self.values = values
    self.absent = absent
  }

  /// The states by lower-case key; keys are not case-sensitive (IAM User Guide, "IAM JSON policy elements: Condition").
  var states: [String: KeyState] {
    var states: [String: KeyState] = [:]
    for key in absent { states[key.lowercased()] = .absent }
    for (key, texts) in values { states[key.lowercased()] = .values(texts) }
    return states
  }
}
