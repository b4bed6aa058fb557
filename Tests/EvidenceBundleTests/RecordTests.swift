import Assessments
import Foundation
import PCICheckKit
import Rules
import TestSupport
import Testing

/// A record says all that the assessment said, in its order.
@Suite struct RecordTests {
  private static let inputs = [
    "terraform/minimal-web/plan.json", "terraform/hostile-strings/plan.json", "terraform/sensitive-values/plan.json",
    "terraform/nested-modules-for-each/plan.json", "terraform/references/plan.json",
    "terraform/card-platform-noncompliant/plan.json", "kubernetes/payments-noncompliant",
  ]

  /// An observation as texts that have everything in them.
  private static func text(_ entry: Observation) -> [String] {
    let evidence = entry.evidence
    var texts = [entry.rule, entry.verdict.rawValue, entry.address, entry.type, entry.zone ?? "-", entry.message]
    texts.append("input \(entry.input ?? -1)")
    texts.append(entry.block?.description ?? "-")
    texts += evidence.unknowns
    for read in evidence.relations {
      texts += ["relation", read.name, read.from, read.to ?? "-", read.via, read.resolution?.rawValue ?? "-"]
      texts += read.through + [read.doubt ?? "-"]
    }
    for step in evidence.path {
      texts += ["step", step.role, step.element, step.address ?? "-", step.attribute ?? "-", step.pointer ?? "-"]
      texts += [step.source ?? "-", step.note ?? "-"]
    }
    for read in evidence.reads {
      texts += [
        "read", read.address, read.path, text(read.value), read.pointer ?? "-", read.source?.description ?? "-",
      ]
      texts += [read.assumed?.source ?? "-", read.assumed?.because ?? "-"]
      texts.append(read.position.map { "\($0.line):\($0.column)" } ?? "-")
    }
    return texts
  }

  private static func text(_ value: EvidenceValue) -> String {
    switch value {
    case .json(let text): "json \(text)"
    case .absent: "absent"
    case .redacted(let digest): "redacted \(digest ?? "-")"
    case .unknown(let cause, let detail): "unknown \(cause) \(detail)"
    }
  }

  private static func assess(_ inputs: [String]) throws -> Assessment {
    var options = PCICheck.Options(policies: try PCICheck.Policies(folders: [], builtIn: true))
    options.detail = .bundle
    return try PCICheck(options: options).run(inputs).assessment
  }

  private static func expectSame(_ assessment: Assessment) throws {
    let bytes = AssessmentRecord.encode(assessment, EvidenceTables(assessment), toolVersion: "test")
    let read = try AssessmentRecord.decode(bytes, name: "assessment.json")
    #expect(read.observations.count == assessment.observations.count)
    for (left, right) in zip(assessment.observations, read.observations) {
      let (before, after) = (text(left), text(right))
      guard before == after else {
        let difference = zip(before, after).first { $0 != $1 }
        Issue.record("\(left.rule) \(left.address): \(difference?.0 ?? "more"), read as \(difference?.1 ?? "or less")")
        return
      }
    }
  }

  @Test(arguments: inputs) func nothingIsLost(_ input: String) throws {
    let assessment = try Self.assess([Project.path("fixtures/\(input)")])
    #expect(!assessment.observations.isEmpty)
    try Self.expectSame(assessment)
  }

  @Test func severalInputsWithTheSameAddressesStayApart() throws {
    let plan = Project.path("fixtures/terraform/minimal-web/plan.json")
    try Self.expectSame(try Self.assess([plan, Project.path("fixtures/terraform/minimal-web-fixed/plan.json")]))
  }

  /// Modules that are called many times share their evidence, whatever their names look like.
  @Test func modulesShareWhatIsSaidOfThem() throws {
    let folder = try TemporaryFolder()
    let modules = ["module.a[0]", "module.a[1]", "module.b[\"x.y\"].module.c", "module.b[\"./z\"]", ""]
    let changes = modules.map { module in
      let name = module.replacingOccurrences(of: "\"", with: "\\\"")
      return """
        {"address":"\(name.isEmpty ? "" : name + ".")aws_vpc.n","mode":"managed","type":"aws_vpc","name":"n",
         \(name.isEmpty ? "" : "\"module_address\":\"\(name)\",")
         "change":{"actions":["create"],"before":null,"after":{"instance_tenancy":"default"},"after_unknown":{},
         "before_sensitive":false,"after_sensitive":{}}}
        """
    }
    let plan = try folder.write(
      "plan.json",
      "{\"format_version\":\"1.2\",\"resource_changes\":[\(changes.joined(separator: ","))],\"configuration\":{\"root_module\":{}}}"
    )
    let assessment = try Self.assess([plan])
    try Self.expectSame(assessment)
    let record = try JSONTree(AssessmentRecord.encode(assessment, EvidenceTables(assessment), toolVersion: "test"))
    let most = record["observations"]?.elements.map { $0["resources"]?.elements.count ?? 0 }.max()
    #expect(most == modules.count)
  }
}
