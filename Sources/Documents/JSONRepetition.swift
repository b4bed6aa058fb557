/// A member of a document's root that only repeats what another one says. Where both are there it is proven well-formed
/// like the rest, and stands as an empty object.
public struct JSONRepetition: Sendable {
  public let member: String
  /// The member that says the same; it counts if it is a list.
  public let original: String

  public init(of original: String, in member: String) {
    self.original = original
    self.member = member
  }
}
