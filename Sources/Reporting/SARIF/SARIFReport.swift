import Assessments
import Diagnostics
import Documents
import ResourceGraph
import Rules

/// SARIF 2.1.0 (OASIS, 27 March 2020), as code-scanning services read it: failures and what is undecided; everything
/// else if all is asked for.
public enum SARIFReport: ReportFormat {
  public static let name = "sarif"

  public static func evidence(verbose: Bool) -> EvidenceDemand { verbose ? .all : .findings(perRule: .max) }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    let results = assessment.observations.filter { options.verbose || $0.isFinding }
    var places: [String: Int] = [:]
    var rules: [RuleSubject] = []
    for result in results where places[result.rule] == nil {
      places[result.rule] = rules.count
      rules.append(result.subject)
    }
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      writer.member("version", "2.1.0")
      writer.name("runs")
      writer.array { writer in
        writer.object { writer in
          tool(rules, options, &writer)
          invocations(assessment, options, &writer)
          writer.name("automationDetails")
          // Services tell runs apart by it: the inputs of two runs in one repository are mostly two workspaces.
          writer.object {
            $0.member("id", "pcicheck/\(assessment.inputs.map { options.paths.name($0.name) }.joined(separator: ","))/")
          }
          writer.member("columnKind", "unicodeCodePoints")
          writer.name("results")
          writer.array { writer in
            for result in results { self.result(result, places[result.rule] ?? 0, assessment, options, &writer) }
          }
        }
      }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func tool(_ rules: [RuleSubject], _ options: ReportOptions, _ writer: inout JSONWriter) {
    writer.name("tool")
    writer.object { writer in
      writer.name("driver")
      writer.object { writer in
        writer.member("name", "pcicheck")
        writer.member("semanticVersion", options.toolVersion)
        writer.name("rules")
        writer.array { writer in for rule in rules { descriptor(rule, &writer) } }
      }
    }
  }

  private static func descriptor(_ rule: RuleSubject, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("id", rule.rule)
      text("shortDescription", rule.title, &writer)
      text("fullDescription", rule.title, &writer)
      text("help", rule.remediation, &writer)
      writer.name("defaultConfiguration")
      writer.object { writer in writer.member("level", level(rule.severity)) }
      writer.name("properties")
      writer.object { writer in
        writer.member("security-severity", securitySeverity(rule.severity))
        writer.member("tags", ["security"] + rule.requirements.map { "\($0.standard)/\($0.version)/\($0.id)" })
      }
    }
  }

  private static func invocations(_ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter) {
    writer.name("invocations")
    writer.array { writer in
      writer.object { writer in
        writer.member("executionSuccessful", options.exitStatus != .notAssessed)
        writer.member("exitCode", Int(options.exitStatus.rawValue))
        writer.name("toolExecutionNotifications")
        writer.array { writer in
          for diagnostic in assessment.diagnostics { notification(diagnostic, options, &writer) }
        }
      }
    }
  }

  private static func notification(_ diagnostic: Diagnostic, _ options: ReportOptions, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("level", diagnostic.severity.rawValue)
      text("message", diagnostic.message, &writer)
      guard let location = diagnostic.location else { return }
      writer.name("locations")
      writer.array { writer in
        writer.object { writer in
          SARIFLocation(
            FindingPlace(file: location.file, line: location.line, column: location.column, options.paths)
          ).write(to: &writer)
        }
      }
    }
  }

  private static func result(
    _ result: Observation, _ rule: Int, _ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("ruleId", result.rule)
      writer.member("ruleIndex", rule)
      writer.member("kind", kind(result.verdict))
      writer.member("level", result.verdict == .fail ? level(result.severity) : "none")
      text("message", result.message.isEmpty ? result.title : result.message, &writer)
      locations(result, assessment, options, &writer)
      if let fingerprint = assessment.fingerprint(of: result) {
        writer.name("partialFingerprints")
        writer.object { writer in
          writer.member("pcicheckFinding/v1", fingerprint)
          // The one that GitHub reads; findings on one line of a plan would otherwise be one.
          writer.member("primaryLocationLineHash", "\(fingerprint.prefix(16)):1")
        }
      }
      if let waiver = result.waiver { suppression(waiver, &writer) }
      if assessment.comparesStates || assessment.baseline != nil, result.isFinding {
        writer.member("baselineState", baselineState(result))
      }
      properties(result, assessment, options, &writer)
    }
  }

  private static func properties(
    _ result: Observation, _ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter
  ) {
    let fix = assessment.fix(of: result)
    guard fix != nil || result.isFinding else { return }
    writer.name("properties")
    writer.object { writer in
      // `fixes` (section 3.55) are replacements of exact regions; hints are text for people.
      writer.member("fix", fix.map(FixWords.text))
      guard result.isFinding else { return }
      writer.member("gate", FindingStanding(result, options).reason(result, options) ?? "fails the run")
      writer.member("change", assessment.comparesStates ? result.change?.sentence : nil)
    }
  }

  private static func locations(
    _ result: Observation, _ assessment: Assessment, _ options: ReportOptions, _ writer: inout JSONWriter
  ) {
    writer.name("locations")
    writer.array { writer in
      writer.object { writer in
        SARIFLocation(FindingPlace(result, assessment, options.paths)).write(to: &writer)
        writer.name("logicalLocations")
        writer.array { writer in
          writer.object { writer in
            writer.member("fullyQualifiedName", result.address)
            writer.member("kind", "resource")
          }
        }
      }
    }
    guard let calls = result.source?.calls, !calls.isEmpty else { return }
    writer.name("relatedLocations")
    writer.array { writer in
      for call in calls {
        writer.object { writer in
          text("message", "the module is called here", &writer)
          SARIFLocation(FindingPlace(file: call.file, line: call.line, column: call.column, options.paths))
            .write(to: &writer)
        }
      }
    }
  }

  private static func suppression(_ waiver: Waiver, _ writer: inout JSONWriter) {
    writer.name("suppressions")
    writer.array { writer in
      writer.object { writer in
        writer.member("kind", "external")
        writer.member("status", "accepted")
        writer.member("justification", "\(waiver.reason) (\(waiver.kind.rawValue), until \(waiver.expires.text))")
      }
    }
  }

  private static func text(_ name: String, _ text: String, _ writer: inout JSONWriter) {
    writer.name(name)
    // Readers make a link of `[text](target)` (section 3.11.6).
    writer.object { writer in writer.member("text", text.replacing("](", with: "] (")) }
  }

  /// Section 3.27.9: what could not be decided is open.
  private static func kind(_ verdict: Verdict) -> String {
    switch verdict {
    case .pass: "pass"
    case .fail: "fail"
    case .indeterminate: "open"
    case .notApplicable: "notApplicable"
    }
  }

  private static func level(_ severity: Severity) -> String {
    switch severity {
    case .critical, .high: "error"
    case .medium: "warning"
    case .low: "note"
    }
  }

  /// The middle of the ranges by which GitHub's code scanning names severities.
  private static func securitySeverity(_ severity: Severity) -> String {
    switch severity {
    case .critical: "9.5"
    case .high: "8.0"
    case .medium: "5.5"
    case .low: "2.0"
    }
  }

  private static func baselineState(_ result: Observation) -> String {
    if result.isInBaseline { return "unchanged" }
    switch result.change?.status {
    case .introduced, nil: return "new"
    case .touched: return "updated"
    case .preExisting: return "unchanged"
    }
  }
}
