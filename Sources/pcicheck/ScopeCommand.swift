import ArgumentParser
import Diagnostics
import PCICheckKit

struct ScopeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scope", abstract: "Say which resource is in which zone of the PCI DSS scope, and why.",
    discussion: """
      Zones are declared in the section `scope` of pcicheck.yaml. What reaches the CDE, or is reached from it, is \
      connected-to whether or not it is declared. Exit status 1: something declared out of scope is connected to the CDE.
      """)

  @OptionGroup var network: NetworkOptions

  @Option(help: "terminal or json.")
  var format = "terminal"

  func validate() throws {
    guard ["terminal", "json"].contains(format) else {
      throw unknownFormat(format, ["terminal", "json"])
    }
  }

  func run() throws {
    let configuration = try EffectiveConfiguration.load(network.file.choice)
    let declaration = try configuration.scope()
    let session = try network.session()
    let report = try session.scope(declaration)
    if format == "json" { write(report.json, to: .standardOutput) } else { write(report.text, to: .standardOutput) }
    exitProcess(session.isPartial ? .notAssessed : report.isContradicted ? .failed : .passed)
  }
}
