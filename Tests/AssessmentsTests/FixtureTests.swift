import Diagnostics
import Foundation
import PCICheckKit
import TestSupport
import Testing

/// What holds for every report on every fixture.
@Suite struct FixtureTests {
  private static let inputs: [String] =
    Project.plans + [
      Project.fixture("terraform/state/state.json"), Project.fixture("kubernetes/payments-noncompliant"),
      Project.fixture("kubernetes/payments-compliant"),
    ]

  @Test(arguments: Project.plans)
  func pointersOfTheEvidenceLeadToTheValuesInThePlan(_ path: String) throws {
    let plan = try JSONTree(try Project.bytes(path))
    let report = try Graphs.report([path])
    var resolved = 0
    for observation in report["observations"]?.elements ?? [] {
      for read in observation["evidence"]?["attributes"]?.elements ?? [] {
        guard let pointer = read["pointer"]?.string else {
          #expect(
            read["state"]?.string == "absent" || read["assumed"] != nil || read["state"]?.string == "unknown", "\(read)"
          )
          continue
        }
        guard let value = plan.at(pointer: pointer) else {
          Issue.record("\(path): \(pointer) leads nowhere")
          continue
        }
        resolved += 1
        switch read["state"]?.string {
        case "known":
          if let shown = read["value"], Self.isWhole(shown) {
            #expect(value.means(shown), "\(pointer): \(value) is not \(shown)")
          }
        case "absent": #expect(value.isNull, "\(pointer)")
        case "unknown": #expect(value == .bool(true), "\(pointer)")
        default: break
        }
      }
    }
    if report["observations"]?.elements.isEmpty == false { #expect(resolved > 0) }
  }

  /// Whether nothing was cut or hidden.
  private static func isWhole(_ value: JSONTree) -> Bool {
    switch value {
    case .string(let text):
      !text.hasSuffix("…") && !text.contains("(sensitive)") && !text.contains("(secret)")
        && !text.contains("(card number)") && !text.contains("(known after apply)")
    case .array(let elements): elements.allSatisfy(isWhole)
    case .object(let members): members.allSatisfy { $0.name != "…" && isWhole($0.value) }
    default: true
    }
  }

  @Test func evidenceOfManifestsHasLines() throws {
    let report = try Graphs.report([Project.fixture("kubernetes/payments-noncompliant")])
    let reads = (report["observations"]?.elements ?? []).flatMap { $0["evidence"]?["attributes"]?.elements ?? [] }
    #expect(!reads.isEmpty)
    for read in reads { #expect(read["line"]?.number ?? 0 > 0 && read["pointer"] == nil) }
  }

  @Test(arguments: inputs)
  func everyVerdictHasItsEvidenceAndItsSentence(_ path: String) throws {
    let report = try Graphs.report([path])
    for observation in report["observations"]?.elements ?? [] {
      let verdict = observation["verdict"]?.string
      #expect(observation["message"]?.string?.isEmpty == false)
      #expect((observation["remediation"] != nil) == (verdict == "fail"))
      if verdict == "indeterminate" {
        #expect(observation["evidence"]?["unknowns"]?.elements.isEmpty == false, "\(path) \(observation)")
      }
    }
  }

  @Test(arguments: inputs)
  func countsOfTheSummaryAreThoseOfTheObservations(_ path: String) throws {
    let report = try Graphs.report([path])
    let verdicts = (report["observations"]?.elements ?? []).compactMap { $0["verdict"]?.string }
    for verdict in ["pass", "fail", "indeterminate", "not-applicable"] {
      #expect(report["summary"]?[verdict]?.number == Double(verdicts.count { $0 == verdict }))
    }
  }

  @Test func whatTheMinimalShopGetsIsWhatItsReadmeSays() throws {
    let report = try Graphs.report([Project.fixture("terraform/minimal-web/plan.json")])
    func verdict(_ rule: String, _ address: String) -> String? {
      report["observations"]?.elements.first { $0["rule"]?.string == rule && $0["address"]?.string == address }?[
        "verdict"]?.string
    }
    #expect(verdict("aws-vpc-flow-logs", "aws_vpc.shop") == "fail")
    #expect(verdict("aws-sg-no-world-ssh", "aws_security_group.web") == "fail")
    #expect(verdict("aws-sg-no-world-ssh", "aws_security_group.database") == "pass")
  }

  @Test func resourcesThatGoAwayAreNotAssessed() throws {
    let report = try Graphs.report([Project.fixture("terraform/update-replace-delete/plan.json")])
    let addresses = Set((report["observations"]?.elements ?? []).compactMap { $0["address"]?.string })
    for gone in [
      "aws_flow_log.main", "aws_security_group.old_admin", "aws_sns_topic.kept_by_hand", "aws_dynamodb_table.tokens[1]",
    ] {
      #expect(!addresses.contains(gone))
    }
    let flow = report["observations"]?.elements.filter { $0["rule"]?.string == "aws-vpc-flow-logs" } ?? []
    #expect(flow.first { $0["address"]?.string == "aws_vpc.main" }?["verdict"]?.string == "fail")
    #expect(flow.first { $0["address"]?.string == "aws_vpc.legacy" }?["verdict"]?.string == "pass")
  }

  @Test func anErroredPlanIsAssessedOnlyWhenAskedForAndNothingPassesByAbsence() throws {
    let path = Project.fixture("terraform/errored/plan.json")
    #expect(throws: (any Error).self) { try Graphs.assess([path], allowIncomplete: false) }
    let report = try Graphs.report([path])
    #expect(report["inputs"]?[0]?["complete"]?.bool == false)
    let vpc = report["observations"]?.elements.first { $0["rule"]?.string == "aws-vpc-flow-logs" }
    #expect(vpc?["verdict"]?.string == "indeterminate")
  }
}

/// Nothing secret gets out.
@Suite struct CanaryTests {
  private static func canaries(_ path: String) throws -> [String] {
    try Project.text(path).split(separator: "\n").map(String.init)
  }

  /// A secret in clear, in base64 at each offset, and in hexadecimal.
  private static func forms(_ canary: String) -> [String] {
    let bytes = Array(canary.utf8)
    var forms = [canary, canary.lowercased(), bytes.map { String($0, radix: 16) }.joined()]
    for shift in 0..<3 {
      let text = Data([UInt8](repeating: 0x20, count: shift) + bytes).base64EncodedString()
      // The first and last characters depend on what stands beside the secret.
      forms.append(String(text.dropFirst(4).dropLast(4)))
    }
    return forms
  }

  @Test(arguments: ["terraform/sensitive-values", "kubernetes/payments-noncompliant"])
  func noReportHoldsASecretInAnyForm(_ fixture: String) throws {
    let folder = Project.fixture(fixture)
    let canaries = try Self.canaries("\(folder)/canaries.txt")
    #expect(canaries.count >= 5)
    let input = Project.exists("\(folder)/plan.json") ? "\(folder)/plan.json" : folder
    let (check, result) = try Graphs.assess([input])
    var outputs = PCICheck.formatNames.map {
      ($0, check.report(result, format: $0, color: false, width: 100, verbose: true))
    }
    let diagnostics = result.assessment.diagnostics.map { "\($0.message) \($0.help ?? "") \($0.excerpt?.line ?? "")" }
    outputs.append(("diagnostics", Array(diagnostics.joined(separator: "\n").utf8)))
    for (format, bytes) in outputs {
      let text = String(decoding: bytes, as: UTF8.self)
      for canary in canaries {
        for form in Self.forms(canary) { #expect(!text.contains(form), "\(format) holds \(form)") }
      }
      #expect(!text.contains("CANARY"), "\(format)")
    }
  }
}

/// Inputs made to attack whoever reads the report.
@Suite struct HostileTests {
  private static let inputs = Project.files(in: Project.fixture("hostile")).filter { !$0.hasSuffix(".md") }

  /// A plan that contradicts itself may be refused, in words that carry nothing of it to the terminal.
  private static func unlessRefused<Value>(_ body: () throws -> Value) throws -> Value? {
    do {
      return try body()
    } catch let refusal as Diagnostic {
      #expect(refusal.message.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
      return nil
    }
  }

  @Test(arguments: inputs + [Project.fixture("terraform/hostile-strings/plan.json")])
  func noReportPassesTheAttackOn(_ path: String) throws {
    guard let (check, result) = try Self.unlessRefused({ try Graphs.assess([path]) }) else { return }
    for format in PCICheck.formatNames {
      let text = String(
        decoding: check.report(result, format: format, color: false, width: 100, verbose: true), as: UTF8.self)
      // Rows of CSV end in a carriage return and a line feed (RFC 4180, section 2).
      let lines = format == "csv" ? text.replacingOccurrences(of: "\r\n", with: "\n") : text
      for scalar in lines.unicodeScalars where scalar != "\n" {
        let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
        let isBidi =
          [0x061C, 0x200E, 0x200F].contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
          || (0x2066...0x2069).contains(scalar.value)
        #expect(!isControl && !isBidi, "\(format): U+\(String(scalar.value, radix: 16))")
        if isControl || isBidi { return }
      }
      #expect(text.utf8.count < 8_000_000, "\(format)")
    }
  }

  @Test(arguments: inputs.filter { $0.hasSuffix(".json") })
  func everyResourceIsCounted(_ path: String) throws {
    let plan = try JSONTree(try Project.bytes(path))
    let changes = (plan["resource_changes"]?.elements ?? []).filter {
      $0["mode"]?.string != "data" && $0["change"]?["after"]?.isNull == false
    }
    guard let report = try Self.unlessRefused({ try Graphs.report([path]) }) else { return }
    #expect(report["summary"]?["resources"]?.number == Double(changes.count))
    let topics = Set(changes.filter { $0["type"]?.string == "aws_sns_topic" }.compactMap { $0["address"]?.string })
    let failed = Set(
      (report["observations"]?.elements ?? []).filter {
        $0["verdict"]?.string == "fail" && $0["type"]?.string == "aws_sns_topic"
      }
      .compactMap { $0["address"]?.string })
    #expect(failed == topics, "\(topics.subtracting(failed).sorted().prefix(3))")
  }
}
