import TestSupport
import Testing

/// `pcicheck explain FINDING --plan PLAN`.
@Suite struct ExplainTests {
  private static let web = "fixtures/terraform/minimal-web/plan.json"

  private func explained(_ arguments: [String], plan: String = web) throws -> String {
    let run = try Command.run(["explain"] + arguments + ["--plan", plan])
    #expect(run.status == 0, "\(run.errorText)")
    return run.outputText
  }

  @Test func everyFindingIsExplainedByItsID() throws {
    let report = try JSONTree(try Command.run([Self.web, "--format", "json"]).output)
    let findings = (report["observations"]?.elements ?? []).filter { $0["fingerprint"]?.string != nil }
    #expect(findings.count > 8)
    for finding in findings.prefix(6) {
      let text = try explained([String((finding["fingerprint"]?.string ?? "").prefix(12))])
      #expect(text.contains(finding["address"]?.string ?? "?"))
      #expect(text.contains(finding["rule"]?.string ?? "?"))
      #expect(text.contains("finding \(finding["fingerprint"]?.string ?? "?")"))
    }
  }

  @Test func theTreeHasValuesAndWhatSettledThem() throws {
    let text = try explained(["aws-rds-not-public", "aws_db_instance.orders"])
    #expect(text.contains("Passes when"))
    #expect(text.contains("resource.publicly_accessible = true"))
    #expect(text.contains("publicly_accessible = false\n"), "what to write")
  }

  @Test func passesAndUndecidedResultsAreExplained() throws {
    let report = try JSONTree(try Command.run([Self.web, "--format", "json"]).output)
    for verdict in ["pass", "indeterminate"] {
      let found = (report["observations"]?.elements ?? []).first {
        $0["verdict"]?.string == verdict && $0["address"]?.string != "plan"
      }
      let entry = try #require(found)
      let text = try explained([entry["rule"]?.string ?? "", entry["address"]?.string ?? ""])
      #expect(text.contains(verdict == "pass" ? "passes" : "is undecided"))
      if verdict == "indeterminate" { #expect(text.contains("= unknown")) }
    }
  }

  @Test func whatWasNotEvaluatedSaysSo() throws {
    let text = try explained(["aws-rds-storage-encrypted", "aws_db_instance.orders"])
    #expect(text.contains("← decides") || text.contains("not evaluated"))
    #expect(text.contains("What was followed"))
  }

  @Test func mistakesSayWhatToDo() throws {
    for (arguments, words) in [
      (["000000000000", "--plan", Self.web], "no finding of the input has the id"),
      (["aws-rds-not-public", "aws_db_instance.order", "--plan", Self.web], "did you mean `aws_db_instance.orders`"),
      (["aws-rds-not-public", "aws_s3_bucket.receipts", "--plan", Self.web], "lists the types that it looks at"),
      (["aws-rds-not-public", "--plan", Self.web], "expected a finding's id"),
      (["aws-rds-not-public", "aws_db_instance.orders"], "--plan is missing"),
      (["aws-rds-not-publc", "aws_db_instance.orders", "--plan", Self.web], "did you mean `aws-rds-not-public`"),
    ] {
      let run = try Command.run(["explain"] + arguments)
      #expect(run.status == 2)
      #expect(run.errorText.contains(words), "\(arguments): \(run.errorText)")
      #expect(run.output.isEmpty)
    }
  }
}
