import Diagnostics
import Reporting

/// An RFC 3161 time stamp: a CMS message (RFC 5652) by which an authority says when it saw a digest.
///
/// Verified are the digest, the authority's signature and the binding of its certificate; whom to trust the caller says.
struct TimeStampToken {
  let time: Instant
  /// The hash of what was stamped, as people write it.
  let hash: String
  private let imprint: [UInt8]
  private let imprintHash: String
  private let info: [UInt8]
  private let certificates: [Certificate]
  private let signer: SignerInfo

  private static let signedData = "1.2.840.113549.1.7.2"
  private static let stampInfo = "1.2.840.113549.1.9.16.1.4"

  private struct SignerInfo {
    let issuerAndSerial: [DER]?
    let keyIdentifier: [UInt8]?
    let hash: String
    let attributes: DER
    let algorithm: String
    let signature: [UInt8]
  }

  /// - Parameter bytes: an authority's response (`.tsr`), or the token alone.
  init(_ bytes: [UInt8]) throws(Diagnostic) {
    guard let outer = DER(bytes)?.sequence else { throw Self.problem("is no RFC 3161 response") }
    var content = outer
    if outer.first?.tag == DER.Tag.sequence {
      // A response: status, and the token if it was granted (0, or 1 with modifications).
      guard let status = outer[0].sequence?.first, status.tag == DER.Tag.integer, let code = status.content.first,
        code <= 1, status.content.count == 1, outer.count == 2, let token = outer[1].sequence
      else { throw Self.problem("is a response in which the authority refuses to stamp") }
      content = token
    }
    guard content.count == 2, content[0].objectIdentifier == Self.signedData, content[1].tag == 0xA0,
      let body = content[1].children?.first?.sequence, body.count >= 4, let wrapped = body[2].sequence,
      wrapped.count == 2, wrapped[0].objectIdentifier == Self.stampInfo,
      let octets = wrapped[1].children?.first, octets.tag == DER.Tag.octetString
    else { throw Self.problem("is no RFC 3161 token") }
    info = Array(octets.content)
    guard let fields = DER(info)?.sequence, fields.count >= 5, let print = fields[2].sequence, print.count == 2,
      let algorithm = print[0].sequence?.first?.objectIdentifier, print[1].tag == DER.Tag.octetString,
      let time = DERTime.instant(fields[4])
    else { throw Self.problem("has no time and digest as RFC 3161 asks") }
    guard let name = SignatureAlgorithm.hashName(algorithm) else {
      throw Self.problem("is over a hash other than SHA-256, SHA-384 and SHA-512")
    }
    self.time = time
    hash = name
    imprint = Array(print[1].content)
    imprintHash = algorithm
    let sets = body.dropFirst(3)
    certificates = (sets.first { $0.tag == 0xA0 }?.children ?? []).compactMap { Certificate(Array($0.whole)) }
    guard let signers = sets.last, signers.tag == DER.Tag.set, let all = signers.children, all.count == 1,
      let signer = Self.signer(all[0])
    else { throw Self.problem("has not exactly one signer") }
    self.signer = signer
  }

  private static func signer(_ value: DER) -> SignerInfo? {
    guard let parts = value.sequence, parts.count >= 6, parts[3].tag == 0xA0,
      let hash = parts[2].sequence?.first?.objectIdentifier,
      let algorithm = parts[4].sequence?.first?.objectIdentifier, parts[5].tag == DER.Tag.octetString
    else { return nil }
    return SignerInfo(
      issuerAndSerial: parts[1].sequence, keyIdentifier: parts[1].tag == 0x80 ? Array(parts[1].content) : nil,
      hash: hash, attributes: parts[3], algorithm: algorithm, signature: Array(parts[5].content))
  }

  private static func problem(_ message: String) -> Diagnostic { Diagnostic(.error, message) }

  /// Verifies digest and signature.
  ///
  /// - Parameter contents: the bundle's members.
  /// - Returns: which member was stamped.
  func check(_ contents: [String: [UInt8]]) throws(Diagnostic) -> String {
    // A stamp over the envelope covers the signature as well.
    let subjects =
      contents[BundlePath.envelope] == nil ? [BundlePath.manifest] : [BundlePath.envelope, BundlePath.manifest]
    let subject = subjects.first { path in
      contents[path].flatMap { SignatureAlgorithm.digest($0, imprintHash) } == imprint
    }
    guard let subject else { throw Self.problem("is over something else than this bundle") }
    let certificate = try signerCertificate()
    let attributes = signer.attributes.children ?? []
    func attribute(_ identifier: String) -> DER? {
      attributes.first { $0.sequence?.first?.objectIdentifier == identifier }?.sequence?.last?.children?.first
    }
    guard attribute("1.2.840.113549.1.9.3")?.objectIdentifier == Self.stampInfo,
      let digest = attribute("1.2.840.113549.1.9.4"), digest.tag == DER.Tag.octetString,
      SignatureAlgorithm.digest(info, signer.hash) == Array(digest.content)
    else { throw Self.problem("does not sign its own content") }
    guard
      isBound(certificate, attribute("1.2.840.113549.1.9.16.2.47"), attribute("1.2.840.113549.1.9.16.2.12"))
    else { throw Self.problem("names another certificate than it was signed with") }
    // Signed is the attributes' encoding as a set, not the context tag under which they stand.
    let signed = [DER.Tag.set] + signer.attributes.whole.dropFirst()
    guard
      SignatureAlgorithm.isValid(
        signer.signature, over: signed, algorithm: signer.algorithm, hash: signer.hash, key: certificate.key) == true
    else { throw Self.problem("has a signature that does not hold, or of a kind that is not known") }
    guard certificate.isForTimeStamps else {
      throw Self.problem("is signed with a certificate that is not for time stamps")
    }
    guard (certificate.notBefore...certificate.notAfter).contains(time) else {
      throw Self.problem("is signed with a certificate that was not valid at the time")
    }
    return subject
  }

  private func signerCertificate() throws(Diagnostic) -> Certificate {
    let found = certificates.first { certificate in
      guard let names = signer.issuerAndSerial, names.count == 2 else { return false }
      return Array(names[0].whole) == certificate.issuer && Array(names[1].content) == certificate.serial
    }
    // Authorities that name their key by an identifier send the one certificate.
    guard let found = found ?? (signer.keyIdentifier != nil && certificates.count == 1 ? certificates.first : nil)
    else {
      throw Self.problem(
        "does not hold the certificate that it was signed with: ask the authority for it (`openssl ts -query -cert`)")
    }
    return found
  }

  /// Whether the signed attributes name the certificate (RFC 5035, RFC 2634).
  private func isBound(_ certificate: Certificate, _ second: DER?, _ first: DER?) -> Bool {
    if let entry = second?.sequence?.first?.sequence?.first?.sequence {
      let algorithm = entry.first?.sequence?.first?.objectIdentifier ?? "2.16.840.1.101.3.4.2.1"
      guard let digest = entry.first(where: { $0.tag == DER.Tag.octetString }) else { return false }
      return SignatureAlgorithm.digest(certificate.bytes, algorithm) == Array(digest.content)
    }
    guard let entry = first?.sequence?.first?.sequence?.first?.sequence, let digest = entry.first else { return false }
    return SignatureAlgorithm.sha1(certificate.bytes) == Array(digest.content)
  }

  /// Whether the certificate is one that the caller accepts, or is issued under one.
  func trust(_ authority: TimeStampAuthority?) throws(Diagnostic) -> (isTrusted: Bool, text: String) {
    guard let authority else {
      return (false, "the time stamp's authority was not checked: give its certificate with --tsa-cert")
    }
    let accepted = authority.certificates.compactMap { Certificate($0) }
    var current = try signerCertificate()
    for _ in 0..<5 {
      if accepted.contains(where: { $0 == current || current.isIssued(by: $0) }) {
        return (true, "the time stamp is by the given authority, or by one under it")
      }
      guard let next = certificates.first(where: { $0 != current && current.isIssued(by: $0) }) else { break }
      current = next
    }
    throw Self.problem("is not by the given authority, nor by one under it")
  }
}
