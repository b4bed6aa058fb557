import ArgumentParser
import Diagnostics
import PCICheckKit

struct ReachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reach",
    abstract: "Say whether packets get from one place to another in the planned network, and why.",
    discussion: """
      A place is `internet`, `on-premises`, a range of Internet addresses (as sender), or the address of a subnet, VPC, \
      instance, interface, database, load balancer, function, task, cluster or pod. Unknown values give \
      `indeterminate`, with what it depends on.
      """)

  @OptionGroup var network: NetworkOptions

  @Option(help: "Who sends: internet, or an address.")
  var from: String

  @Option(help: "Who receives: internet, or an address.")
  var to: String

  @Option(name: .customLong("protocol"), help: "tcp, udp, icmp, ..., or a number; default: any.")
  var number: String?

  @Option(help: "Destination port, or a range such as 8000-8080.")
  var port: String?

  @Option(help: "ipv4 or ipv6; default: either.")
  var family: String?

  @Option(help: "terminal or json.")
  var format = "terminal"

  func validate() throws {
    guard ["terminal", "json"].contains(format) else {
      throw unknownFormat(format, ["terminal", "json"])
    }
  }

  func run() throws {
    let session = try network.session()
    let answer = try session.answer(
      ReachQuestion(from: from, to: to, protocol: number, port: port, family: family))
    if format == "json" {
      write(session.json(answer), to: .standardOutput)
    } else {
      write(session.text(answer), to: .standardOutput)
    }
    if session.isPartial { exitProcess(.notAssessed) }
  }
}

/// The inputs of the commands about networks.
struct NetworkOptions: ParsableArguments {
  @Argument(
    help: "Plan or state JSON, a saved plan, manifests, folders of these, or - for standard input.", completion: .file()
  )
  var inputs: [String]

  @Flag(help: "Use a plan that is errored or incomplete. What it leaves out counts as unknown.")
  var allowIncomplete = false

  @OptionGroup var source: SourceOptions

  @OptionGroup var file: ConfigurationOptions

  /// The inputs as a network. What is to be known about them is printed.
  func session() throws -> NetworkSession {
    let session = try NetworkSession(
      inputs, policies: try PCICheck.Policies(), terraform: source.terraform, source: source.source,
      allowIncomplete: allowIncomplete)
    for note in session.notes { printDiagnostic(note) }
    return session
  }
}
