import ArgumentParser
import Diagnostics
import PCICheckKit

struct DiagramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagram", abstract: "Draw the planned network: VPCs, subnets, zones, and what may flow.",
    discussion: "Violations of the rules about the network are red; what depends on unknown values is dashed.")

  @OptionGroup var network: NetworkOptions

  @Option(name: .shortAndLong, help: "\(Diagram.formatNames.joined(separator: ", ")).")
  var format = Diagram.formatNames[0]

  @Option(name: .shortAndLong, help: "Write to a file instead of standard output.", completion: .file())
  var output: String?

  func validate() throws {
    guard Diagram.formatNames.contains(format) else {
      throw unknownFormat(format, Diagram.formatNames)
    }
  }

  func run() throws {
    let configuration = try EffectiveConfiguration.load(network.file.choice)
    let session = try network.session()
    let diagram = try session.diagram(try configuration.scope(), policies: try configuration.loadPolicies())
    let text = diagram.render(format)
    if let output { try writeFile(Array(text.utf8), to: output) } else { write(text, to: .standardOutput) }
    if session.isPartial { exitProcess(.notAssessed) }
  }
}
