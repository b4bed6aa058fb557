import Diagnostics
import ResourceGraph
import Rules

/// A commented configuration file that fits the inputs of a project.
public struct ConfigurationTemplate: Sendable {
  private let inputs: [String]
  private let terraform: String?
  /// Suggestions of one kind beyond this are left to the reader.
  private static let listed = 12

  public init(inputs: [String], terraform: String? = nil) {
    self.inputs = inputs
    self.terraform = terraform
  }

  /// - Throws: a diagnostic for an input that cannot be read.
  public func text() throws(Diagnostic) -> [UInt8] {
    let resources = inputs.isEmpty ? [] : try InputLoader(terraform: terraform).load(inputs).builder.resources
    let managed = resources.filter { $0.mode == .managed }
    var text = Self.head
    text += Self.policies
    text += try parameters(Set(managed.map(\.type)))
    text += scope(managed)
    text += Self.waivers
    text += gate(managed)
    text += Self.outputs
    return Array(text.utf8)
  }

  private static let head = """
    # What pcicheck goes by in this project. Options of the command line beat what stands here; `pcicheck config show`
    # prints what it comes to. For completion and checks in an editor: `pcicheck config schema > pcicheck.schema.json`,
    # and then as the first line:  yaml-language-server: $schema=pcicheck.schema.json
    version: 1

    # The version of PCI DSS whose requirement numbers are used.
    standard: "\(PCICheck.defaultStandardVersion)"

    # The choice of rules: essential (what is grave), standard, complete.
    profile: \(PCICheck.defaultProfile)


    """

  private static let policies = """
    # Folders of your own rules, relative to this file.
    # policies: [policies]

    # rules:
    #   also: [RULE-ID]                 # used although the profile does not have them
    #   disabled:                       # not used; every report lists them with the reason
    #     - { rule: RULE-ID, reason: why it is of no use here }
    #   severity:                       # how grave a failure is here
    #     RULE-ID: high


    """

  /// The parameters of rules that look at the project's types, with the values that hold.
  private func parameters(_ types: Set<String>) throws(Diagnostic) -> String {
    let policies = try PCICheck.Policies()
    let selection = try RuleSelection(policies.library, profile: PCICheck.defaultProfile, selectors: [])
    let rules = try selection.rules(for: types).filter { !$0.parameters.isEmpty }
    var text = "# Other values for parameters of rules; those that hold are shown.\n"
    guard !rules.isEmpty else { return text + "# parameters:\n#   RULE-ID.PARAMETER: value\n\n" }
    text += "# parameters:\n"
    for rule in rules.prefix(Self.listed) {
      for parameter in rule.parameters {
        let name = "\(rule.id).\(parameter.name)"
        let value = YAMLText.value(selection.profile.parameters[name] ?? parameter.value)
        let shown = value.count > 60 ? "…" : value
        text += "#   \(name): \(shown)  # \(safeText(parameter.description))\n"
      }
    }
    return text + "\n"
  }

  /// Networks and namespaces are where a scope usually begins.
  private func scope(_ resources: [Resource]) -> String {
    let places = resources.filter { ["aws_vpc", "Namespace"].contains($0.type) }.map(\.address)
    let address =
      places.isEmpty ? "[aws_vpc.cde]" : "[\(places.prefix(Self.listed).map(YAMLText.quoted).joined(separator: ", "))]"
    return """
      # Which resources hold or reach cardholder data; without this everything counts as in scope, and nothing is said
      # of what flows between zones. What stands in the plan is listed; take out what is not of the zone.
      # scope:
      #   zones:
      #     cde: { address: \(address) }


      """
  }

  private static let waivers = """
    # Failures that are accepted for a time. They stay failures in every report, with the waiver beside them.
    # waivers:
    #   max-days: 365                   # the longest that a waiver may hold
    #   files: [waivers.yaml]           # waivers in files of their own
    #   entries:
    #     - rule: RULE-ID
    #       resource: aws_s3_bucket.logs
    #       kind: risk-accepted         # or false-positive, compensating-control (with a worksheet)
    #       reason: why the risk is borne
    #       owner: who answers for it
    #       ticket: SEC-123
    #       approved-by: who accepted it
    #       expires: YYYY-MM-DD


    """

  /// A project that already stands should not be held up by what a change did not cause.
  private func gate(_ resources: [Resource]) -> String {
    let stands = resources.contains { resource in
      resource.action != .create && resource.origin.pointer?.hasPrefix("/resource_changes") == true
    }
    let findings = stands ? "introduced" : "all"
    let why =
      stands
      ? "# The plan changes what already stands, so that only failures that a change brings about fail a run."
      : "# Every failure fails a run; `introduced` counts only those that a change brings about."
    return """
      \(why)
      gate:
        findings: \(findings)            # introduced, touched, all
        fail-on: low                    # the least severity that fails a run
        # fail-on-indeterminate: true   # undecided results fail a run too
        # baseline: baseline.json       # failures that are known: `pcicheck baseline write`


      """
  }

  private static let outputs = """
    # Reports to write, as `format=file`; `auto` is what the CI system reads that a run is in.
    # outputs:
    #   - auto
    #   - json=pcicheck.json

    """
}
