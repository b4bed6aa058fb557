import Diagnostics
import Documents
import ZipArchive

/// A spreadsheet (Office Open XML, ECMA-376) of plain cells: every text is an inline string, which no program computes.
public enum Workbook {
  /// The most that a cell may hold, in UTF-16 units.
  private static let longestCell = 32_767
  /// The most rows of a sheet.
  private static let mostRows = 1_048_576

  /// - Throws: an error if the workbook would be larger than ZIP allows.
  public static func render(_ tables: [ReportTable]) throws(ZipError) -> [UInt8] {
    var archive = ZipWriter()
    try archive.add("[Content_Types].xml", contentTypes(tables.count))
    try archive.add("_rels/.rels", Array(packageRelations.utf8))
    try archive.add("xl/workbook.xml", workbook(tables))
    try archive.add("xl/_rels/workbook.xml.rels", relations(tables.count))
    try archive.add("xl/styles.xml", Array(styles.utf8))
    for (index, table) in tables.enumerated() { try archive.add("xl/worksheets/sheet\(index + 1).xml", sheet(table)) }
    return archive.finish()
  }

  private static let head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let documentRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let packageNamespace = "http://schemas.openxmlformats.org/package/2006"

  private static let packageRelations =
    head + "<Relationships xmlns=\"\(packageNamespace)/relationships\">"
    + "<Relationship Id=\"rId1\" Type=\"\(documentRelations)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"

  /// Two styles: plain, and bold for the first row.
  private static let styles =
    head + "<styleSheet xmlns=\"\(main)\"><fonts count=\"2\"><font><sz val=\"10\"/><name val=\"Calibri\"/></font>"
    + "<font><b/><sz val=\"10\"/><name val=\"Calibri\"/></font></fonts>"
    + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill>"
    + "</fills><borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    + "<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/></cellXfs></styleSheet>"

  private static func contentTypes(_ sheets: Int) -> [UInt8] {
    let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    var text = head + "<Types xmlns=\"\(packageNamespace)/content-types\">"
    text += "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    text += "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    text += "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(type).sheet.main+xml\"/>"
    text += "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(type).styles+xml\"/>"
    for number in 1...max(1, sheets) {
      text += "<Override PartName=\"/xl/worksheets/sheet\(number).xml\" ContentType=\"\(type).worksheet+xml\"/>"
    }
    return Array((text + "</Types>").utf8)
  }

  private static func workbook(_ tables: [ReportTable]) -> [UInt8] {
    var text = head + "<workbook xmlns=\"\(main)\" xmlns:r=\"\(documentRelations)\"><sheets>"
    for (index, table) in tables.enumerated() {
      text += "<sheet name=\"\(table.name)\" sheetId=\"\(index + 1)\" r:id=\"rId\(index + 1)\"/>"
    }
    return Array((text + "</sheets></workbook>").utf8)
  }

  private static func relations(_ sheets: Int) -> [UInt8] {
    var text = head + "<Relationships xmlns=\"\(packageNamespace)/relationships\">"
    for number in 1...max(1, sheets) {
      text +=
        "<Relationship Id=\"rId\(number)\" Type=\"\(documentRelations)/worksheet\" Target=\"worksheets/sheet\(number).xml\"/>"
    }
    text += "<Relationship Id=\"rId\(sheets + 1)\" Type=\"\(documentRelations)/styles\" Target=\"styles.xml\"/>"
    return Array((text + "</Relationships>").utf8)
  }

  private static func sheet(_ table: ReportTable) -> [UInt8] {
    var bytes = Array(
      (head + "<worksheet xmlns=\"\(main)\"><sheetViews><sheetView workbookViewId=\"0\">"
        + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
        + "<cols>").utf8)
    for (index, name) in table.columns.enumerated() {
      bytes += Array("<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width(name))\" customWidth=\"1\"/>".utf8)
    }
    bytes += Array("</cols><sheetData>".utf8)
    row(table.columns.map { .text($0) }, number: 1, isHead: true, to: &bytes)
    for (index, cells) in table.rows.prefix(mostRows - 1).enumerated() {
      row(cells, number: index + 2, isHead: false, to: &bytes)
    }
    bytes += Array("</sheetData><autoFilter ref=\"A1:\(column(table.columns.count - 1))1\"/></worksheet>".utf8)
    return bytes
  }

  private static func width(_ name: String) -> Int {
    switch name {
    case "title", "address", "rule", "rules": 45
    case "message", "evidence supports", "remains for the assessor": 80
    default: 14
    }
  }

  private static func row(_ cells: [ReportTable.Cell], number: Int, isHead: Bool, to bytes: inout [UInt8]) {
    bytes += Array("<row r=\"\(number)\">".utf8)
    for (index, cell) in cells.enumerated() {
      let place = "r=\"\(column(index))\(number)\"\(isHead ? " s=\"1\"" : "")"
      switch cell {
      case .number(let value): bytes += Array("<c \(place)><v>\(value)</v></c>".utf8)
      case .text(let text) where text.isEmpty: continue
      case .text(let text):
        bytes += Array("<c \(place) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(text))</t></is></c>".utf8)
      }
    }
    bytes += Array("</row>".utf8)
  }

  /// `A`, `B`, ... `Z`, `AA`.
  private static func column(_ index: Int) -> String {
    let letter = String(UnicodeScalar(UInt8(65 + index % 26)))
    return index < 26 ? letter : column(index / 26 - 1) + letter
  }

  private static func escaped(_ text: String) -> String { markupEscaped(cut(safeText(text, limit: .max))) }

  private static func cut(_ text: String) -> String {
    guard text.utf16.count > longestCell else { return text }
    return String(decoding: text.utf16.prefix(longestCell - 1), as: UTF16.self) + "…"
  }
}
