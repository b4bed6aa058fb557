/// The name of an element within its kind: a resource address, an id, whatever the adapter finds unique.
public struct Identifier<Owner>: Hashable, Sendable, Comparable {
  public let name: String

  public init(_ name: String) { self.name = name }

  public static func < (left: Identifier, right: Identifier) -> Bool { left.name < right.name }
}

extension Identifier: ExpressibleByStringInterpolation {
  public init(stringLiteral value: String) { name = value }
}

extension Identifier: CustomStringConvertible {
  public var description: String { name }
}

extension Fact: ExpressibleByUnicodeScalarLiteral where Value: ExpressibleByStringLiteral {
  public init(unicodeScalarLiteral value: Value.StringLiteralType) { self = .known(Value(stringLiteral: value)) }
}

extension Fact: ExpressibleByExtendedGraphemeClusterLiteral where Value: ExpressibleByStringLiteral {
  public init(extendedGraphemeClusterLiteral value: Value.StringLiteralType) {
    self = .known(Value(stringLiteral: value))
  }
}

extension Fact: ExpressibleByStringLiteral where Value: ExpressibleByStringLiteral {
  public init(stringLiteral value: Value.StringLiteralType) { self = .known(Value(stringLiteral: value)) }
}
