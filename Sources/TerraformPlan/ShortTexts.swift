import Values

/// Texts that many resources share, each made into a string once: types, names, modules, providers.
///
/// Equal short texts of an arena are stored in one place, so that the place tells them apart; a longer text that occurs
/// twice is made twice.
struct ShortTexts {
  private var strings: [UInt64: String] = [:]
  private static let longest: UInt64 = 64

  /// Where a text is stored; nil for other nodes.
  static func place(_ node: NodeID?, _ arena: borrowing ValueArena) -> UInt64? {
    guard let node, case let value = arena[node], value.kind == .string else { return nil }
    return UInt64(value.low) | UInt64(value.high) << 32
  }

  mutating func text(_ node: NodeID?, _ arena: borrowing ValueArena) -> String? {
    guard let node, let place = Self.place(node, arena) else { return nil }
    guard place >> 32 <= Self.longest else { return arena.string(node) }
    if let known = strings[place] { return known }
    let text = arena.string(node)
    strings[place] = text
    return text
  }
}
