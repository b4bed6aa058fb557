/// Templates: quoted, in heredocs, and bare (HCL native syntax, "Template Expressions").
extension Lexer {
  /// Text up to the closing quote, the next sequence or the line's end, which a quoted template must not cross.
  mutating func lexQuoted() {
    var end = offset
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n") || beginsSequence(at: end) { break }
      if byte == UInt8(ascii: "\\"), end + 1 < bytes.count, bytes[end + 1] != UInt8(ascii: "\n") {
        end += 2
      } else {
        end += escapedMarkerLength(at: end) ?? 1
      }
    }
    emitText(to: end)
    guard offset < bytes.count else { return }
    switch bytes[offset] {
    case UInt8(ascii: "\""):
      emit(.closeQuote, length: 1)
      modes.removeLast()
    // The parser sees a line's end in place of the closing quote.
    case UInt8(ascii: "\n"): modes.removeLast()
    default: openSequence()
    }
  }

  /// Text up to the next sequence or the end of the input.
  mutating func lexBareTemplate() {
    var end = offset
    while end < bytes.count, !beginsSequence(at: end) { end += escapedMarkerLength(at: end) ?? 1 }
    emitText(to: end)
    if offset < bytes.count { openSequence() }
  }

  /// One line of a heredoc, a part of it before a sequence, or the closing marker.
  mutating func lexHeredoc(_ marker: Range<Int>, _ atLineStart: Bool) {
    if atLineStart, let end = closingMarkerEnd(marker) {
      emit(.closeHeredoc, length: end - offset)
      modes.removeLast()
      return
    }
    var end = offset
    var endsLine = false
    while end < bytes.count, !beginsSequence(at: end) {
      if bytes[end] == UInt8(ascii: "\n") {
        end += 1
        endsLine = true
        break
      }
      end += escapedMarkerLength(at: end) ?? 1
    }
    emitText(to: end)
    modes[modes.count - 1] = .heredoc(marker: marker, atLineStart: endsLine)
    if !endsLine, offset < bytes.count { openSequence() }
  }

  /// `<<` or `<<-`, an identifier and the line's end; otherwise two `<`.
  mutating func lexHeredocStart() {
    let first = offset + (peek(2) == UInt8(ascii: "-") ? 3 : 2)
    var end = first
    while end < bytes.count, bytes[end] >= 0x80 || CharacterClass.of(bytes[end]).contains(.identifierPart) { end += 1 }
    let lineEnd = end < bytes.count && bytes[end] == UInt8(ascii: "\r") ? end + 1 : end
    guard end > first, lineEnd < bytes.count, bytes[lineEnd] == UInt8(ascii: "\n"), modes.count < maxModes else {
      return emit(.less, length: 1)
    }
    emit(.openHeredoc, length: lineEnd + 1 - offset)
    modes.append(.heredoc(marker: first..<end, atLineStart: true))
  }

  /// The end of the closing marker if the current line consists of nothing else.
  private func closingMarkerEnd(_ marker: Range<Int>) -> Int? {
    var start = offset
    while start < bytes.count, bytes[start] == UInt8(ascii: " ") || bytes[start] == UInt8(ascii: "\t") { start += 1 }
    let end = start + marker.count
    guard end <= bytes.count, bytes[start..<end] == bytes[marker] else { return nil }
    var rest = end
    while rest < bytes.count,
      bytes[rest] == UInt8(ascii: " ") || bytes[rest] == UInt8(ascii: "\t") || bytes[rest] == UInt8(ascii: "\r")
    {
      rest += 1
    }
    return rest == bytes.count || bytes[rest] == UInt8(ascii: "\n") ? end : nil
  }

  private mutating func emitText(to end: Int) {
    let end = min(end, bytes.count)
    if end > offset { emit(.text, length: end - offset) }
  }

  private mutating func openSequence() {
    let kind: TokenKind = bytes[offset] == UInt8(ascii: "$") ? .openInterpolation : .openDirective
    emit(kind, length: peek(2) == UInt8(ascii: "~") ? 3 : 2)
    modes.append(.normal(braces: 0))
  }

  private func beginsSequence(at index: Int) -> Bool {
    (bytes[index] == UInt8(ascii: "$") || bytes[index] == UInt8(ascii: "%"))
      && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "{") && modes.count < maxModes
  }

  /// `$${` and `%%{` stand for `${` and `%{`.
  private func escapedMarkerLength(at index: Int) -> Int? {
    let byte = bytes[index]
    guard byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%"), index + 2 < bytes.count, bytes[index + 1] == byte,
      bytes[index + 2] == UInt8(ascii: "{")
    else { return nil }
    return 3
  }
}
