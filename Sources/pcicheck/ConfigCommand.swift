import ArgumentParser
import PCICheckKit

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Show the project's configuration.", subcommands: [Show.self, Schema.self],
    defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print what a run would go by, and where each value comes from.")

    @OptionGroup var policies: PolicyOptions
    @OptionGroup var gate: GateOptions

    func run() throws {
      let configuration = try policies.configuration(gate: gate)
      try configuration.check(try configuration.loadPolicies())
      write(ConfigurationListing(configuration).text, to: .standardOutput)
    }
  }

  struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "schema",
      abstract: "Print the JSON Schema of a file: \(SchemaFile.allCases.map(\.rawValue).joined(separator: ", ")).")

    @Argument(help: "Which file the schema is for.")
    var file: SchemaFile = .config

    func run() throws { write(file.text, to: .standardOutput) }
  }
}

extension SchemaFile: ExpressibleByArgument {}
