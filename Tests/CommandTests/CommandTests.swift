import Foundation
import TestSupport
import Testing

/// The built binary, as a script or a person calls it.
@Suite struct CommandTests {
  private static let web = "fixtures/terraform/minimal-web/plan.json"

  @Test func exitStatusesMeanWhatTheHelpSays() throws {
    #expect(try Command.run([Self.web]).status == 1)
    #expect(try Command.run([Self.web, "--rules", "aws-vpc-flow-logs", "--fail-on", "high"]).status == 0)
    #expect(try Command.run([Self.web, "--rules", "aws-vpc-flow-logs", "--fail-on", "medium"]).status == 1)
    #expect(try Command.run(["fixtures/terraform/missing.json"]).status == 2)
    #expect(try Command.run([]).status == 2)
    #expect(try Command.run([Self.web, "--no-such-option"]).status == 2)
    #expect(try Command.run([Self.web, "--format", "nothing"]).status == 2)
    #expect(try Command.run([Self.web, "--fail-on", "nothing"]).status == 2)
    #expect(try Command.run([Self.web, "--standard", "9"]).status == 2)
    #expect(try Command.run([Self.web, "--profile", "nothing"]).status == 2)
    #expect(try Command.run(["--help"]).status == 0)
    #expect(try Command.run(["--version"]).status == 0)
  }

  @Test func undecidedResultsFailTheRunOnlyWhenAskedTo() throws {
    let plan = "fixtures/terraform/unknown-values/plan.json"
    let rule = ["--rules", "aws-vpc-flow-logs"]
    #expect(try Command.run([plan] + rule).status == 0)
    #expect(try Command.run([plan] + rule + ["--fail-on-indeterminate"]).status == 1)
  }

  @Test func badInputBeatsFailures() throws {
    let run = try Command.run([Self.web, "fixtures/malformed/truncated-plan.json"])
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errorText.contains("truncated-plan.json"))
  }

  @Test func anIncompletePlanIsAssessedOnlyWhenAskedFor() throws {
    let plan = "fixtures/terraform/errored/plan.json"
    let refused = try Command.run([plan])
    #expect(refused.status == 2 && refused.output.isEmpty)
    #expect(refused.errorText.contains("--allow-incomplete"))
    let allowed = try Command.run([plan, "--allow-incomplete"])
    #expect(allowed.status == 1)
    #expect(allowed.outputText.contains("only a part"))
  }

  @Test(arguments: ["fixtures/terraform/no-resources/plan.json", "fixtures/terraform/other-provider/plan.json"])
  func anInputThatNoRuleLooksAtIsNotCalledClean(_ plan: String) throws {
    let run = try Command.run([plan])
    #expect(run.outputText.contains("Nothing was assessed"))
    #expect(!run.outputText.contains("No failure"))
    #expect(!run.outputText.contains("passed"))
  }

  @Test func standardInputIsReadForADash() throws {
    let bytes = try Project.bytes(Project.path(Self.web))
    let piped = try Command.run(["-", "--format", "json"], input: bytes)
    #expect(piped.status == 1)
    let report = try JSONTree(piped.output)
    #expect(report["inputs"]?[0]?["name"]?.string == "-")
    let manifests = try Command.run(
      ["-"], input: Array("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: true}\n".utf8))
    #expect(manifests.status == 1)
    for empty in ["", "  \n", "{}", "null"] {
      let run = try Command.run(["-"], input: Array(empty.utf8))
      #expect(run.status == 2 && run.output.isEmpty && run.errorText.hasPrefix("-"), "\(empty): \(run.errorText)")
    }
  }

  @Test func severalInputsAndFoldersAreOneAssessment() throws {
    let run = try Command.run([Self.web, "fixtures/kubernetes/payments-compliant", "--format", "json"])
    let inputs = try JSONTree(run.output)["inputs"]?.elements ?? []
    #expect(inputs.count >= 2)
    #expect(Set(inputs.compactMap { $0["kind"]?.string }) == ["terraform-plan", "kubernetes"])
  }

  @Test func aFolderOfOtherThingsIsRefusedAndOtherFilesInItAreNamed() throws {
    let folder = try TemporaryFolder()
    #expect(try Command.run([folder.path]).status == 2)
    try folder.write("package.json", #"{"name": "x"}"#)
    try folder.write("plan.json", try Project.bytes(Project.path(Self.web)))
    let run = try Command.run([folder.path])
    #expect(run.status == 1)
    #expect(run.errorText.contains("package.json") && run.errorText.contains("skipped"))
    try folder.write("broken.yaml", "a: [")
    #expect(try Command.run([folder.path]).status == 2)
  }

  @Test func aReportToAFileIsWrittenWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/report.json"
    let run = try Command.run([Self.web, "--format", "json", "--output", file])
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(try JSONTree(try Project.bytes(file))["schemaVersion"] != nil)
    try folder.write("report.json", "before")
    #expect(try Command.run(["fixtures/malformed/empty.json", "--format", "json", "--output", file]).status == 2)
    #expect(try Project.text(file) == "before")
    #expect(try Command.run([Self.web, "--format", "json", "--output", file]).status == 1)
    #expect(try Project.text(file) != "before")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.json"])
    let missing = try Command.run([Self.web, "--output", "\(folder.path)/no/such/folder/report.txt"])
    #expect(missing.status == 2 && missing.errorText.contains("cannot be written"))
    #expect(try Command.run([Self.web, "--output", folder.path]).status == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.json"])
  }

  @Test func aReportThatCannotBeWrittenWholeIsNoSuccess() throws {
    guard Project.exists("/dev/full") else { return }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      "'\(Command.binary)' '\(Project.path("fixtures/terraform/no-resources/plan.json"))' > /dev/full 2> /dev/null",
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
  }

  @Test func aReaderThatGoesAwayEndsTheRunQuietly() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = [
      "-c",
      "set -o pipefail; '\(Command.binary)' '\(Project.path("fixtures/terraform/card-platform-noncompliant/plan.json"))' --format json | head -c 10 > /dev/null",
    ]
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    process.waitUntilExit()
    #expect([1, 2].contains(process.terminationStatus))
  }

  @Test func coloursAreForTerminalsAndForThoseWhoAsk() throws {
    let escape = "\u{1B}["
    #expect(try !Command.run([Self.web]).outputText.contains(escape))
    #expect(try Command.run([Self.web, "--color", "always"]).outputText.contains(escape))
    #expect(try Command.run([Self.web], environment: ["FORCE_COLOR": "1"]).outputText.contains(escape))
    #expect(
      try !Command.run([Self.web], environment: ["FORCE_COLOR": "1", "NO_COLOR": "1"]).outputText.contains(escape))
    #expect(
      try !Command.run([Self.web, "--color", "never"], environment: ["FORCE_COLOR": "1"]).outputText.contains(escape))
    let folder = try TemporaryFolder()
    _ = try Command.run([Self.web, "--color", "always", "--output", "\(folder.path)/r.txt"])
    #expect(try !Project.text("\(folder.path)/r.txt").contains(escape))
  }

  @Test(arguments: ["terminal", "json"])
  func theBytesAreTheSameWhateverTheHashSeed(_ format: String) throws {
    for input in [Self.web, "fixtures/terraform/unknown-values/plan.json", "fixtures/kubernetes/payments-noncompliant"]
    {
      let arguments = [input, "--format", format, "--verbose"]
      let first = try Command.run(arguments, environment: ["SWIFT_DETERMINISTIC_HASHING": "1"])
      let second = try Command.run(arguments)
      let third = try Command.run(arguments, environment: ["LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"])
      #expect(first.output == second.output && second.output == third.output, "\(input)")
      #expect(first.errors == second.errors)
    }
  }

  @Test func completionsAreMadeForEveryShell() throws {
    for shell in ["bash", "zsh", "fish"] {
      let run = try Command.run(["--generate-completion-script", shell])
      #expect(run.status == 0 && run.outputText.contains("pcicheck"), "\(shell)")
    }
  }

  @Test func rulesAreListedAndFiltered() throws {
    let all = try JSONTree(try Command.run(["rules", "--format", "json"]).output).elements
    #expect(all.count >= 30)
    for rule in all {
      #expect(Set(rule.members.map(\.name)) == ["id", "title", "severity", "types", "aliases", "requirements"])
      #expect(rule["types"]?.elements.isEmpty == false || rule["id"] != nil)
    }
    let high = try JSONTree(try Command.run(["rules", "--severity", "high", "--format", "json"]).output).elements
    #expect(!high.isEmpty && high.allSatisfy { $0["severity"]?.string == "high" })
    let vpc = try JSONTree(try Command.run(["rules", "--type", "aws_vpc", "--format", "json"]).output).elements
    #expect(!vpc.isEmpty && vpc.allSatisfy { $0["types"]?.elements.contains(.string("aws_vpc")) == true })
    let ten = try JSONTree(try Command.run(["rules", "--requirement", "10", "--format", "json"]).output).elements
    #expect(!ten.isEmpty && ten.count < all.count)
    #expect(try Command.run(["rules"]).outputText.contains("aws-vpc-flow-logs"))
    #expect(try Command.run(["rules", "--format", "csv"]).status == 2)
  }

  @Test func aRuleIsExplainedByWhateverName() throws {
    for name in ["aws-vpc-flow-logs", "CKV2_AWS_11", "ec2.6"] {
      let run = try Command.run(["explain", name])
      #expect(run.status == 0)
      for word in ["Why", "Requirements", "What to do", "Examples", "aws_flow_log"] {
        #expect(run.outputText.contains(word), "\(name): \(word)")
      }
    }
    let unknown = try Command.run(["explain", "aws-vpc-flow-log"])
    #expect(unknown.status == 2 && unknown.errorText.contains("aws-vpc-flow-logs"))
  }

  @Test func requirementsAreListedForBothVersionsOfTheStandard() throws {
    #expect(try Command.run(["requirements"]).outputText.contains("10.2.1"))
    #expect(try Command.run(["requirements", "--standard", "3.2.1"]).status == 0)
    #expect(try Command.run(["requirements", "--coverage"]).outputText.contains("aws-vpc-flow-logs"))
  }

  @Test func theExamplesOfARuleAreRunOnRequest() throws {
    let run = try Command.run(["test", "--rules", "aws-vpc-flow-logs", "--verbose"])
    #expect(run.status == 0 && run.outputText.contains("0 failed"))
  }

  @Test func theUsersOwnRulesAreUsedAndTheirMistakesShown() throws {
    let folder = try TemporaryFolder()
    try folder.write("own.yaml", "id: own\ntitel: x\n")
    let run = try Command.run([Self.web, "--policies", folder.path])
    #expect(run.status == 2 && run.output.isEmpty)
    #expect(run.errorText.contains("own.yaml:2:") && run.errorText.contains("did you mean `title`"))
    #expect(try Command.run([Self.web, "--policies", "\(folder.path)/missing"]).status == 2)
  }

  @Test func aSavedPlanIsShownByTerraform() throws {
    let folder = try TemporaryFolder()
    let program = try folder.write("terraform", "#!/bin/sh\ncat '\(Project.path(Self.web))'\n")
    let broken = try folder.write("broken", "#!/bin/sh\necho 'no such provider' >&2\nexit 1\n")
    for path in [program, broken] {
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    let plan = "fixtures/malformed/plan-binary.json"
    #expect(try Command.run([plan, "--terraform", program]).status == 1)
    let failed = try Command.run([plan, "--terraform", broken])
    #expect(
      failed.status == 2 && failed.errorText.contains("no such provider")
        && failed.errorText.contains("plan-binary.json"))
    let none = try Command.run([plan], environment: ["PATH": folder.path + "/empty"])
    #expect(none.status == 2 && none.errorText.contains("--terraform"))
    #expect(try Command.run(["-"], input: try Project.bytes(Project.path(plan))).status == 2)
  }

  @Test func secretsAreNotOnStandardErrorEither() throws {
    for input in ["fixtures/terraform/sensitive-values/plan.json", "fixtures/kubernetes/payments-noncompliant"] {
      let run = try Command.run([input, "--verbose"])
      #expect(!run.errorText.contains("CANARY") && !run.outputText.contains("CANARY"))
    }
  }
}

/// Every file of `fixtures/malformed`: refused by name, without a report.
@Suite struct MalformedTests {
  /// Files that are unusual but mean something (fixtures/malformed/README.md).
  private static let usable: Set<String> = [
    "after-unknown-true.json", "configuration-cycle-like.json", "containers-map.yaml", "format-version-1.99.json",
    "format-version-missing.json", "mode-unknown.json", "cloudformation.json",
  ]

  /// Streams with documents beside the broken one, which are checked and reported all the same.
  private static let partlyUsable: Set<String> = [
    "alias-across-documents.yaml", "alias-undefined.yaml", "duplicate-keys-merge.yaml", "list-items-null.yaml",
    "second-document-broken.yaml",
  ]

  private static let files = Project.files(in: Project.fixture("malformed")).filter { !$0.hasSuffix(".md") }

  @Test(arguments: files)
  func isRefusedByNameWithoutAReport(_ path: String) throws {
    let name = String(path.split(separator: "/").last ?? "")
    let run = try Command.run(["fixtures/malformed/\(name)"])
    if Self.usable.contains(name) {
      #expect(run.status == 0 || run.status == 1, "\(run.errorText)")
      #expect(run.errorText.isEmpty)
      return
    }
    #expect(run.status == 2, "\(run.outputText)")
    #expect(run.output.isEmpty != Self.partlyUsable.contains(name))
    #expect(run.errorText.hasPrefix("fixtures/malformed/\(name)"))
    #expect(run.errorText.contains(": error: "))
    #expect(!run.errorText.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(run.errorText.split(separator: "\n").count <= 4, "\(run.errorText)")
  }
}
