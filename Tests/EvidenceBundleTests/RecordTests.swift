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

  /// An observation as a text that has everything in it.
  private static func text(_ entry: Observation) -> [String] {
    let evidence = entry.evidence
    return [
      "\(entry.rule) \(entry.verdict) \(entry.address) \(entry.type) \(entry.input ?? -1) \(entry.zone ?? "-")",
      entry.message, "\(entry.block.map { "\($0)" } ?? "-")", "\(evidence.relations)", "\(evidence.unknowns)",
      "\(evidence.path)",
    ]
      + evidence.reads.map { read in
        "\(read.address) \(read.path) \(read.value) \(read.pointer ?? "-") \(String(describing: read.position)) "
          + "\(String(describing: read.source)) \(String(describing: read.assumed))"
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
      if before != after {
        Issue.record("\(zip(before, after).first { $0 != $1 }.map { "\($0)\n\($1)" } ?? "more or fewer reads")")
        return
      }
    }
    // What was read back is written as it was.
    #expect(AssessmentRecord.encode(read, EvidenceTables(read), toolVersion: "test").count > 0)
    let again = try AssessmentRecord.decode(
      AssessmentRecord.encode(read, EvidenceTables(read), toolVersion: "test"), name: "again.json")
    #expect(again.observations.map(text) == read.observations.map(text))
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
    let modules = [
      "module.a[0].", "module.a[1].", "module.b[\"x.y\"].module.c.", "module.b[\"./z\"].", "./", "=", "", "module.",
    ]
    let changes = modules.map { module in
      let address = (try? JSONEncoder().encode("\(module)aws_vpc.n")).map { String(decoding: $0, as: UTF8.self) } ?? ""
      return """
        {"address":\(address),"mode":"managed","type":"aws_vpc","name":"n",
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
