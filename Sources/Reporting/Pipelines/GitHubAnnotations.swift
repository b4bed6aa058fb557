import Assessments
import Diagnostics

/// Workflow commands of GitHub Actions (docs.github.com/actions/reference/workflow-commands-for-github-actions), which
/// show findings beside the lines of a pull request.
public enum GitHubAnnotations: ReportFormat {
  public static let name = "github"

  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    Annotations(assessment, options).log(command)
  }

  private static func command(_ annotation: Annotation) -> String {
    var properties: [String] = []
    if let place = annotation.place {
      properties.append("file=\(property(place.file))")
      if let line = place.line { properties.append("line=\(line)") }
      if let column = place.column { properties.append("col=\(column)") }
    }
    properties.append("title=\(property(annotation.title))")
    return "::\(annotation.level.rawValue) \(properties.joined(separator: ","))::\(escaped(annotation.message))"
  }

  /// What the runner decodes in a message.
  private static func escaped(_ text: String) -> String {
    replace(text, ["%": "%25", "\r": "%0D", "\n": "%0A"])
  }

  /// What the runner decodes in a property.
  private static func property(_ text: String) -> String {
    replace(safeText(text), ["%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"])
  }
}

/// Puts a text in the place of each of some characters.
func replace(_ text: String, _ replacements: [Unicode.Scalar: String]) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    if let replacement = replacements[scalar] {
      result += replacement
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}
