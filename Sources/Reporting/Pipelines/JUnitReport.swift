import Assessments
import Diagnostics
import Rules

/// JUnit XML, as the strictest of its readers wants it (junit-10.xsd of Jenkins' xUnit plugin): a suite for each rule, a
/// case for each resource.
///
/// A `failure` is what fails the run. What fails or is undecided and does not is `skipped`, with the reason: it did not
/// pass. What a rule does not apply to is left out.
public enum JUnitReport: ReportFormat {
  public static let name = "junit"

  /// Passes are named, not explained.
  public static func evidence(verbose: Bool) -> EvidenceDemand { .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    var suites: [Suite] = []
    var places: [String: Int] = [:]
    let tellsChanges = assessment.tellsChanges
    for observation in assessment.observations where observation.verdict != .notApplicable {
      if places[observation.rule] == nil {
        places[observation.rule] = suites.count
        suites.append(Suite(observation.subject, assessment.ruleSet.standardVersion))
      }
      if let place = places[observation.rule] {
        suites[place].add(observation, assessment, options, tellsChanges: tellsChanges)
      }
    }
    if let problems = Suite(problems: assessment) { suites.insert(problems, at: 0) }
    let totals = suites.reduce(into: Counts()) { $0.add($1.counts) }
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites name=\"pcicheck\" tests=\"\(totals.tests)\" failures=\"\(totals.failures)\" "
    text += "errors=\"\(totals.errors)\" time=\"0\">\n"
    for suite in suites { text += suite.text }
    return Array((text + "</testsuites>\n").utf8)
  }

  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    mutating func add(_ other: Counts) {
      tests += other.tests
      failures += other.failures
      errors += other.errors
      skipped += other.skipped
    }
  }

  private struct Suite {
    private let name: String
    private let properties: [(name: String, value: String)]
    private var cases = ""
    /// How often a resource of a name came: readers tell cases apart by their names alone.
    private var names: [String: Int] = [:]
    private(set) var counts = Counts()

    init(_ rule: RuleSubject, _ version: String) {
      name = rule.rule
      properties = [
        ("title", rule.title), ("severity", rule.severity.rawValue),
        ("pci-dss-\(version)", rule.requirements.map(\.id).joined(separator: " ")),
      ]
    }

    /// What kept things from being assessed; nil if nothing did.
    init?(problems assessment: Assessment) {
      name = "pcicheck"
      properties = []
      for problem in assessment.diagnostics where problem.severity == .error {
        counts.errors += 1
        let place = problem.location.map { "\($0.description): " } ?? ""
        add("not assessed \(counts.errors)", "error", message: place + problem.message, lines: [problem.help ?? ""])
      }
      if assessment.observations.isEmpty {
        counts.skipped += 1
        add("inputs", "skipped", message: "nothing was assessed: no resource in the input that a rule looks at")
      }
      guard counts.tests > 0 else { return nil }
    }

    mutating func add(
      _ observation: Observation, _ assessment: Assessment, _ options: ReportOptions, tellsChanges: Bool
    ) {
      let name = name(of: observation, assessment)
      guard observation.isFinding else {
        counts.tests += 1
        cases += "    <testcase classname=\"\(xml(observation.rule))\" name=\"\(xml(name))\" time=\"0\"/>\n"
        return
      }
      let finding = ReportedFinding(observation, assessment, options, tellsChanges: tellsChanges)
      var lines = [finding.place.text, observation.title, finding.requirements ?? "", finding.change ?? ""]
      if let reason = finding.standing.reason(observation, options) {
        counts.skipped += 1
        let message = finding.isUndecided ? finding.message : "fails, and \(reason): \(finding.message)"
        return add(name, "skipped", type: observation.verdict.rawValue, message: message, lines: lines)
      }
      counts.failures += 1
      lines.append(observation.remediation)
      if let hint = assessment.fix(of: observation) {
        lines += FixWords.text(hint).split(separator: "\n").map(String.init)
      }
      add(name, "failure", type: observation.severity.rawValue, message: finding.message, lines: lines)
    }

    private mutating func name(of observation: Observation, _ assessment: Assessment) -> String {
      names[observation.address, default: 0] += 1
      guard let count = names[observation.address], count > 1 else { return observation.address }
      let input = observation.input.map { assessment.inputs[$0].name } ?? ""
      return "\(observation.address) (\(input), \(count))"
    }

    private mutating func add(
      _ name: String, _ outcome: String, type: String? = nil, message: String, lines: [String] = []
    ) {
      counts.tests += 1
      let type = type.map { "type=\"\($0)\" " } ?? ""
      let body = lines.filter { !$0.isEmpty }.map(xml).joined(separator: "\n")
      cases += "    <testcase classname=\"\(xml(self.name))\" name=\"\(xml(name))\" time=\"0\">\n"
      cases += "      <\(outcome) \(type)message=\"\(xml(message))\">\(body)</\(outcome)>\n    </testcase>\n"
    }

    var text: String {
      var text = "  <testsuite name=\"\(xml(name))\" tests=\"\(counts.tests)\" failures=\"\(counts.failures)\" "
      text += "errors=\"\(counts.errors)\" skipped=\"\(counts.skipped)\" time=\"0\">\n"
      if !properties.isEmpty {
        text += "    <properties>\n"
        for property in properties {
          text += "      <property name=\"\(xml(property.name))\" value=\"\(xml(property.value))\"/>\n"
        }
        text += "    </properties>\n"
      }
      return text + cases + "  </testsuite>\n"
    }
  }

  /// A text with nothing that XML 1.0 does not have (section 2.2) and nothing that it takes for markup.
  private static func xml(_ text: String) -> String {
    let shown = safeText(text, limit: 4_000)
    guard shown.unicodeScalars.contains(where: { $0.value == 0xFFFE || $0.value == 0xFFFF }) else {
      return markupEscaped(shown)
    }
    var scalars = String.UnicodeScalarView()
    for scalar in shown.unicodeScalars {
      scalars.append(scalar.value == 0xFFFE || scalar.value == 0xFFFF ? "\u{FFFD}" : scalar)
    }
    return markupEscaped(String(scalars))
  }
}
