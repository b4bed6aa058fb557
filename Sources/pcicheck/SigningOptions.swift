import ArgumentParser
import Diagnostics
import PCICheckKit

/// Where a private key comes from.
struct SigningOptions: ParsableArguments {
  @Option(help: "Sign with this private key (PEM, PKCS#8: Ed25519 or ECDSA P-256).", completion: .file())
  var sign: String?

  @Option(help: "Sign with the private key in this environment variable.")
  var signEnv: String?

  @Option(help: "Sign with the private key that can be read from this file descriptor.")
  var signFd: Int32?

  var isGiven: Bool { sign != nil || signEnv != nil || signFd != nil }

  func validate() throws {
    guard [sign != nil, signEnv != nil, signFd != nil].count(where: { $0 }) <= 1 else {
      throw ValidationError("give one of --sign, --sign-env and --sign-fd")
    }
  }

  func key() throws(Diagnostic) -> BundleSigner? {
    if let sign { return try BundleSigner(file: sign) }
    if let signEnv { return try BundleSigner(environmentVariable: signEnv) }
    if let signFd { return try BundleSigner(fileDescriptor: signFd) }
    return nil
  }
}
