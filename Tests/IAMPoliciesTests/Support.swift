import Testing

@testable import IAMPolicies

/// A policy of the current version with these statements, given as JSON objects.
func policy(_ statements: String...) throws -> PolicyDocument {
  try PolicyDocument(json: #"{"Version": "2012-10-17", "Statement": ["# + statements.joined(separator: ",") + "]}")
}

/// A small generator, so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension Truth {
  /// Only the kind, for comparisons in which the reasons do not matter.
  var symbol: Character {
    switch self {
    case .yes: "+"
    case .no: "-"
    case .unknown: "?"
    }
  }
}
