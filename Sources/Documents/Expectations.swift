import Values

/// What a reader of JSON expects to read next, from what stood in the same place before: the objects of a plan are much
/// alike. Comparing with what is expected is cheaper than looking a text up.
///
/// Only texts without escapes are expected, so that a text that is spelt the same is the same.
struct Expectations {
  /// A place among the members of an object.
  struct Step {
    fileprivate let number: Int

    static func first(in place: KeyID) -> Step { Step(number: Int(place.index &+ 1) << 1) }

    static func next(after name: KeyID) -> Step { Step(number: Int(name.index &+ 1) << 1 | 1) }
  }

  /// By step: the name's index and one, 0 for none.
  private var names: [UInt32] = []
  /// By the place's index and one: text nodes; other kinds for none.
  private var texts: [ValueNode] = []

  @inline(__always)
  func name(_ step: Step) -> KeyID? {
    guard step.number < names.count, case let name = names[step.number], name > 0 else { return nil }
    return KeyID(name &- 1)
  }

  mutating func note(_ name: KeyID, _ step: Step) {
    if step.number >= names.count { names += repeatElement(0, count: step.number * 2 + 2 - names.count) }
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
    let number = Int(place.index &+ 1)
    if number >= texts.count { texts += repeatElement(.null, count: number * 2 + 1 - texts.count) }
    texts[number] = text
  }
}
