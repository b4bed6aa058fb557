import ArgumentParser
import PCICheckKit

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "rules", abstract: "List the rules.")

  @OptionGroup var policies: PolicyOptions

  @Option(help: "Only rules that say something about this requirement, or about one below it.")
  var requirement: String?

  @Option(help: "Only rules about this resource type.")
  var type: String?

  @Option(help: "Only rules of this severity.")
  var severity: SeverityArgument?

  @Option(help: "terminal or json.")
  var format = "terminal"

  @Option(help: "Write the rules as Markdown into this folder: a page for each, indexes by service and requirement.")
  var docs: String?

  func validate() throws {
    guard ["terminal", "json"].contains(format) else {
      throw unknownFormat(format, ["terminal", "json"])
    }
  }

  func run() throws {
    if let docs { return try writeReference(to: docs) }
    let configuration = try policies.configuration()
    let listing = RuleListing(policies: try configuration.loadPolicies(), configuration: configuration)
    let rules = try listing.rules(requirement: requirement, type: type, severity: severity?.severity)
    if rules.isEmpty, let note = try listing.explanation(requirement: requirement, type: type) { printDiagnostic(note) }
    write(format == "json" ? listing.json(rules) : listing.text(rules), to: .standardOutput)
  }

  private func writeReference(to folder: String) throws {
    let pages = try RuleReference(policies: try policies.configuration().loadPolicies(), selectors: policies.rules)
      .pages()
    for page in pages { try writeFile(page.text, to: "\(folder)/\(page.name)") }
    write("\(pages.count) pages in \(folder)\n", to: .standardOutput)
  }
}

struct RequirementsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "requirements", abstract: "List the requirements of the standard and the rules for each.")

  @OptionGroup var policies: PolicyOptions

  @Flag(help: "List the rules below each requirement.")
  var coverage = false

  func run() throws {
    let configuration = try policies.configuration()
    let listing = RuleListing(policies: try configuration.loadPolicies(), configuration: configuration)
    write(try listing.requirements(withRules: coverage), to: .standardOutput)
  }
}
