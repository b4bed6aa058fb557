/// A simple page of tables in the style of the report, for other modules.
public struct ReportPage {
  private var page: HTMLPage

  public init(title: String) {
    page = HTMLPage(title: title)
    page.raw("<main id=\"main\">\n")
  }

  public mutating func heading(_ text: String) { page.raw("<h1>\(escaped(text))</h1>\n") }

  /// A heading with the number of rows, and the rows if there are any; the first cell of each names it.
  public mutating func table(_ title: String, _ columns: [String], _ rows: [[String]]) {
    page.raw("<section><h2>\(escaped(title)) (\(rows.count))</h2>\n")
    if rows.isEmpty {
      page.raw("<p class=\"soft\">None.</p>\n")
    } else {
      page.raw("<div class=\"wide\"><table><caption>\(escaped(title))</caption><thead><tr>")
      for column in columns { page.raw("<th scope=\"col\">\(escaped(column))</th>") }
      page.raw("</tr></thead><tbody>\n")
      for row in rows {
        page.raw("<tr>")
        for (index, cell) in row.enumerated() {
          page.raw(index == 0 ? "<th scope=\"row\">\(escaped(cell))</th>" : "<td>\(escaped(cell))</td>")
        }
        page.raw("</tr>\n")
      }
      page.raw("</tbody></table></div>\n")
    }
    page.raw("</section>\n")
  }

  public consuming func finish() -> [UInt8] {
    page.raw("</main>\n")
    return page.finish()
  }
}
