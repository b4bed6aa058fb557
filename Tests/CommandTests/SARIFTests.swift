import TestSupport
import Testing

/// SARIF as code-scanning services read it.
@Suite struct SARIFTests {
  private static let folder = "fixtures/terraform/card-platform-noncompliant"

  private func results(_ arguments: [String]) throws -> [JSONTree] {
    let run = try Command.run(arguments + ["--format", "sarif"])
    let report = try JSONTree(run.output)
    #expect(report["version"]?.string == "2.1.0")
    let results = report["runs"]?.elements.first?["results"]?.elements ?? []
    let rules = report["runs"]?.elements.first?["tool"]?["driver"]?["rules"]?.elements ?? []
    #expect(!results.isEmpty)
    for result in results {
      let index = Int(result["ruleIndex"]?.number ?? -1)
      #expect(rules.indices.contains(index) && rules[index]["id"]?.string == result["ruleId"]?.string)
    }
    return results
  }

  private func place(_ result: JSONTree) -> (file: String, line: Double) {
    let location = result["locations"]?.elements.first?["physicalLocation"]
    return (
      location?["artifactLocation"]?["uri"]?.string ?? "", location?["region"]?["startLine"]?.number ?? 0
    )
  }

  @Test func findingsPointAtTheSource() throws {
    let results = try results(["\(Self.folder)/plan.json", "--source", Self.folder])
    #expect(results.allSatisfy { ["fail", "open"].contains($0["kind"]?.string) })
    let trail = try #require(
      results.first {
        $0["ruleId"]?.string == "aws-cloudtrail-log-validation" && $0["kind"]?.string == "fail"
      })
    let (file, line) = place(trail)
    let lines = try Project.text(Project.path(file)).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[Int(line) - 1].contains("enable_log_file_validation"), "\(file):\(line)")
    #expect(results.contains { $0["relatedLocations"]?.elements.isEmpty == false }, "calls of modules are shown")
  }

  @Test func everythingElseComesWhenItIsAskedFor() throws {
    let kinds = Set(try results(["\(Self.folder)/plan.json", "--verbose"]).compactMap { $0["kind"]?.string })
    #expect(kinds.isSuperset(of: ["fail", "pass", "notApplicable"]))
  }

  @Test func undecidedResultsAreOpenAndHaveNoLevel() throws {
    let open = try results(["fixtures/terraform/unknown-values/plan.json"]).filter { $0["kind"]?.string == "open" }
    #expect(!open.isEmpty && open.allSatisfy { $0["level"]?.string == "none" })
    #expect(open.allSatisfy { place($0).line == 1 && place($0).file.hasSuffix("plan.json") })
  }
}
