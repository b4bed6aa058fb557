/// A value that stands alone, for input to and output from evaluations where speed does not matter.
public indirect enum CELData: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string(String)
  case bytes([UInt8])
  case list([CELData])
  /// Entries in order; keys are bool, int, uint or string.
  case map([Entry])
  /// Seconds since 1970 and nanoseconds.
  case timestamp(seconds: Int64, nanoseconds: Int32)
  case duration(nanoseconds: Int64)
  /// A type by name.
  case type(String)
  case optional(CELData?)
  /// A value of a library's own type, as its type's name and its text.
  case opaque(type: String, text: String)
  /// A value of an enumeration.
  case enumeration(type: String, number: Int64)
  /// Not known; the texts say why.
  case unknown([String])
  /// As an element of a list: possibly not there.
  case possibly(CELData)

  public struct Entry: Hashable, Sendable {
    public let key: CELData
    public let value: CELData

    public init(_ key: CELData, _ value: CELData) {
      self.key = key
      self.value = value
    }
  }

  /// The type that the checker gives the value.
  public var type: CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .list: .list(.dyn)
    case .map: .map(.dyn, .dyn)
    case .timestamp: .timestamp
    case .duration: .duration
    case .type: .type(.dyn)
    case .optional: .optional(.dyn)
    case .opaque(let type, _), .enumeration(let type, _): .abstract(type, [])
    case .unknown, .possibly: .dyn
    }
  }
}

extension CELData: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .int(value) }
  public init(floatLiteral value: Double) { self = .double(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: CELData...) { self = .list(elements) }
  public init(dictionaryLiteral elements: (CELData, CELData)...) { self = .map(elements.map { Entry($0.0, $0.1) }) }
  public init(nilLiteral: ()) { self = .null }
}

extension CELData {
  /// The timestamp that an RFC 3339 text spells.
  public static func timestamp(text: String) -> CELData? {
    TimeText.timestamp(text).map { .timestamp(seconds: $0.seconds, nanoseconds: $0.nanoseconds) }
  }

  /// The duration that a text such as `1h30m` or `1.5s` spells.
  public static func duration(text: String) -> CELData? {
    guard case .nanoseconds(let nanoseconds) = TimeText.duration(text) else { return nil }
    return .duration(nanoseconds: nanoseconds)
  }
}
