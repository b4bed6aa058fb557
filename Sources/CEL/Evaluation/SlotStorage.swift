/// The values of variables. The first ones are stored in place: writing an array's element checks first that nobody shares the
/// array, which costs a tenth of a loop over rules.
struct SlotStorage: Sendable {
  private static let near = 16
  private var first = InlineArray<16, CELValue>(repeating: .null)
  private var rest: [CELValue] = []

  var count: Int { Self.near + rest.count }

  /// Makes room for `count` values.
  mutating func grow(to count: Int) {
    while self.count < count { rest.append(.null) }
  }

  @inline(__always)
  subscript(_ index: Int) -> CELValue {
    get { index < Self.near ? first[index] : rest[index - Self.near] }
    set {
      if index < Self.near {
        first[index] = newValue
      } else {
        rest[index - Self.near] = newValue
      }
    }
  }
}
