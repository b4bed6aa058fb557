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
    let head = "| \(columns.joined(separator: " | ")) |\n|\(String(repeating: "---|", count: columns.count))\n"
    parts(title, rows, head: head, isFolded: isFolded) { "| \(row($0).joined(separator: " | ")) |\n" }
  }

  /// Adds parts of any form, each in whole or not at all, as far as there is room.
  mutating func parts<Part>(
    _ title: String, _ parts: [Part], head: String = "", isFolded: Bool, part: (Part) -> String
  ) {
    guard !parts.isEmpty else { return }
    text += isFolded ? "<details>\n<summary>\(title)</summary>\n\n" : "### \(title)\n\n"
    var listed = 0
    for entry in parts {
      let next = (listed == 0 ? head : "") + part(entry)
      guard text.utf8.count + next.utf8.count + Self.reserve <= limit else { break }
      text += next
      listed += 1
    }
    let rest = parts.count - listed
    if rest > 0 {
      text += listed == 0 ? "" : "\n"
      text += "\(rest) \(listed == 0 ? "" : "more ")of these \(rest == 1 ? "is" : "are") left out, "
      text += "because there is no room for more; the JSON report has all.\n"
    }
    text += isFolded ? "\n</details>\n\n" : "\n"
  }
}
