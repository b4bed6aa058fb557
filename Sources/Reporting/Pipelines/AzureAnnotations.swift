import Assessments
import Diagnostics

/// Logging commands of Azure Pipelines (learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands), which show
/// findings in a run's summary.
public enum AzureAnnotations: ReportFormat {
  public static let name = "azure"

  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    Annotations(assessment, options).log(command)
  }

  private static func command(_ annotation: Annotation) -> String {
    var properties = ["type=\(annotation.level.rawValue)"]
    if let place = annotation.place {
      properties.append("sourcepath=\(property(place.file))")
      if let line = place.line { properties.append("linenumber=\(line)") }
      if let column = place.column { properties.append("columnnumber=\(column)") }
    }
    if let rule = annotation.rule { properties.append("code=\(property(rule))") }
    // The summary shows one line.
    let message = annotation.message.split(separator: "\n").joined(separator: " · ")
    return "##vso[task.logissue \(properties.joined(separator: ";"))]\(escaped(message))"
  }

  private static func escaped(_ text: String) -> String {
    replace(text, ["%": "%AZP25", "\r": "%0D", "\n": "%0A"])
  }

  private static func property(_ text: String) -> String {
    replace(safeText(text), ["%": "%AZP25", "\r": "%0D", "\n": "%0A", ";": "%3B", "]": "%5D"])
  }
}
