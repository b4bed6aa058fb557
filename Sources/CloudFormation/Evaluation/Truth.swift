/// What a condition comes to.
enum Truth: Hashable, Sendable {
  case yes
  case no
  /// What decides it, in the template's own terms.
  case unknown(String)

  init(_ value: Bool) { self = value ? .yes : .no }

  var negated: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: self
    }
  }

  static func all(_ parts: [Truth]) -> Truth {
    if parts.contains(.no) { return .no }
    return parts.first { if case .unknown = $0 { true } else { false } } ?? .yes
  }

  static func any(_ parts: [Truth]) -> Truth {
    if parts.contains(.yes) { return .yes }
    return parts.first { if case .unknown = $0 { true } else { false } } ?? .no
  }
}
