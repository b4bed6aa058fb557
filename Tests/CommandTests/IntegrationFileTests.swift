import Foundation
import TestSupport
import Testing

/// The script of the GitHub action, run as a runner runs it. The other files for CI systems are held against their
/// systems' schemas by `.ci/consumers`.
@Suite struct IntegrationFileTests {
  private static let script = Project.path("integrations/github/check.sh")

  private struct Step {
    let status: Int32
    let outputs: [String: String]
    let log: String
  }

  /// Runs the action's step in a folder of a workspace.
  private func step(_ inputs: [String: String], in folder: String, of workspace: TemporaryFolder) throws -> Step {
    let outputs = try workspace.write("outputs", "")
    let log = try workspace.write("log", "")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["bash", Self.script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let variables = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "GITHUB_ACTIONS": "true",
      "GITHUB_OUTPUT": outputs, "GITHUB_STEP_SUMMARY": "\(workspace.path)/summary.md",
      "GITHUB_WORKSPACE": workspace.path, "PCICHECK_PROGRAM": Command.binary,
    ].merging(inputs) { _, new in new }
    process.environment = Command.environment(variables)
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try process.run()
    process.waitUntilExit()
    let lines = try Project.text(outputs).split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1) }
    return Step(
      status: process.terminationStatus,
      outputs: Dictionary(uniqueKeysWithValues: lines.map { (String($0[0]), String($0[1])) }),
      log: try Project.text(log))
  }

  @Test func theActionSetsItsOutputsAndFailsForFailures() throws {
    let workspace = try TemporaryFolder()
    let plan = try Project.bytes(Project.path("fixtures/terraform/minimal-web/plan.json"))
    try workspace.write("infra/plan.json", plan)
    let step = try step(
      ["PCICHECK_PLAN": "plan.json\n", "PCICHECK_FAIL_ON": "high"], in: "\(workspace.path)/infra", of: workspace)
    #expect(step.status == 1)
    #expect(
      step.outputs == [
        "status": "1", "sarif": "infra/pcicheck.sarif", "json": "infra/pcicheck.json",
        "comment": "infra/pcicheck-comment.md",
      ])
    for path in step.outputs.filter({ $0.key != "status" }).values {
      #expect(Project.exists("\(workspace.path)/\(path)"))
    }
    #expect(step.log.contains("FAIL critical") && step.log.contains("\n::error "))
    #expect(try Project.text("\(workspace.path)/summary.md").contains("from severity high"))
  }

  @Test func whatCannotBeAssessedIsNoSuccess() throws {
    let workspace = try TemporaryFolder()
    try workspace.write("pcicheck.json", "of an earlier step")
    let step = try step(["PCICHECK_PLAN": "missing.json"], in: workspace.path, of: workspace)
    #expect(step.status == 2 && step.outputs == ["status": "2"])
    let program = try self.step(
      ["PCICHECK_PLAN": "x", "PCICHECK_PROGRAM": "no-such-program"], in: workspace.path, of: workspace)
    #expect(program.status == 2 && program.log.contains("::error::pcicheck is not there"))
  }

  @Test func inputsAreNeverCommandsOrOptions() throws {
    let workspace = try TemporaryFolder()
    for plan in ["$(touch made)", "`touch made`", "x; touch made", "--version", "--help"] {
      let step = try step(["PCICHECK_PLAN": plan], in: workspace.path, of: workspace)
      #expect(step.status == 2, "\(plan)")
    }
    #expect(!Project.exists("\(workspace.path)/made"))
  }
}
