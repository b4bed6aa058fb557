/// The ways in which texts can match a set of patterns, each with a text that does so.
///
/// A question "is there a request such that ..." over infinitely many actions, resources or context values is decided
/// by looking at one text of every cell: two texts that match the same patterns are the same to a policy.
struct GlobCells {
  struct Cell: Hashable {
    /// Which of the patterns the text matches, in their order.
    let matches: [Bool]
    let text: String
  }

  private(set) var cells: [Cell] = []
  /// Whether every cell that is not empty is listed.
  private(set) var isComplete = true
  private var seen: Set<[Bool]> = []

  /// - Parameters:
  ///   - scope: how many of the patterns, from the first, a text must match one of; 0 for any text.
  ///   - budget: how many positions of the patterns may be visited.
  init(_ globs: [Glob], scope: Int = 0, budget: Int = 100_000) {
    if scope > 0, globs.prefix(scope).allSatisfy(\.isLiteral) {
      for text in globs.prefix(scope).map(\.literalPrefix) { add(text, globs.map { $0.matches(text) }) }
      return
    }
    let fresh = Self.freshScalar(globs)
    if let texts = Self.textsOfPrefixes(globs, fresh: fresh) {
      for text in texts { add(text, globs.map { $0.matches(text) }) }
    } else {
      explore(globs, scope: scope, fresh: fresh, budget: budget)
    }
  }

  private mutating func add(_ text: String, _ matches: [Bool]) {
    if seen.insert(matches).inserted { cells.append(Cell(matches: matches, text: text)) }
  }

  // MARK: Literals and prefixes

  /// A text of every cell if each pattern is a literal or a literal followed by `*`, else nil.
  ///
  /// A text that equals no literal is told apart only by the longest prefix that it has.
  private static func textsOfPrefixes(_ globs: [Glob], fresh: UInt32) -> [String]? {
    var texts: [String] = [text(of: [fresh])]
    for glob in globs {
      var scalars: [UInt32] = []
      for (index, token) in glob.tokens.enumerated() {
        switch token {
        case .literal(let scalar): scalars.append(scalar)
        case .many where index == glob.tokens.count - 1: texts.append(text(of: scalars + [fresh]))
        default: return nil
        }
      }
      texts.append(text(of: scalars))
    }
    return texts
  }

  /// A small letter that stands in no pattern.
  private static func freshScalar(_ globs: [Glob]) -> UInt32 {
    var used: Set<UInt32> = []
    for glob in globs {
      for token in glob.tokens {
        if case .literal(let scalar) = token { used.insert(scalar) }
        if case .folded(let scalar) = token { used.formUnion([scalar, scalar &- 0x20]) }
      }
    }
    var fresh: UInt32 = 0x7A
    while used.contains(fresh) { fresh = fresh == 0x61 ? 0x4E00 : fresh < 0x61 ? fresh + 1 : fresh - 1 }
    while used.contains(fresh) { fresh += 1 }
    return fresh
  }

  private static func text(of scalars: [UInt32]) -> String {
    var text = ""
    for value in scalars { if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) } }
    return text
  }

  // MARK: Everything else

  /// A state of all patterns at once, and how it was reached.
  private struct State {
    let positions: [[Int]]
    let previous: Int
    let scalar: UInt32
  }

  /// Breadth-first search through the product of the patterns' automata.
  private mutating func explore(_ globs: [Glob], scope: Int, fresh: UInt32, budget: Int) {
    var states = [State(positions: globs.map(\.start), previous: -1, scalar: 0)]
    var visited: Set<[[Int]]> = [states[0].positions]
    var budget = budget
    var index = 0
    while index < states.count {
      let positions = states[index].positions
      let matches = zip(globs, positions).map { $0.accepts($1) }
      if seen.insert(matches).inserted {
        cells.append(Cell(matches: matches, text: Self.text(of: Self.path(states, to: index))))
      }
      for scalar in Self.alphabet(globs, positions, fresh) {
        let next = zip(globs, positions).map { $0.step($1, scalar) }
        budget -= positions.reduce(1) { $0 + $1.count }
        if scope > 0, next.prefix(scope).allSatisfy(\.isEmpty) { continue }
        if visited.insert(next).inserted { states.append(State(positions: next, previous: index, scalar: scalar)) }
      }
      index += 1
      if budget < 0 {
        isComplete = index == states.count
        return
      }
    }
  }

  /// The scalars that tell the patterns apart at these positions; all others behave like the fresh one.
  private static func alphabet(_ globs: [Glob], _ positions: [[Int]], _ fresh: UInt32) -> [UInt32] {
    var scalars: Set<UInt32> = [fresh]
    for (glob, positions) in zip(globs, positions) {
      for position in positions where position < glob.tokens.count {
        switch glob.tokens[position] {
        case .literal(let scalar): scalars.insert(scalar)
        case .folded(let small): scalars.formUnion([small, (0x61...0x7A).contains(small) ? small - 0x20 : small])
        case .manyInSegment: scalars.insert(Glob.colon)
        case .one, .many: break
        }
      }
    }
    return scalars.sorted()
  }

  private static func path(_ states: [State], to index: Int) -> [UInt32] {
    var path: [UInt32] = []
    var index = index
    while states[index].previous >= 0 {
      path.append(states[index].scalar)
      index = states[index].previous
    }
    return path.reversed()
  }
}
