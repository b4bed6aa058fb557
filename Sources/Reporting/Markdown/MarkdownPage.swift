/// Markdown that never grows beyond what its reader takes: rows that have no room are counted, and the page says so.
struct MarkdownPage {
  private(set) var text = ""
  /// In bytes, so that it holds however the reader counts characters.
  private let limit: Int
  /// What is kept free for all that follows a table.
  private static let reserve = 4_000

  init(limit: Int) { self.limit = limit }

  /// Adds a part that is short.
  mutating func add(_ part: String) { text += part }

  /// Adds a table as far as there is room.
  ///
  /// - Parameters:
  ///   - isFolded: whether it is shown only when somebody opens it.
  ///   - row: the cells of a row.
  mutating func table<Row>(
    _ title: String, _ columns: [String], _ rows: [Row], isFolded: Bool, row: (Row) -> [String]
  ) {
    guard !rows.isEmpty else { return }
    text += isFolded ? "<details>\n<summary>\(title)</summary>\n\n" : "### \(title)\n\n"
    let head = "| \(columns.joined(separator: " | ")) |\n|\(String(repeating: "---|", count: columns.count))\n"
    var listed = 0
    for entry in rows {
      let line = "| \(row(entry).joined(separator: " | ")) |\n"
      let start = listed == 0 ? head : ""
      guard text.utf8.count + start.utf8.count + line.utf8.count + Self.reserve <= limit else { break }
      text += start + line
      listed += 1
    }
    let rest = rows.count - listed
    if rest > 0 {
      text += listed == 0 ? "" : "\n"
      text += "\(rest) \(listed == 0 ? "" : "more ")of these \(rest == 1 ? "is" : "are") left out, "
      text += "because there is no room for more; the JSON report has all.\n"
    }
    text += isFolded ? "\n</details>\n\n" : "\n"
  }
}
