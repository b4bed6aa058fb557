import ArgumentParser
import Diagnostics
import PCICheckKit

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule, or how a verdict came about.",
    discussion: """
      A rule: why, what it checks, what to do, examples. With --plan a verdict: each part of the rule's condition with \
      its value, what was read, and what to write. A finding is named by the beginning of its id, which \
      `pcicheck --verbose` and formats such as json and sarif show, or by a rule and an address, which works for \
      passes too.
      """)

  @Argument(
    help: "A rule's id, another tool's id for the same control (CKV_AWS_16, RDS.3), or, with --plan, a finding's id.",
    completion: RuleCompletion.kind)
  var name: String

  @Argument(help: "With --plan: the address of the resource that the rule judged.")
  var address: String?

  @Option(
    name: .customLong("plan"),
    help: "The input that was checked: a plan, state or manifests; may be given several times.", completion: .file())
  var plans: [String] = []

  @Flag(help: "Take a plan that is errored or incomplete.")
  var allowIncomplete = false

  @OptionGroup var source: SourceOptions

  @OptionGroup var template: TemplateOptions

  @Option(help: "Colours: auto, always, never.")
  var color: ColorChoice = .auto

  @OptionGroup var policies: PolicyOptions

  func validate() throws {
    if plans.isEmpty, address != nil {
      throw ValidationError("--plan is missing: the input in which the rule judged the resource")
    }
    if plans.isEmpty, PCICheck.canBeFindingID(name), name.utf8.count == 32 {
      throw ValidationError("--plan is missing: the input that the finding is in")
    }
    if !plans.isEmpty, address == nil, !PCICheck.canBeFindingID(name) {
      throw ValidationError(
        "expected a finding's id (6 or more of its characters 0-9 and a-f), or a rule and an address")
    }
  }

  func run() throws {
    let configuration = try policies.configuration()
    guard plans.isEmpty else { return try explainFinding(configuration) }
    let text = try RuleExplanation(
      policies: try configuration.loadPolicies(), standardVersion: configuration.standard.value
    ).text(name)
    write(text, to: .standardOutput)
  }

  private func explainFinding(_ configuration: EffectiveConfiguration) throws {
    var options = try configuration.options(
      terraform: source.terraform, source: source.source, allowIncomplete: allowIncomplete, evidence: .all)
    let finding: PCICheck.FindingName = address.map { .rule(name, address: $0) } ?? .id(name)
    options.templateParameters = template.parameters
    let explanation = try PCICheck(options: options).explain(
      finding, in: plans, color: color.isOn, width: terminalWidth())
    for note in explanation.notes { printDiagnostic(note) }
    write(explanation.text, to: .standardOutput)
    if explanation.notes.contains(where: { $0.severity == .error }) { exitProcess(.notAssessed) }
  }
}
