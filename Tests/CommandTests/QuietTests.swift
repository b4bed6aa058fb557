import TestSupport
import Testing

/// Commands that say little, and errors that say what to do.
@Suite struct QuietTests {
  private static let web = "fixtures/terraform/minimal-web/plan.json"

  @Test func quietIsOneLine() throws {
    let run = try Command.run([Self.web, "--quiet"])
    #expect(run.status == 1)
    #expect(run.outputText.hasPrefix("pcicheck: failed: "))
    #expect(run.outputText.split(separator: "\n").count == 1)
    #expect(run.errors.isEmpty)
    let report = try Command.run([Self.web, "--quiet", "--format", "json"])
    #expect(try JSONTree(report.output)["observations"] != nil, "a format that was asked for stays whole")
  }

  @Test func nothingMovesWhereThereIsNoTerminal() throws {
    let run = try Command.run([Self.web], environment: ["TERM": "xterm", "FORCE_COLOR": "1"])
    #expect(run.errors.isEmpty)
  }

  @Test(arguments: [
    (["chek", web], "did you mean `pcicheck check`"),
    ([web, "--format", "jsn"], "did you mean `json`"),
    ([web, "--formt", "json"], "Did you mean '--format'"),
    (["fixtures/terraform/minimal-web/main.tf"], "terraform plan -out=tfplan"),
    (["verify", "nothing.zip"], "--bundle evidence.zip"),
    (["rules", "--type", "aws_db_instanc"], "did you mean `aws_db_instance`"),
    (["rules", "--requirement", "99.9"], "`pcicheck requirements` lists them"),
  ])
  func mistakesSayWhatToDo(_ arguments: [String], _ words: String) throws {
    let run = try Command.run(arguments)
    #expect(run.errorText.contains(words), "\(run.errorText)")
  }
}
