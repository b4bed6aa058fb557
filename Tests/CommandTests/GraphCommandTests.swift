import TestSupport
import Testing

/// `pcicheck graph` in its three formats.
@Suite struct GraphCommandTests {
  private static let plan = "fixtures/terraform/references/plan.json"
  private static let source = ["--source", "fixtures/terraform/references"]
  private static let flowLog = #"module.network["cards"].aws_flow_log.this[0]"#

  private func edges(_ arguments: [String]) throws -> [String] {
    let run = try Command.run(["graph", Self.plan, "--format", "json"] + arguments)
    #expect(run.status == 0, "\(run.errorText)")
    return (try JSONTree(run.output)["edges"]?.elements ?? []).map {
      "\($0["from"]?.string ?? "").\($0["attribute"]?.string ?? "") \($0["to"]?.string ?? "?") "
        + ($0["resolution"]?.string ?? "")
    }
  }

  @Test func edgesSayHowTheyWereResolved() throws {
    let vpc = #"module.network["cards"].aws_vpc.this[0]"#
    #expect(try edges([]).contains("\(Self.flowLog).vpc_id \(vpc) inferred"))
    let exact = try edges(Self.source)
    #expect(exact.contains("\(Self.flowLog).vpc_id \(vpc) configuration"))
    #expect(exact.allSatisfy { !$0.hasSuffix("inferred") && !$0.hasSuffix("possible") }, "\(exact)")
  }

  @Test func aroundAResourceIsWhatIsNearIt() throws {
    let run = try Command.run(["graph", Self.plan, "--format", "json", "--around", Self.flowLog] + Self.source)
    let found = (try JSONTree(run.output)["resources"]?.elements ?? []).compactMap { $0["address"]?.string }
    let near = ["aws_cloudwatch_log_group.flow", "aws_flow_log.this[0]", "aws_iam_role.flow", "aws_vpc.this[0]"]
    #expect(found == near.map { #"module.network["cards"].\#($0)"# })
    let unknown = try Command.run(["graph", Self.plan, "--around", "aws_s3_bucket.recorks"])
    #expect(unknown.status == 2 && unknown.errorText.contains("did you mean `aws_s3_bucket.records`?"))
  }

  @Test func theJSONFitsItsSchema() throws {
    let schema = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/graph.schema.json"))))
    for plan in [Self.plan, "fixtures/hostile/markdown-and-diagrams.json", "fixtures/kubernetes/payments-compliant"] {
      let report = try JSONTree(try Command.run(["graph", plan, "--format", "json"]).output)
      #expect(schema.problems(report).isEmpty, "\(plan): \(schema.problems(report))")
    }
  }

  @Test func picturesHoldNothingThatTheirLanguagesTakeForTheirOwn() throws {
    for plan in ["fixtures/hostile/markdown-and-diagrams.json", "fixtures/terraform/hostile-strings/plan.json"] {
      let dot = try Command.run(["graph", plan]).outputText
      for line in dot.split(separator: "\n") where line.contains("label=") {
        let text = line.replacing("\\\\", with: "").replacing("\\\"", with: "")
        #expect(text.count { $0 == "\"" }.isMultiple(of: 2), "\(line)")
      }
      let mermaid = try Command.run(["graph", plan, "--format", "mermaid"]).outputText
      for line in mermaid.split(separator: "\n").dropFirst(2) {
        for part in line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        where part.offset % 2 == 1 {
          #expect(!part.element.contains { "<>{}[]()`|%".contains($0) }, "\(line)")
        }
      }
    }
  }
}
