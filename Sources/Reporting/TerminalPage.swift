/// Lines of text wrapped to a terminal's width.
struct TerminalPage {
  let palette: Palette
  let width: Int
  /// Whether findings say what the change has to do with them.
  var tellsChanges = false
  /// Whether findings say that the baseline does not have them.
  var tellsBaseline = false
  private(set) var text = ""

  init(palette: Palette, width: Int) {
    self.palette = palette
    self.width = width
  }

  mutating func line(_ line: String = "") {
    text += line
    text += "\n"
  }

  /// Wraps a text at spaces; further lines are indented to where the text begins.
  mutating func paragraph(_ paragraph: String, prefix: String, style: (String) -> String) {
    let indent = prefix.count
    let room = max(20, width - indent)
    var lead = prefix
    for current in Self.lines(of: paragraph, room) {
      line(style(lead + current))
      lead = String(repeating: " ", count: indent)
    }
  }

  /// The lines of a text with single spaces between words; one at least.
  private static func lines(of text: String, _ room: Int) -> [String] {
    // Bytes are characters where all are ASCII, but for the pair of carriage return and line feed.
    let isPlain = text.utf8.allSatisfy { $0 < 0x80 && $0 != 0x0D }
    return isPlain
      ? lines(of: text.utf8.split(separator: UInt8(ascii: " ")), room) { $0.count }
      : lines(of: text.split(separator: " "), room) { $0.count }
  }

  private static func lines<Word: StringPart>(of words: [Word], _ room: Int, _ count: (Word) -> Int) -> [String] {
    var lines: [String] = []
    var current = ""
    var length = 0
    for word in words {
      let own = count(word)
      if length > 0, length + 1 + own > room {
        lines.append(current)
        current = ""
        length = 0
      }
      if length > 0 { current += " " }
      current += String(word.text)
      length += length > 0 ? own + 1 : own
    }
    return lines + [current]
  }
}

/// A part of a text, whatever it is counted in.
private protocol StringPart {
  var text: Substring { get }
}

extension Substring: StringPart {
  fileprivate var text: Substring { self }
}

extension Substring.UTF8View: StringPart {
  fileprivate var text: Substring { Substring(self) }
}
