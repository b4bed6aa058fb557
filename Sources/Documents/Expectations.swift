import Values

/// What a reader of JSON expects to read next, from what stood in the same place before: the objects of a plan are much
/// alike. Comparing with what is expected is cheaper than looking a text up.
///
/// Only texts without escapes are expected, so that a text that is spelt the same is the same.
struct Expectations {
  /// A place among the members of an object: the names before it, so that objects which have a name in common are told
  /// apart.
  struct Step {
    private var history: UInt64

    /// The first member of an object in the member `place`.
    init(in place: KeyID) { history = UInt64(place.index) | 1 << 63 }

    mutating func pass(_ name: KeyID) { history = history << 21 ^ UInt64(name.index) }

    fileprivate var number: Int { Int((history &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Expectations.bits)) }
  }

  private static let bits = 13

  /// By step: the name's index and one, 0 for none. Of two steps with one number the later counts.
  private var names: [UInt32]
  /// By the place's index and one: text nodes; other kinds for none.
  private var texts: [ValueNode] = []

  /// Less is read before the tables have paid for themselves: nothing is expected then.
  private static let worthwhile = 16 << 10

  /// - Parameter size: that of the text, in bytes.
  init(forTextOf size: Int) { names = [UInt32](repeating: 0, count: size < Self.worthwhile ? 0 : 1 << Self.bits) }

  @inline(__always)
  func name(_ step: Step) -> KeyID? {
    guard !names.isEmpty, case let name = names[step.number], name > 0 else { return nil }
    return KeyID(name - 1)
  }

  mutating func note(_ name: KeyID, _ step: Step) {
    guard !names.isEmpty else { return }
    names[step.number] = name.index &+ 1
  }

  /// The text that stood last as the value of a member, or in it.
  @inline(__always)
  func text(at place: KeyID) -> ValueNode? {
    let number = Int(place.index &+ 1)
    guard number < texts.count, texts[number].kind == .string else { return nil }
    return texts[number]
  }

  mutating func note(_ text: ValueNode, at place: KeyID) {
    guard !names.isEmpty else { return }
    let number = Int(place.index &+ 1)
    if number >= texts.count { texts += repeatElement(.null, count: number * 2 + 1 - texts.count) }
    texts[number] = text
  }
}
