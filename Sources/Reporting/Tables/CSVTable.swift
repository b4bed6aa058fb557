import Diagnostics

/// Comma-separated values (RFC 4180) that are safe to open in a spreadsheet.
public enum CSVTable {
  public static func render(_ table: ReportTable) -> [UInt8] {
    var bytes: [UInt8] = []
    line(table.columns.map { .text($0) }, to: &bytes)
    for row in table.rows { line(row, to: &bytes) }
    return bytes
  }

  static func line(_ cells: [ReportTable.Cell], to bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      append(cell, to: &bytes)
    }
    endLine(&bytes)
  }

  static func endLine(_ bytes: inout [UInt8]) {
    bytes.append(0x0D)
    bytes.append(0x0A)
  }

  /// Appends one cell, without the comma that divides it from others.
  static func append(_ cell: ReportTable.Cell, to bytes: inout [UInt8]) {
    switch cell {
    case .number(let number): bytes.append(contentsOf: String(number).utf8)
    case .text(let text): append(text, to: &bytes)
    }
  }

  static func append(_ text: String, to bytes: inout [UInt8]) {
    var text = text
    if text.withUTF8({ appendPlain($0, to: &bytes) }) { return }
    let safe = safeText(text, limit: .max)
    let starts = safe.unicodeScalars.first.map { isFormula($0) } ?? false
    bytes.append(UInt8(ascii: "\""))
    // Spreadsheets compute what begins like a formula; the apostrophe makes it a text.
    if starts { bytes.append(UInt8(ascii: "'")) }
    for byte in safe.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a text that needs no quotes; others are left.
  private static func appendPlain(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) -> Bool {
    if let first = text.first, isFormula(Unicode.Scalar(first)) { return false }
    for byte in text where byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",") {
      return false
    }
    bytes.append(contentsOf: text)
    return true
  }

  /// `=`, `+`, `-`, `@`, and their full-width forms. Control characters are escaped and do not come here.
  private static func isFormula(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}", "\t", "\r": true
    default: false
    }
  }
}
