import ArgumentParser
import Diagnostics
import PCICheckKit

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Verify an evidence bundle: whole, unaltered, consistent, and whose it is.",
    discussion: "Exit status: 0 verified, 1 not as it should be, 2 not a bundle, or not readable.")

  @Argument(help: "The bundle.", completion: .file())
  var bundle: String

  @Option(help: "The signer's public key (PEM). Without it nobody vouches for the bundle.", completion: .file())
  var key: String?

  @Option(
    help: "Run the bundle's policies again on this input and compare the verdicts; may be given several times.",
    completion: .file())
  var replay: [String] = []

  @Option(help: "Also verify this RFC 3161 time stamp (.tsr), which is not in the bundle.", completion: .file())
  var timestamp: String?

  @Option(help: "Certificates (PEM) of time-stamping authorities that are accepted.", completion: .file())
  var tsaCert: String?

  @Option(help: "The program that shows saved plans (default: terraform, then tofu).", completion: .file())
  var terraform: String?

  func run() throws {
    var verification = BundleVerification()
    verification.keyFile = key
    verification.authorityFile = tsaCert
    verification.timeStampFile = timestamp
    verification.replayed = replay
    verification.terraform = terraform
    let report = try verification.verify(bundle)
    write(report.text(of: bundle), to: .standardOutput)
    exitProcess(report.holds ? .passed : .failed)
  }
}
