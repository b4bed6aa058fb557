import ArgumentParser
import PCICheckKit

struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Check policies for mistakes: attributes, types, requirements, examples, names.",
    discussion: """
      Looks at the files of --policies, or without it at the policies in the binary. Exit status: 0 nothing found, \
      1 mistakes found, 2 a file cannot be read.
      """)

  @OptionGroup var policies: PolicyOptions

  func run() throws {
    let result = try PolicyLinter(policies: try policies.configuration().loadPolicies(), selectors: policies.rules)
      .run()
    for problem in result.problems { printDiagnostic(problem) }
    let count = result.problems.count
    let found = count == 0 ? "nothing found" : "\(count) mistake\(count == 1 ? "" : "s")"
    write("\(result.rules) rule\(result.rules == 1 ? "" : "s"): \(found)\n", to: .standardOutput)
    exitProcess(count == 0 ? .passed : .failed)
  }
}
