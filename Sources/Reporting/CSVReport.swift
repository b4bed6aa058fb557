import Assessments

/// The findings as comma-separated values.
public enum CSVReport: ReportFormat {
  public static let name = "csv"

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    LogCommands.defused(FindingsCSV(assessment).bytes)
  }
}
