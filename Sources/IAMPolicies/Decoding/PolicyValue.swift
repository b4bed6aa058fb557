/// A neutral tree that a policy is decoded from, so that this module depends on no input format.
///
/// Any part can be unknown: Terraform plans list values that are known only after apply.
public indirect enum PolicyValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number as it was written.
  case number(String)
  case string(String)
  case list([PolicyValue])
  /// The members in source order; names are unique.
  case map([Member])
  /// Not known; the text says why, in the input's own terms (`aws_vpc.main.id`).
  case unknown(String)

  /// A member of a map.
  public struct Member: Hashable, Sendable {
    public let name: String
    public let value: PolicyValue

    public init(_ name: String, _ value: PolicyValue) {
      self.name = name
      self.value = value
    }
  }

  /// A short name of the kind, for messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .list: "a list"
    case .map: "an object"
    case .unknown: "an unknown value"
    }
  }

  /// The member named `name`, nil if this is no map or has none.
  func member(_ name: String) -> PolicyValue? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }
}
