import Assessments

/// The assessment results in NIST's OSCAL.
public enum OSCALReport: ReportFormat {
  public static let name = "oscal"
  public static let needsDetail = true

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    OSCALResults(context: context(assessment, options)).bytes
  }

  /// All documents of an assessment, by file name: results, plan, and a catalog for each version of the standard.
  public static func documents(_ assessment: Assessment, _ options: ReportOptions) -> [(name: String, bytes: [UInt8])] {
    let context = context(assessment, options)
    let catalogs = assessment.standards.map { standard in
      (
        "catalog-\(standard.standard)-\(standard.version).json",
        OSCALCatalog(context: context, standard: standard).bytes
      )
    }
    return [
      ("assessment-results.json", OSCALResults(context: context).bytes),
      ("assessment-plan.json", OSCALPlan(context: context).bytes),
    ] + catalogs
  }

  private static func context(_ assessment: Assessment, _ options: ReportOptions) -> OSCALContext {
    OSCALContext(
      assessment: assessment, created: options.created ?? Instant(seconds: 0), toolVersion: options.toolVersion)
  }
}
