/// Something that the input does not tell.
public struct Unknown: Hashable, Sendable, Comparable {
  /// Names what is unknown, in the input's own terms; equal ids are the same unknown.
  public let id: String
  /// Why it is unknown, for people.
  public let reason: String

  public init(_ id: String, reason: String) {
    self.id = id
    self.reason = reason
  }

  public static func < (left: Unknown, right: Unknown) -> Bool { (left.id, left.reason) < (right.id, right.reason) }
}

/// A value that may be unknown until apply.
public enum Fact<Value: Sendable>: Sendable {
  case known(Value)
  case unknown(Unknown)

  /// The value, if it is known.
  public var value: Value? {
    if case .known(let value) = self { value } else { nil }
  }

  /// What is unknown about it, if anything is.
  public var unknown: Unknown? {
    if case .unknown(let unknown) = self { unknown } else { nil }
  }
}

extension Fact: Equatable where Value: Equatable {}
extension Fact: Hashable where Value: Hashable {}

extension Fact: ExpressibleByBooleanLiteral where Value == Bool {
  public init(booleanLiteral value: Bool) { self = .known(value) }
}
