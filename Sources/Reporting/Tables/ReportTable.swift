/// Rows and columns of an assessment, for CSV files and spreadsheets.
public struct ReportTable: Sendable {
  /// What a sheet is called.
  public let name: String
  public let columns: [String]
  public let rows: [[Cell]]

  public enum Cell: Sendable, Equatable {
    case text(String)
    case number(Int)

    var text: String {
      switch self {
      case .text(let text): text
      case .number(let number): String(number)
      }
    }
  }
}
