import Values

/// A value during evaluation: 16 bytes without reference counting.
///
/// What does not fit is elsewhere: strings, lists and maps of the input in its ``ValueArena``, computed ones in the
/// scratch storage of the ``EvaluationContext``. A value is therefore only good with the context it came from, until
/// that is reset; ``CELData`` is the form that stands alone.
@frozen
public struct CELValue: Sendable {
  /// What a value is and where it is kept. Values from `doubtful` on are not ordinary values.
  public enum Tag: UInt8, Sendable {
    case null
    case bool
    case int
    case uint
    case double
    /// A string of the arena.
    case string
    /// A string of the scratch storage.
    case text
    case bytes
    /// A list of the arena.
    case nodeList
    /// A list of the scratch storage.
    case list
    /// A map of the arena.
    case nodeMap
    /// A map of the scratch storage.
    case map
    case timestamp
    case duration
    case type
    case optional
    /// A value of a library's own type: an IP address, a version.
    case opaque
    /// Only as an element of a list: a value that is possibly not there.
    case doubtful
    /// Not known, for one reason.
    case unknown
    /// Not known, for several reasons.
    case unknowns
    case error
  }

  public let tag: Tag
  /// The node that the value was read from (`.max`: computed); for timestamps the nanoseconds.
  let extra: UInt32
  let payload: UInt64

  @inline(__always)
  init(_ tag: Tag, _ payload: UInt64, extra: UInt32 = .max) {
    self.tag = tag
    self.extra = extra
    self.payload = payload
  }

  @inline(__always)
  init(_ tag: Tag, low: UInt32, high: UInt32, extra: UInt32 = .max) {
    self.init(tag, UInt64(low) | UInt64(high) << 32, extra: extra)
  }

  @inline(__always)
  var low: UInt32 { UInt32(truncatingIfNeeded: payload) }

  @inline(__always)
  var high: UInt32 { UInt32(truncatingIfNeeded: payload >> 32) }

  /// Unknown, error or a doubtful element: strict functions do not see them.
  @inline(__always)
  var isAbnormal: Bool { tag.rawValue >= Tag.doubtful.rawValue }

  /// Whether the value is unknown.
  public var isUnknown: Bool { tag == .unknown || tag == .unknowns }

  /// Whether evaluation failed.
  public var isError: Bool { tag == .error }
}

extension CELValue {
  public static var null: CELValue { CELValue(.null, 0) }

  /// What stands for a value that is computed when it is read; nothing else sees it.
  static var pending: CELValue { CELValue(.error, .max) }

  @inline(__always)
  var isPending: Bool { tag == .error && payload == .max }

  @inline(__always)
  public static func bool(_ value: Bool) -> CELValue { CELValue(.bool, value ? 1 : 0) }

  @inline(__always)
  public static func int(_ value: Int64) -> CELValue { CELValue(.int, UInt64(bitPattern: value)) }

  public static func int(_ value: Int) -> CELValue { int(Int64(value)) }

  public static func uint(_ value: UInt64) -> CELValue { CELValue(.uint, value) }

  public static func double(_ value: Double) -> CELValue { CELValue(.double, value.bitPattern) }

  static func duration(nanoseconds: Int64) -> CELValue { CELValue(.duration, UInt64(bitPattern: nanoseconds)) }

  static func timestamp(_ time: Timestamp) -> CELValue {
    CELValue(.timestamp, UInt64(bitPattern: time.seconds), extra: UInt32(time.nanoseconds))
  }

  /// The value's truth if it is a bool.
  @inline(__always)
  public var boolValue: Bool? { tag == .bool ? payload != 0 : nil }

  /// Certainly true.
  @inline(__always)
  var isTrue: Bool { tag == .bool && payload != 0 }

  /// Certainly false.
  @inline(__always)
  var isFalse: Bool { tag == .bool && payload == 0 }

  public var intValue: Int64? { tag == .int ? Int64(bitPattern: payload) : nil }

  public var uintValue: UInt64? { tag == .uint ? payload : nil }

  public var doubleValue: Double? { tag == .double ? Double(bitPattern: payload) : nil }

  /// Meaningful for the tag in question only, as are the two below.
  @inline(__always)
  var rawInt: Int64 { Int64(bitPattern: payload) }

  @inline(__always)
  var rawDouble: Double { Double(bitPattern: payload) }

  var rawTimestamp: Timestamp { Timestamp(seconds: rawInt, nanoseconds: Int32(bitPattern: extra)) }

  /// The node of the arena that the value was read from, nil for computed values.
  public var node: NodeID? {
    switch tag {
    case .bool, .int, .double, .string, .nodeList, .nodeMap, .null: extra == .max ? nil : NodeID(extra)
    case .unknown: high == .max ? nil : NodeID(high)
    default: nil
    }
  }

  public var isNull: Bool { tag == .null }

  public var isString: Bool { tag == .string || tag == .text }

  public var isList: Bool { tag == .nodeList || tag == .list }

  public var isMap: Bool { tag == .nodeMap || tag == .map }

  var isNumber: Bool { tag == .int || tag == .uint || tag == .double }
}
