import ArgumentParser
import PCICheckKit

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the examples of rules and compare the verdicts.",
    discussion: """
      With --policies, the examples of the rules in that folder and the tests in its files *_test.yaml; without it, \
      those of the rules in the binary. Exit status: 0 all as expected, 1 not, 2 a file cannot be read.
      """)

  @OptionGroup var policies: PolicyOptions

  @Flag(name: .shortAndLong, help: "List every example.")
  var verbose = false

  @Flag(help: "List which verdicts the examples and tests of each rule show.")
  var coverage = false

  @Flag(help: "Change what rules read in their examples, one value at a time; each must be able to change a verdict.")
  var mutate = false

  func run() throws {
    let loaded = try policies.configuration().loadPolicies()
    let result = try ExampleRunner(policies: loaded, selectors: policies.rules).run(
      verbose: verbose, coverage: coverage)
    write(result.text, to: .standardOutput)
    guard mutate, result.isPassed else { exitProcess(result.isPassed ? .passed : .failed) }
    let mutations = try MutationRunner(policies: loaded, selectors: policies.rules).run()
    write(mutations.text, to: .standardOutput)
    exitProcess(mutations.isPassed ? .passed : .failed)
  }
}
