import ArgumentParser
import PCICheckKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule: why, what it checks, what to do, examples.")

  @Argument(help: "A rule's id, or another tool's id for the same control (CKV_AWS_16, RDS.3).")
  var rule: String

  @OptionGroup var policies: PolicyOptions

  func run() throws {
    let configuration = try policies.configuration()
    let text = try RuleExplanation(
      policies: try configuration.loadPolicies(), standardVersion: configuration.standard.value
    ).text(rule)
    write(text, to: .standardOutput)
  }
}
