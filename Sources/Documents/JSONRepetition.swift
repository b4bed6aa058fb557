import Values

/// What a document says twice, so that one of the two need not be kept. It is proven well-formed like the rest.
public struct JSONRepetition: Sendable {
  /// A member of the root that only repeats what ``original`` says. Where both are there it stands as an empty object.
  public let member: String
  /// The member of the root that says the same; it counts if it is a list.
  public let original: String
  /// The name with which elements of ``original`` begin, by which one is found in the middle of a text.
  public let firstName: String
  /// How large a text is, in bytes, that two threads share.
  public var sharedFrom = 4 << 20
  /// Single elements of lists that repeat an element of ``original``.
  public let elements: (any RepeatedElements)?

  public init(
    of original: String, in member: String, firstName: String, elements: (any RepeatedElements)? = nil
  ) {
    self.firstName = firstName
    self.original = original
    self.member = member
    self.elements = elements
  }
}

/// Tells which elements repeat something that was read before. Each of them stands as an empty object.
public protocol RepeatedElements: Sendable {
  /// The member of the root that they are in.
  var member: String { get }
  /// The name of the lists that they are elements of. Within an element no other is looked for.
  var list: String { get }

  /// Is told what may be repeated before the first element is read.
  mutating func learn(_ original: ValueNode, _ values: inout ValueArenaBuilder)

  func repeats(_ element: ValueNode, _ values: borrowing ValueArenaBuilder) -> Bool
}
