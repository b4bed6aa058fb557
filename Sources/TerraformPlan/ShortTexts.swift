import Values

/// Texts that many resources share, each made into a string once: types, names, modules, providers.
///
/// Equal short texts of an arena are stored in one place, so that the place tells them apart. Only so many are kept that
/// finding one is quick: what is forgotten, and a longer text, is made again.
struct ShortTexts {
  private struct Entry {
    var place: UInt64
    var text: String
  }

  private var entries = [Entry](repeating: Entry(place: .max, text: ""), count: 1 << bits)
  private static let bits = 10
  private static let longest: UInt64 = 64

  /// Where a text is stored; nil for other nodes.
  static func place(_ node: NodeID?, _ arena: borrowing ValueArena) -> UInt64? {
    guard let node, case let value = arena[node], value.kind == .string else { return nil }
    return UInt64(value.low) | UInt64(value.high) << 32
  }

  mutating func text(_ node: NodeID?, _ arena: borrowing ValueArena) -> String? {
    guard let node, let place = Self.place(node, arena) else { return nil }
    guard place >> 32 <= Self.longest else { return arena.string(node) }
    let number = Int((place &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
    if entries[number].place == place { return entries[number].text }
    let text = arena.string(node) ?? ""
    entries[number] = Entry(place: place, text: text)
    return text
  }
}
