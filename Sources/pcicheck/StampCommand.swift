import ArgumentParser
import Diagnostics
import PCICheckKit

struct StampCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stamp", abstract: "Attach an RFC 3161 time stamp to an evidence bundle.",
    discussion: """
      The stamp is over attestation.dsse.json of a signed bundle, over manifest.json of one that is not signed:
        unzip -p evidence.zip attestation.dsse.json > signed
        openssl ts -query -data signed -sha256 -cert -out request.tsq
      Send the request to an authority; attach its response (.tsr) with --timestamp.
      """)

  @Argument(help: "The bundle; it is replaced.", completion: .file())
  var bundle: String

  @Option(help: "The authority's response (.tsr).", completion: .file())
  var timestamp: String

  @Flag(help: "Write the bundle even into a folder in which everybody may write.")
  var force = false

  func run() throws {
    try writePrivateFile(try stampedBundle(bundle, timeStamp: timestamp), to: bundle, force: force)
  }
}
