import Values

/// The storage behind computed values. Reset, not reallocated, from one evaluation to the next.
struct Scratch: Sendable {
  /// All computed strings and bytes, one after the other.
  var bytes: [UInt8] = []
  /// Elements of computed lists; keys and values of computed maps, alternating.
  var values: [CELValue] = []
  /// Members of unknown sets.
  var unknowns: [UnknownItem] = []
  var doubts: [Doubt] = []
  var reasons: [UnknownReason] = []
  var errors: [EvaluationError] = []
  var types: [String] = []
  var opaques: [OpaqueValue] = []
  var optionals: [CELValue] = []

  /// A possible element: what it would be, and the unknown that says why it may be missing.
  struct Doubt: Sendable {
    let value: CELValue
    let unknown: CELValue
  }

  /// How much of each store belongs to linked programs and stays.
  struct Floor: Sendable {
    var bytes = 0
    var values = 0
    var unknowns = 0
    var doubts = 0
    var reasons = 0
    var errors = 0
    var types = 0
    var opaques = 0
    var optionals = 0
  }

  /// Whether there is more of it than should be kept from one subject to the next.
  var isLarge: Bool {
    let count = values.count + unknowns.count + doubts.count + reasons.count + errors.count + opaques.count
    return bytes.count > 1 << 20 || count + optionals.count > 1 << 16
  }

  var floor: Floor {
    Floor(
      bytes: bytes.count, values: values.count, unknowns: unknowns.count, doubts: doubts.count, reasons: reasons.count,
      errors: errors.count, types: types.count, opaques: opaques.count, optionals: optionals.count)
  }

  mutating func reset(to floor: Floor) {
    if bytes.count > floor.bytes { bytes.removeLast(bytes.count - floor.bytes) }
    if values.count > floor.values { values.removeLast(values.count - floor.values) }
    if unknowns.count > floor.unknowns { unknowns.removeLast(unknowns.count - floor.unknowns) }
    if doubts.count > floor.doubts { doubts.removeLast(doubts.count - floor.doubts) }
    if reasons.count > floor.reasons { reasons.removeLast(reasons.count - floor.reasons) }
    if errors.count > floor.errors { errors.removeLast(errors.count - floor.errors) }
    if types.count > floor.types { types.removeLast(types.count - floor.types) }
    if opaques.count > floor.opaques { opaques.removeLast(opaques.count - floor.opaques) }
    if optionals.count > floor.optionals { optionals.removeLast(optionals.count - floor.optionals) }
  }
}

/// One reason of an unknown value.
public struct UnknownItem: Hashable, Sendable {
  /// Why; made by the arena or by the evaluation itself.
  let reason: UInt32
  /// The node that was read, `UInt32.max` if none was.
  let nodeIndex: UInt32

  /// The node whose value is not known, nil if it was no node.
  public var node: NodeID? { nodeIndex == .max ? nil : NodeID(nodeIndex) }
}

/// A value of one of the libraries' own types.
enum OpaqueValue: Hashable, Sendable {
  case ip(IPAddress)
  case cidr(IPPrefix)
  case url(URLParts)
  case quantity(Quantity)
  case semver(Semver)
  case enumeration(type: String, number: Int64)
}
