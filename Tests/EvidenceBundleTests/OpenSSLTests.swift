import EvidenceBundle
import Foundation
import PCICheckKit
import TestSupport
import Testing

/// openssl, which we did not write, agrees about signatures and makes time stamps that are verified.
@Suite(.enabled(if: Program.path("openssl") != nil, "openssl is not installed")) struct OpenSSLTests {
  @discardableResult
  static func openssl(_ arguments: [String], in folder: String) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path("openssl") ?? "")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(arguments: ["ed25519", "p256"])
  func opensslVerifiesTheSignature(_ algorithm: String) throws {
    let small = try SmallBundle(algorithm: algorithm)
    let members = try SmallBundle.members(try small.bytes())
    let envelope = try #require(members.first { $0.path == "attestation.dsse.json" })
    let tree = try JSONTree(envelope.bytes)
    let payload = [UInt8](try #require(Data(base64Encoded: tree["payload"]?.string ?? "")))
    let type = try #require(tree["payloadType"]?.string)
    let signature = try #require(Data(base64Encoded: tree["signatures"]?[0]?["sig"]?.string ?? ""))
    let message = Array("DSSEv1 \(type.utf8.count) \(type) \(payload.count) ".utf8) + payload
    try small.folder.write("message", message)
    try small.folder.write("signature", [UInt8](signature))
    let arguments =
      algorithm == "p256"
      ? ["dgst", "-sha256", "-verify", "key.pub", "-signature", "signature", "message"]
      : ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pub", "-rawin", "-in", "message", "-sigfile", "signature"]
    #expect(try Self.openssl(arguments, in: small.folder.path) == 0)
    try small.folder.write("message", message + [0])
    #expect(try Self.openssl(arguments, in: small.folder.path) != 0)
  }

  @Test(arguments: [["ED25519"], ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]])
  func keysOfOpensslSign(_ algorithm: [String]) throws {
    let small = try SmallBundle()
    #expect(
      try Self.openssl(["genpkey", "-out", "key.pem", "-algorithm"] + algorithm, in: small.folder.path) == 0)
    #expect(try Self.openssl(["pkey", "-in", "key.pem", "-pubout", "-out", "key.pub"], in: small.folder.path) == 0)
    #expect(SmallBundle.accepts(try small.bytes(), try small.verificationKey()))
  }

  private static let configuration = """
    [ tsa ]
    default_tsa = stamps
    [ stamps ]
    serial = serial
    crypto_device = builtin
    signer_cert = tsa.crt
    certs = ca.crt
    signer_key = tsa.key
    signer_digest = sha256
    default_policy = 1.2.3.4.1
    digests = sha256, sha384, sha512
    ess_cert_id_alg = sha256
    [ stamping ]
    extendedKeyUsage = critical,timeStamping
    """

  /// An authority with a certificate of its own under another.
  private static func makeAuthority(_ folder: TemporaryFolder) throws {
    try folder.write("ts.cnf", configuration)
    try folder.write("serial", "01\n")
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    try openssl(
      ["req", "-x509"] + key + ["-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=CA", "-days", "2"], in: folder.path
    )
    try openssl(
      ["req"] + key + ["-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA"], in: folder.path)
    try openssl(
      [
        "x509", "-req", "-in", "tsa.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-out", "tsa.crt",
        "-days", "2", "-extfile", "ts.cnf", "-extensions", "stamping",
      ], in: folder.path)
  }

  private static func stamp(_ bytes: [UInt8], _ hash: String, _ folder: TemporaryFolder) throws -> [UInt8] {
    try folder.write("data", bytes)
    try openssl(["ts", "-query", "-data", "data", "-\(hash)", "-cert", "-out", "q.tsq"], in: folder.path)
    try openssl(
      ["ts", "-reply", "-config", "ts.cnf", "-section", "stamps", "-queryfile", "q.tsq", "-out", "r.tsr"],
      in: folder.path)
    return try Project.bytes("\(folder.path)/r.tsr")
  }

  @Test(arguments: ["sha256", "sha512"])
  func timeStampsAreVerified(_ hash: String) throws {
    let small = try SmallBundle()
    try Self.makeAuthority(small.folder)
    let bundle = try OpenedBundle(try small.bytes(), name: "test")
    let envelope = try bundle.member("attestation.dsse.json")
    let token = try Self.stamp(envelope, hash, small.folder)
    let stamped = try BundleArchive.adding(timeStamp: token, to: bundle)
    let key = try small.verificationKey()
    let authority = try TimeStampAuthority(
      pem: try Project.text("\(small.folder.path)/ca.crt"), source: "test")
    func report(_ bytes: [UInt8], _ authority: TimeStampAuthority?) throws -> VerificationReport {
      BundleVerifier(key: key, authority: authority, timeStamp: nil, toolVersion: PCICheck.version)
        .verify(try OpenedBundle(bytes, name: "test"))
    }
    #expect(try report(stamped, authority).holds)
    #expect(try report(stamped, nil).checks.contains { $0.outcome == .open })
    // Another authority, another subject, an altered token.
    let other = try SmallBundle()
    try Self.makeAuthority(other.folder)
    let stranger = try TimeStampAuthority(pem: try Project.text("\(other.folder.path)/ca.crt"), source: "test")
    #expect(try !report(stamped, stranger).holds)
    let wrong = try Self.stamp([1, 2, 3], hash, small.folder)
    #expect(throws: (any Error).self) { try BundleArchive.adding(timeStamp: wrong, to: bundle) }
    for index in stride(from: 0, to: token.count, by: 3) {
      var altered = token
      altered[index] ^= 0x01
      let detached = BundleVerifier(key: key, authority: authority, timeStamp: altered, toolVersion: PCICheck.version)
        .verify(bundle)
      // What the signature does not cover (the status text, the certificates' order) may change; the time may not.
      if detached.holds { #expect(detached.text(of: "").contains("over attestation.dsse.json")) }
    }
  }
}
