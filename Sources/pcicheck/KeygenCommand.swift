import ArgumentParser
import Diagnostics
import Glibc
import PCICheckKit

struct KeygenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen", abstract: "Make a key pair for signing evidence bundles.")

  @Option(help: "Where the private key goes (PEM, PKCS#8); the public key goes beside it, as FILE.pub.")
  var output = "pcicheck-key.pem"

  @Option(help: "ed25519 or p256.")
  var algorithm = "ed25519"

  func validate() throws {
    guard BundleSigner.algorithms.contains(algorithm) else {
      throw ValidationError(
        "unknown algorithm `\(algorithm)`, expected \(BundleSigner.algorithms.joined(separator: " or "))")
    }
  }

  func run() throws {
    let pair = try BundleSigner.makePair(algorithm)
    let help = "a key that is overwritten is lost: name another file"
    try writeNewPrivateFile(Array(pair.privateKey.utf8), to: output, help: help)
    do {
      try writeNewFile(Array(pair.publicKey.utf8), to: "\(output).pub", help: help)
    } catch {
      // A private key without its public one beside it would be taken for the one that is there.
      unlink(output)
      throw error
    }
    write("private key: \(output)\npublic key:  \(output).pub\n", to: .standardOutput)
  }
}
