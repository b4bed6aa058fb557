import Fuzzing
import TestSupport
import Testing

/// What must hold of every plan. Quick samples; `PCICHECK_LONG_TESTS=1` runs all.
@Suite struct PropertyTests {
  private static let cut = [
    "terraform/minimal-web/plan.json", "terraform/state/state.json", "terraform/errored/plan.json",
    "network/public-instance/plan.json",
  ]

  @Test(.disabled(if: LongRun.isOn)) func plansThatAreCutShortAreRefused() throws {
    for name in Self.cut {
      let findings = try Truncations.findings(try Project.bytes(Project.fixture(name)), name: name, count: 60)
      #expect(findings.tried == 60)
      #expect(findings.problems.isEmpty, "\(findings.problems.prefix(3))")
    }
  }

  @Test func theCommandRefusesAPlanThatIsCutShort() throws {
    let folder = try TemporaryFolder()
    let plan = try Project.bytes(Project.fixture("terraform/minimal-web/plan.json"))
    for length in [1, 1_000, plan.count / 2, plan.count - 3] {
      let path = try folder.write("plan.json", Array(plan[..<length]))
      let run = try Command.run([path, "--format", "json"])
      #expect(run.status == 2 && run.output.isEmpty)
      #expect(run.errorText.contains("\(path):") && run.errorText.contains("help: "), "\(run.errorText)")
    }
  }

  @Test(.disabled(if: LongRun.isOn)) func whatIsForgottenOfAnExampleTurnsNoVerdictRound() throws {
    let findings = try ForgottenExamples.findings(part: (3, 60))
    #expect(findings.tried > 20)
    #expect(findings.problems.isEmpty, "\(findings.problems.prefix(5))")
  }

  @Test(
    .disabled(if: LongRun.isOn),
    arguments: ["minimal-web", "minimal-web-fixed", "unknown-values", "update-replace-delete", "security-groups-world"])
  func whatIsForgottenOfAPlanTurnsNoVerdictRound(_ name: String) throws {
    let bytes = try Project.bytes(Project.fixture("terraform/\(name)/plan.json"))
    let findings = try ForgottenArguments.findings(bytes, name: name, rounds: 3)
    #expect(findings.tried == 3)
    #expect(findings.problems.isEmpty, "\(findings.problems.prefix(5))")
  }

  @Test(.disabled(if: LongRun.isOn)) func removingASecuritySettingCuresNothing() throws {
    let name = "minimal-web-fixed"
    let bytes = try Project.bytes(Project.fixture("terraform/\(name)/plan.json"))
    let settings = try RemovedSettings.settings(bytes, sample: 16)
    #expect(settings.count > 2)
    let findings = try RemovedSettings.findings(bytes, name: name, settings, rounds: 1, steps: 6)
    #expect(findings.problems.isEmpty, "\(findings.problems.prefix(5))")
  }

  @Test(.enabled(if: LongRun.isOn, "takes many minutes: PCICHECK_LONG_TESTS=1"))
  func everyPropertyHoldsOfAllFixturesAndTheWholePack() throws {
    #expect(try PropertyRun.run([]))
  }
}
