/// A text or sequence of a template, before directives are put together.
struct TemplatePiece {
  enum Content {
    case text(String)
    case interpolation(Expression)
    case ifStart(Expression)
    case elseMark
    case ifEnd
    case loopStart(key: String?, value: String, Expression)
    case loopEnd
  }

  var content: Content
  let range: SourceRange
  let stripsBefore: Bool
  let stripsAfter: Bool

  init(_ content: Content, _ range: SourceRange, stripsBefore: Bool = false, stripsAfter: Bool = false) {
    self.content = content
    self.range = range
    self.stripsBefore = stripsBefore
    self.stripsAfter = stripsAfter
  }

  var text: String? { if case .text(let text) = content { text } else { nil } }
}

/// `~` takes off the whitespace, line ends included, between a sequence and the next text that is not whitespace.
func applyStripMarkers(_ pieces: inout [TemplatePiece]) {
  for index in pieces.indices {
    if pieces[index].stripsBefore { strip(&pieces, from: index, step: -1) }
    if pieces[index].stripsAfter { strip(&pieces, from: index, step: 1) }
  }
}

private func strip(_ pieces: inout [TemplatePiece], from start: Int, step: Int) {
  var index = start + step
  while pieces.indices.contains(index), let text = pieces[index].text {
    let kept = step > 0 ? Substring(text).drop(while: \.isWhitespace) : dropTrailingWhitespace(text)
    pieces[index].content = .text(String(kept))
    if !kept.isEmpty { return }
    index += step
  }
}

private func dropTrailingWhitespace(_ text: String) -> Substring {
  var kept = Substring(text)
  while let last = kept.last, last.isWhitespace { kept.removeLast() }
  return kept
}

/// Takes off every line of a heredoc the indentation that all lines with content share.
func removeIndentation(_ pieces: inout [TemplatePiece]) {
  var starts: [Int] = []
  var smallest = Int.max
  var atLineStart = true
  for (index, piece) in pieces.enumerated() {
    guard let text = piece.text else {
      if atLineStart { smallest = 0 }
      atLineStart = false
      continue
    }
    if atLineStart, !(text.hasSuffix("\n") || text.hasSuffix("\r\n")) || !text.allSatisfy(\.isWhitespace) {
      starts.append(index)
      smallest = min(smallest, text.prefix { $0 == " " || $0 == "\t" }.count)
    }
    atLineStart = text.utf8.last == UInt8(ascii: "\n")
  }
  guard smallest > 0, smallest < Int.max else { return }
  for index in starts {
    if let text = pieces[index].text { pieces[index].content = .text(String(text.dropFirst(smallest))) }
  }
}
