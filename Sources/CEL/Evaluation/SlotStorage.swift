/// The values of variables. The first ones are stored in place: writing an array's element checks first that nobody shares the
/// array, which costs a tenth of a loop over rules.
struct SlotStorage: Sendable {
  private static let near = 24
  private var first = InlineArray<24, CELValue>(repeating: .null)
  private var rest: [CELValue] = []

  var count: Int { Self.near + rest.count }

  /// Makes room for `count` values.
  mutating func grow(to count: Int) {
    while self.count < count { rest.append(.null) }
  }

  /// Reading counts as a change, because a getter would get a copy of everything that is stored in place.
  @inline(__always)
  subscript(_ index: Int) -> CELValue {
    mutating get { index < Self.near ? first.mutableSpan[index] : rest[index - Self.near] }
    set {
      if index < Self.near {
        var span = first.mutableSpan
        span[index] = newValue
      } else {
        rest[index - Self.near] = newValue
      }
    }
  }

  /// The same for who cannot change it.
  func value(at index: Int) -> CELValue { index < Self.near ? first[index] : rest[index - Self.near] }
}
