import ArgumentParser
import Diagnostics
import PCICheckKit

struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Print the resources of plans and what refers to what.",
    discussion: """
      Edges are drawn by how they are known: by value or configuration, inferred, or only possible. With --source, or \
      from a saved plan, the configuration itself is followed.
      """)

  @Argument(
    help: "Plan or state JSON, a saved plan, manifests, folders of these, or - for standard input.",
    completion: .file())
  var inputs: [String]

  @Option(name: .shortAndLong, help: "Format: \(GraphDrawing.formatNames.joined(separator: ", ")).")
  var format = GraphDrawing.formatNames[0]

  @Option(help: "Only what is near the resource, block or module of this address.")
  var around: String?

  @Option(help: "How many references away from --around.")
  var depth = 1

  @Option(name: .shortAndLong, help: "Write to a file instead of standard output.", completion: .file())
  var output: String?

  @OptionGroup var source: SourceOptions

  func validate() throws {
    guard GraphDrawing.formatNames.contains(format) else {
      throw unknownFormat(format, GraphDrawing.formatNames)
    }
    guard depth >= 0 else { throw ValidationError("--depth must not be negative") }
  }

  func run() throws {
    let drawing = GraphDrawing(
      policies: try PCICheck.Policies(folders: []), terraform: source.terraform, source: source.source)
    let result = try drawing.draw(inputs, format: format, around: around, depth: depth)
    for note in result.notes { printDiagnostic(note) }
    if let output { try writeFile(result.bytes, to: output) } else { write(result.bytes, to: .standardOutput) }
    if result.notes.contains(where: { $0.severity == .error }) { exitProcess(.notAssessed) }
  }
}
