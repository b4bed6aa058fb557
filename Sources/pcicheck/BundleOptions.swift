import ArgumentParser
import Diagnostics
import PCICheckKit

/// The options of an evidence bundle.
struct BundleOptions: ParsableArguments {
  @Option(help: "Write an evidence bundle (a ZIP archive) for an assessor to this file.", completion: .file())
  var bundle: String?

  @OptionGroup var signing: SigningOptions

  @Option(
    help: "Encrypt the bundle to this public key (PEM: P-256 or RSA); `pcicheck decrypt` opens it.", completion: .file()
  )
  var encryptTo: String?

  @Flag(help: "Write the bundle even into a folder in which everybody may write.")
  var force = false

  func validate() throws {
    guard bundle != nil || !signing.isGiven && encryptTo == nil && !force else {
      throw ValidationError("--sign, --encrypt-to and --force go with --bundle FILE")
    }
  }

  /// Adds the bundle to what is written, if one is asked for.
  func add(_ result: PCICheck.Result, of check: PCICheck, to files: inout StagedFiles) throws {
    guard let bundle else { return }
    var bytes = try check.bundle(result, signer: try signing.key())
    if let encryptTo { bytes = try BundleSecrecy.encrypt(bytes, keyFile: encryptTo) }
    try files.addPrivate(bytes, to: bundle, force: force)
  }
}
