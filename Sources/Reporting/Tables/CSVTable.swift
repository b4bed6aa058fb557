import Diagnostics

/// Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.
public enum CSVTable {
  public static func render(_ table: ReportTable) -> [UInt8] {
    var bytes: [UInt8] = []
    line(table.columns.map { .text($0) }, to: &bytes)
    for row in table.rows { line(row, to: &bytes) }
    return bytes
  }

  private static func line(_ cells: [ReportTable.Cell], to bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .number(let number): bytes.append(contentsOf: String(number).utf8)
      case .text(let text): append(text, to: &bytes)
      }
    }
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let isPlain = text.utf8.allSatisfy { byte in
      byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ",")
    }
    let safe = isPlain ? text : safeText(text, limit: .max)
    let starts = safe.unicodeScalars.first.map { isFormula($0) } ?? false
    guard !isPlain || starts else { return bytes.append(contentsOf: safe.utf8) }
    bytes.append(UInt8(ascii: "\""))
    // Spreadsheets compute what begins like a formula; the apostrophe makes it a text.
    if starts { bytes.append(UInt8(ascii: "'")) }
    for byte in safe.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// `=`, `+`, `-`, `@`, and their full-width forms. Control characters are escaped and do not come here.
  private static func isFormula(_ scalar: Unicode.Scalar) -> Bool {
    ["=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\t", "\r"].contains(scalar)
  }
}
