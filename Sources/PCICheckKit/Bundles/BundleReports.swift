import Assessments
import Diagnostics
import Documents
import EvidenceBundle
import Reporting
import ZipArchive

/// Reports made again from bundles.
public enum BundleReports {
  /// What `--format` can be.
  public static let formats = ["html", "csv", "xlsx", "oscal", "md"]

  /// - Throws: a diagnostic for what is no bundle, or one that was altered.
  public static func render(_ path: String, format: String) throws(Diagnostic) -> [UInt8] {
    let bundle = try BundleVerification.open(path)
    let assessment = try bundle.assessment()
    let manifest = try bundle.manifest()
    var options = ReportOptions(toolVersion: manifest.toolVersion, exitStatus: .passed)
    options.created = manifest.created
    switch format {
    case "html": return HTMLReport.render(assessment, options)
    case "csv": return CSVReport.render(assessment, options)
    case "oscal": return OSCALReport.render(assessment, options)
    case "md": return MarkdownSummary.render(assessment, options)
    default: return try workbook(assessment)
    }
  }

  private static func workbook(_ assessment: Assessment) throws(Diagnostic) -> [UInt8] {
    let tables = AssessmentTables(assessment)
    do throws(ZipError) {
      return try Workbook.render([tables.requirements, tables.population, tables.findings])
    } catch {
      throw Diagnostic(.error, "the spreadsheet cannot be written: it \(error.message)", help: "use --format csv")
    }
  }

  /// What changed between two bundles.
  public static func compare(_ old: String, _ new: String) throws(Diagnostic) -> BundleComparison {
    BundleComparison(
      try BundleVerification.open(old).assessment(), try BundleVerification.open(new).assessment())
  }
}
