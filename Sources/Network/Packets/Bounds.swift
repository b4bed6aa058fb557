/// What certainly and what possibly gets through: the packets that pass whatever the unknowns turn out to be, and those
/// that pass for some outcome.
public struct Bounds: Sendable {
  /// The packets that pass for every outcome of the unknowns.
  public var lower: PacketSet { certain ?? upper }
  /// The packets that pass for at least one outcome.
  public private(set) var upper: PacketSet
  /// Nil when it equals ``upper``, as it does wherever nothing is unknown.
  private var certain: PacketSet?

  public init(exactly packets: PacketSet) { upper = packets }

  /// Trusts that `lower` is a subset of `upper`.
  public init(lower: PacketSet, upper: PacketSet) {
    self.upper = upper
    certain = lower
  }

  public static let nothing = Bounds(exactly: .empty)

  /// Whether nothing that is unknown matters.
  public var isExact: Bool { certain.map { $0 == upper } ?? true }

  var isKnownExact: Bool { certain == nil }

  public func intersection(_ other: Bounds) -> Bounds {
    guard certain != nil || other.certain != nil else {
      return Bounds(exactly: upper.intersection(other.upper))
    }
    return Bounds(lower: lower.intersection(other.lower), upper: upper.intersection(other.upper))
  }

  public func union(_ other: Bounds) -> Bounds {
    guard certain != nil || other.certain != nil else { return Bounds(exactly: upper.union(other.upper)) }
    return Bounds(lower: lower.union(other.lower), upper: upper.union(other.upper))
  }

  public func intersection(_ packets: PacketSet) -> Bounds { intersection(Bounds(exactly: packets)) }

  /// Without what is allowed.
  public func subtracting(_ packets: PacketSet) -> Bounds {
    guard let certain else { return Bounds(exactly: upper.subtracting(packets)) }
    return Bounds(lower: certain.subtracting(packets), upper: upper.subtracting(packets))
  }

  /// Applied to both sides; the operation must keep subsets subsets.
  func mapped(_ transform: (PacketSet) -> PacketSet) -> Bounds {
    guard let certain else { return Bounds(exactly: transform(upper)) }
    return Bounds(lower: transform(certain), upper: transform(upper))
  }

  /// The same possibilities, with nothing certain.
  func doubted() -> Bounds { Bounds(lower: .empty, upper: upper) }
}

extension Bounds: Equatable {
  public static func == (left: Bounds, right: Bounds) -> Bool {
    left.lower == right.lower && left.upper == right.upper
  }
}
