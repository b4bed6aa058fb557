/// A text with wildcards, ready to match.
///
/// Matching walks sets of positions in the pattern, so that its cost is bounded by the product of the two lengths
/// whatever the pattern.
struct Glob: Hashable, Sendable {
  enum Token: Hashable, Sendable {
    case literal(UInt32)
    /// A letter in either case; the payload is the small one.
    case folded(UInt32)
    case one
    case many
    /// Like ``many``, but not across a colon.
    case manyInSegment
  }

  private(set) var tokens: [Token] = []

  init(tokens: [Token] = []) { self.tokens = tokens }

  /// A text without wildcards.
  init(literal text: String) { tokens = text.unicodeScalars.map { .literal($0.value) } }

  static let anything = Glob(tokens: [.many])
  static let colon = UInt32(UInt8(ascii: ":"))

  mutating func append(_ token: Token) {
    // `**` is `*`; what remains of a hostile row of stars costs nothing.
    if token == .many || token == .manyInSegment, tokens.last == token { return }
    tokens.append(token)
  }

  mutating func append(literal text: String) {
    tokens += text.unicodeScalars.map { .literal($0.value) }
  }

  /// The characters before the first wildcard; small letters where case does not matter.
  var literalPrefix: String {
    var text = ""
    for token in tokens {
      switch token {
      case .literal(let value), .folded(let value):
        if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
      case .one, .many, .manyInSegment: return text
      }
    }
    return text
  }

  /// Whether there are no wildcards.
  var isLiteral: Bool {
    tokens.allSatisfy { token in
      switch token {
      case .literal, .folded: true
      case .one, .many, .manyInSegment: false
      }
    }
  }

  /// The parts between colons; nil stands for one with a wildcard in it.
  var segments: [String?] {
    tokens.split(separator: .literal(Self.colon), omittingEmptySubsequences: false).map { part in
      let glob = Glob(tokens: Array(part))
      return glob.isLiteral ? glob.literalPrefix : nil
    }
  }

  func matches(_ text: String) -> Bool {
    var scalars = text.unicodeScalars.makeIterator()
    var index = 0
    while index < tokens.count, case .literal(let literal) = tokens[index] {
      guard scalars.next()?.value == literal else { return false }
      index += 1
    }
    if index == tokens.count { return scalars.next() == nil }
    if index == tokens.count - 1, tokens[index] == .many { return true }
    var positions: [Int] = []
    add(index, to: &positions)
    while let scalar = scalars.next() {
      positions = step(positions, scalar.value)
      if positions.isEmpty { return false }
    }
    return accepts(positions)
  }

  // MARK: Positions

  /// The positions before anything is read, ascending.
  var start: [Int] {
    var positions: [Int] = []
    add(0, to: &positions)
    return positions
  }

  /// The positions after reading `scalar` at any of `positions`, ascending.
  func step(_ positions: [Int], _ scalar: UInt32) -> [Int] {
    var next: [Int] = []
    for position in positions where position < tokens.count {
      switch tokens[position] {
      case .literal(let literal): if literal == scalar { add(position + 1, to: &next) }
      case .folded(let small): if Self.small(scalar) == small { add(position + 1, to: &next) }
      case .one: add(position + 1, to: &next)
      case .many: add(position, to: &next)
      case .manyInSegment: if scalar != Self.colon { add(position, to: &next) }
      }
    }
    return next
  }

  func accepts(_ positions: [Int]) -> Bool { positions.last == tokens.count }

  /// Adds a position and what can be reached from it without reading. New positions are near the end, because
  /// positions are stepped in ascending order.
  private func add(_ position: Int, to positions: inout [Int]) {
    var index = positions.count
    while index > 0, positions[index - 1] > position { index -= 1 }
    if index > 0, positions[index - 1] == position { return }
    positions.insert(position, at: index)
    guard position < tokens.count else { return }
    switch tokens[position] {
    case .many, .manyInSegment: add(position + 1, to: &positions)
    default: break
    }
  }

  static func small(_ scalar: UInt32) -> UInt32 {
    (0x41...0x5A).contains(scalar) ? scalar + 0x20 : scalar
  }

  /// A pattern in which `*` and `?` match anything.
  static func wildcards(_ text: String) -> Glob {
    Pattern(text, .stringLike, VariableResolver(version: .known(.v2008))).glob
  }
}
