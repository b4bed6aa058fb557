/// The kinds of value that a node can hold.
///
/// `unknown` is Terraform's "known after apply" and any other value that the input does not say;
/// `link` stands for another node of the same arena, possibly only as a candidate (see ``ValueNode/link(to:doubt:)``).
@frozen
public enum ValueKind: UInt8, Sendable {
  case null
  case bool
  case int
  case double
  case string
  case list
  case map
  case unknown
  case link
}

/// Marks that travel with a value.
@frozen
public struct ValueFlags: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8

  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The value, or a part of it, must never reach an output.
  @inlinable
  public static var sensitive: ValueFlags { ValueFlags(rawValue: 1) }
  /// Nobody set the value: it is what the provider or the cloud does by default.
  @inlinable
  public static var assumed: ValueFlags { ValueFlags(rawValue: 2) }
  /// A map whose members are declared by a schema: a member that is absent reads as null, not as an error.
  @inlinable
  public static var record: ValueFlags { ValueFlags(rawValue: 4) }
  /// The value is not known, but certainly not null: it is another resource's id or ARN.
  @inlinable
  public static var notNull: ValueFlags { ValueFlags(rawValue: 8) }
}

/// The place of a node in its ``ValueArena``.
@frozen
public struct NodeID: Hashable, Sendable, Comparable {
  public let index: UInt32

  @inlinable
  public init(_ index: UInt32) { self.index = index }

  @inlinable
  public static func < (left: NodeID, right: NodeID) -> Bool { left.index < right.index }
}

/// An interned member name of a ``ValueArena``.
@frozen
public struct KeyID: Hashable, Sendable {
  public let index: UInt32

  @inlinable
  public init(_ index: UInt32) { self.index = index }

  /// The key of a node that is no member of a map; equal to no interned key.
  @inlinable
  public static var none: KeyID { KeyID(.max) }
}

/// One value: 16 bytes without reference counting, so that an arena of millions is one allocation.
///
/// The payload words mean, by kind: bool, int and double: the bits (`low`, `high`); string: offset and length in the
/// arena's bytes; list and map: index of the first child and their number; unknown: index of its ``UnknownReason``;
/// link: the target's index and the index of the ``UnknownReason`` that makes it doubtful, or `UInt32.max`.
@frozen
public struct ValueNode: Sendable {
  public var kind: ValueKind
  public var flags: ValueFlags
  public var key: KeyID
  public var low: UInt32
  public var high: UInt32

  @inlinable
  public init(_ kind: ValueKind, flags: ValueFlags = [], key: KeyID = .none, low: UInt32 = 0, high: UInt32 = 0) {
    self.kind = kind
    self.flags = flags
    self.key = key
    self.low = low
    self.high = high
  }

  @inlinable
  init(_ kind: ValueKind, bits: UInt64) {
    self.init(kind, low: UInt32(truncatingIfNeeded: bits), high: UInt32(truncatingIfNeeded: bits >> 32))
  }

  @inlinable
  var bits: UInt64 { UInt64(low) | UInt64(high) << 32 }

  @inlinable
  public static var null: ValueNode { ValueNode(.null) }

  @inlinable
  public static func bool(_ value: Bool) -> ValueNode { ValueNode(.bool, low: value ? 1 : 0) }

  @inlinable
  public static func int(_ value: Int64) -> ValueNode { ValueNode(.int, bits: UInt64(bitPattern: value)) }

  @inlinable
  public static func double(_ value: Double) -> ValueNode { ValueNode(.double, bits: value.bitPattern) }

  @inlinable
  public static func unknown(_ reason: UnknownReason.ID) -> ValueNode { ValueNode(.unknown, low: reason.index) }

  /// A stand-in for `target`. With a `doubt` the element is only possibly there: quantifiers treat it as unknown
  /// where its presence would decide.
  @inlinable
  public static func link(to target: NodeID, doubt: UnknownReason.ID? = nil) -> ValueNode {
    ValueNode(.link, low: target.index, high: doubt?.index ?? .max)
  }

  /// The truth of a `bool` node; meaningless for other kinds, as are the accessors below.
  @inlinable
  public var boolValue: Bool { low != 0 }

  @inlinable
  public var intValue: Int64 { Int64(bitPattern: bits) }

  @inlinable
  public var doubleValue: Double { Double(bitPattern: bits) }

  @inlinable
  public var unknownReason: UnknownReason.ID { UnknownReason.ID(low) }

  @inlinable
  public var linkTarget: NodeID { NodeID(low) }

  /// Why a link is only possibly there, nil for a certain one.
  @inlinable
  public var linkDoubt: UnknownReason.ID? { high == .max ? nil : UnknownReason.ID(high) }

  /// The number of children of a list or map.
  @inlinable
  public var childCount: Int { Int(high) }

  @inlinable
  public func child(_ offset: Int) -> NodeID { NodeID(low &+ UInt32(truncatingIfNeeded: offset)) }
}
