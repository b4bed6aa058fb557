import ArgumentParser
import Diagnostics
import PCICheckKit

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented pcicheck.yaml for the plan at hand.")

  @Argument(help: "The plan, state or manifests that the project has, if any.", completion: .file())
  var inputs: [String] = []

  @Option(name: .shortAndLong, help: "The file to write.", completion: .file())
  var output = "pcicheck.yaml"

  @Option(help: "The program that shows saved plans (default: terraform, then tofu).", completion: .file())
  var terraform: String?

  func run() throws {
    let text = try ConfigurationTemplate(inputs: inputs, terraform: terraform).text()
    if output == "-" { return write(text, to: .standardOutput) }
    try writeNewFile(text, to: output, help: "take it away, or write elsewhere with --output")
    write("wrote \(safeText(output)); `pcicheck config show` prints what it comes to\n", to: .standardError)
  }
}
