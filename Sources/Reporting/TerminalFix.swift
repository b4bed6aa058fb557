import Assessments
import Diagnostics

/// What to write, below a finding.
enum TerminalFix {
  /// Lines of code shown for a finding; the rest is for `pcicheck explain`.
  private static let listedLines = 16

  static func write(_ hint: FixHint, id: String?, isWhole: Bool, _ page: inout TerminalPage) {
    var room = isWhole ? Int.max : listedLines
    var left = 0
    for change in hint.changes {
      if room > 0 {
        page.paragraph(safeText(FixWords.heading(change), limit: 400), prefix: "      ", style: page.palette.green)
      }
      for line in change.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
        guard room > 0 else {
          left += 1
          continue
        }
        page.line(line.isEmpty ? "" : "        \(page.palette.green(safeText(String(line), limit: 400)))")
        room -= 1
      }
    }
    if left > 0 {
      let how = id.map { "`pcicheck explain \($0.prefix(12)) --plan ...`" } ?? "--verbose"
      page.line(page.palette.dim("        … \(left) more lines; \(how) shows them"))
    } else if let words = FixWords.placeholders(hint) {
      page.paragraph(safeText(words, limit: 400), prefix: "      ", style: page.palette.dim)
    }
  }
}
