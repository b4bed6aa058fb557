import ArgumentParser
import PCICheckKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule: why, what it checks, what to do, examples.")

  @Argument(help: "A rule's id, or another tool's id for the same control (CKV_AWS_16, RDS.3).")
  var rule: String

  @OptionGroup var policies: PolicyOptions

  func run() throws {
    let text = try RuleExplanation(policies: try policies.load(), standardVersion: policies.standard).text(rule)
    write(text, to: .standardOutput)
  }
}
