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
    let indent = String(repeating: " ", count: prefix.count)
    let room = max(20, width - prefix.count)
    var lead = prefix
    var current = ""
    for word in paragraph.split(separator: " ") {
      if !current.isEmpty, current.count + 1 + word.count > room {
        line(style(lead + current))
        lead = indent
        current = ""
      }
      current += current.isEmpty ? String(word) : " \(word)"
    }
    line(style(lead + current))
  }
}
