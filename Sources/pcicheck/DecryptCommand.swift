import ArgumentParser
import Diagnostics
import PCICheckKit

struct DecryptCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decrypt", abstract: "Open an evidence bundle that was made with --encrypt-to.")

  @Argument(help: "The encrypted bundle.", completion: .file())
  var bundle: String

  @Option(help: "The recipient's private key (PEM: P-256 or RSA).", completion: .file())
  var key: String

  @Option(name: .shortAndLong, help: "Where the opened bundle goes.", completion: .file())
  var output: String

  @Flag(help: "Write the bundle even into a folder in which everybody may write.")
  var force = false

  func run() throws {
    try writePrivateFile(try BundleSecrecy.decrypt(bundle, keyFile: key), to: output, force: force)
  }
}
