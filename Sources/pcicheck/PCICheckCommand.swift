import ArgumentParser
import Diagnostics
import PCICheckKit

/// The command: parses arguments, calls the kit, prints, exits.
@main
struct PCICheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pcicheck",
    abstract: "Checks Terraform plans and Kubernetes manifests against PCI DSS, and says why.",
    discussion: """
      Exit status: 0 no failure at or above --fail-on, 1 failures, 2 not assessed (bad input, bad rule, usage); \
      2 beats 1.
      """,
    version: PCICheck.version,
    subcommands: [
      CheckCommand.self,
      RulesCommand.self,
      ExplainCommand.self,
      RequirementsCommand.self,
      TestCommand.self,
      LintCommand.self,
      NewRuleCommand.self,
      GraphCommand.self,
      ReachCommand.self, ScopeCommand.self,
      DiagramCommand.self,
      ConfigCommand.self,
      InitCommand.self,
      BaselineCommand.self,
      VerifyCommand.self,
      ReportCommand.self,
      CompareCommand.self,
      StampCommand.self,
      KeygenCommand.self,
      DecryptCommand.self,
    ],
    defaultSubcommand: CheckCommand.self)

  /// The names of all commands.
  static var commandNames: [String] { configuration.subcommands.compactMap { $0.configuration.commandName } }

  static func main() {
    do {
      let arguments = CommandLine.arguments.dropFirst()
      if let request = PlainArguments.request(arguments, commands: { commandNames }) { try request.run() }
      var command = try parsed(arguments) ?? parseAsRoot()
      try command.run()
    } catch let problem as Diagnostic {
      printDiagnostic(problem)
      exitProcess(.notAssessed)
    } catch {
      let text = fullMessage(for: error)
      if exitCode(for: error) == .success {
        write(text.hasSuffix("\n") ? text : text + "\n", to: .standardOutput)
        exitProcess(.passed)
      }
      if let status = (error as? ExitCode)?.rawValue { exitProcess(ExitStatus(rawValue: status) ?? .notAssessed) }
      write(text.hasSuffix("\n") ? text : text + "\n", to: .standardError)
      exitProcess(.notAssessed)
    }
  }

  /// The main job, parsed without the other commands: the library builds all of their arguments first, which takes
  /// longer than to read a plan. Nil for everything else, so that help and messages are those of the whole.
  private static func parsed(_ arguments: ArraySlice<String>) -> CheckCommand? {
    if arguments.first == "check" { return try? CheckCommand.parse(Array(arguments.dropFirst())) }
    guard let first = arguments.first, first != "help", !first.hasPrefix("-") || first == "-",
      !commandNames.contains(first)
    else { return nil }
    return try? CheckCommand.parse(Array(arguments))
  }
}
