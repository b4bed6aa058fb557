import Values

/// Questions to a text of which pieces are known: answered where the pieces decide, unknown as before where they do not.
extension EvaluationContext {
  /// Characters that may stand beside a piece: all of ASCII that can be seen, the end of a line, a letter of others.
  private static let neighbours =
    ["\n", "\u{e9}"] + (0x20...0x7E as ClosedRange<UInt8>).map { String(UnicodeScalar($0)) }

  /// What is known of the text, nil unless the value is unknown for one reason that says so.
  public func partialText(of value: CELValue) -> UnknownReason.PartialText? {
    guard value.tag == .unknown else { return nil }
    return reason(UnknownItem(reason: value.low, nodeIndex: value.high)).text
  }

  private func pieces(of value: CELValue) -> [String]? {
    guard let text = partialText(of: value), !text.isEncoded, !text.pieces.isEmpty else { return nil }
    return text.pieces
  }

  /// Whether a text with known pieces is certainly another than a known one.
  mutating func certainlyDiffers(_ left: CELValue, _ right: CELValue) -> Bool {
    if left.tag != .unknown { return right.tag == .unknown && certainlyDiffers(right, left) }
    guard let pieces = pieces(of: left), let first = pieces.first, let last = pieces.last else { return false }
    if right.tag == .null { return true }
    guard right.isString, let text = string(of: right) else { return false }
    let length = pieces.reduce(0) { $0 + $1.utf8.count }
    return text.utf8.count < length || !text.utf8.starts(with: first.utf8)
      || !text.utf8.reversed().starts(with: last.utf8.reversed())
  }

  /// A predicate of two texts whose subject may be known in pieces.
  mutating func decided(_ predicate: TextPredicate, _ subject: CELValue, _ part: CELValue) -> CELValue {
    if subject.tag == .unknown, part.isString, let wanted = string(of: part), let pieces = pieces(of: subject),
      let truth = predicate.truth(of: pieces, wanted)
    {
      return .bool(truth)
    }
    return abnormal(subject, part)
  }

  /// Whether a pattern is found in one of the known pieces wherever that stands; nil if that is not certain.
  ///
  /// A match must hold whatever character stands beside the piece, so that no anchor, no boundary of a word and no class of
  /// characters at the edge of a piece makes one.
  func isCertainlyFound(_ regex: Regex, in value: CELValue) -> Bool {
    guard let pieces = pieces(of: value) else { return false }
    return pieces.indices.contains { index in
      guard !pieces[index].isEmpty else { return false }
      return Self.neighbours.allSatisfy { neighbour in
        let text = (index == 0 ? "" : neighbour) + pieces[index] + (index == pieces.count - 1 ? "" : neighbour)
        return Array(text.utf8).withUnsafeBufferPointer { regex.isFound(in: $0) }
      }
    }
  }
}

/// The predicates of two texts that known pieces can decide.
enum TextPredicate: String {
  case contains, startsWith, endsWith

  func truth(of pieces: [String], _ wanted: String) -> Bool? {
    switch self {
    case .startsWith: Self.begins(Array((pieces.first ?? "").utf8), Array(wanted.utf8))
    case .endsWith: Self.begins((pieces.last ?? "").utf8.reversed(), wanted.utf8.reversed())
    case .contains: pieces.contains { piece in Self.holds(Array(piece.utf8), Array(wanted.utf8)) } ? true : nil
    }
  }

  /// Whether a text that begins with `known` begins with `wanted`; nil if what follows decides.
  private static func begins(_ known: [UInt8], _ wanted: [UInt8]) -> Bool? {
    if known.count >= wanted.count { return known.starts(with: wanted) }
    return wanted.starts(with: known) ? nil : false
  }

  private static func holds(_ text: [UInt8], _ wanted: [UInt8]) -> Bool {
    text.withUnsafeBufferPointer { text in
      wanted.withUnsafeBufferPointer { Bytes.find($0, in: text, from: 0) != nil }
    }
  }
}
