import ArgumentParser
import PCICheckKit

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Run the examples of rules and compare the verdicts.")

  @OptionGroup var policies: PolicyOptions

  @Flag(name: .shortAndLong, help: "List every example.")
  var verbose = false

  @Flag(help: "Change what rules read in their examples, one value at a time; each must be able to change a verdict.")
  var mutate = false

  func run() throws {
    let loaded = try policies.load()
    let result = try ExampleRunner(policies: loaded, selectors: policies.rules).run(verbose: verbose)
    write(result.text, to: .standardOutput)
    guard mutate, result.isPassed else { exitProcess(result.isPassed ? .passed : .failed) }
    let mutations = try MutationRunner(policies: loaded, selectors: policies.rules).run()
    write(mutations.text, to: .standardOutput)
    exitProcess(mutations.isPassed ? .passed : .failed)
  }
}
