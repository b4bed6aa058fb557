/// Numbers the subjects of observations as they first occur.
struct SubjectNumbering {
  private var numbers: [SubjectKey: Int] = [:]
  // Observations of one rule mostly follow each other.
  private var last: ObjectIdentifier?
  private var number = 0

  mutating func number(of subject: RuleSubject) -> Int {
    let identity = ObjectIdentifier(subject)
    guard identity != last else { return number }
    last = identity
    let key = SubjectKey(subject)
    number = numbers[key] ?? numbers.count
    numbers[key] = number
    return number
  }
}

/// A rule's subject by identity.
struct SubjectKey: Hashable {
  let subject: RuleSubject

  init(_ subject: RuleSubject) { self.subject = subject }

  static func == (left: SubjectKey, right: SubjectKey) -> Bool { left.subject === right.subject }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(subject)) }
}
