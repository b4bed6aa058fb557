import Reporting

/// What of an X.509 certificate (RFC 5280) a time stamp's signature needs.
struct Certificate: Equatable {
  let bytes: [UInt8]
  let serial: [UInt8]
  let issuer: [UInt8]
  let subject: [UInt8]
  /// The public key's information in DER.
  let key: [UInt8]
  let notBefore: Instant
  let notAfter: Instant
  /// Whether it may do nothing but sign time stamps (RFC 3161, section 2.3).
  let isForTimeStamps: Bool
  private let signed: [UInt8]
  private let algorithm: String
  private let signature: [UInt8]

  init?(_ bytes: [UInt8]) {
    guard let parts = DER(bytes)?.sequence, parts.count == 3, var fields = parts[0].sequence,
      let algorithm = parts[1].sequence?.first?.objectIdentifier, parts[2].tag == DER.Tag.bitString,
      parts[2].content.first == 0
    else { return nil }
    if fields.first?.tag == 0xA0 { fields.removeFirst() }
    guard fields.count >= 6, fields[0].tag == DER.Tag.integer, let validity = fields[3].sequence, validity.count == 2,
      let notBefore = DERTime.instant(validity[0]), let notAfter = DERTime.instant(validity[1])
    else { return nil }
    self.bytes = bytes
    self.algorithm = algorithm
    self.notBefore = notBefore
    self.notAfter = notAfter
    serial = Array(fields[0].content)
    issuer = Array(fields[2].whole)
    subject = Array(fields[4].whole)
    key = Array(fields[5].whole)
    signed = Array(parts[0].whole)
    signature = Array(parts[2].content.dropFirst())
    isForTimeStamps = Self.isForTimeStamps(fields.dropFirst(6).first { $0.tag == 0xA3 })
  }

  private static func isForTimeStamps(_ extensions: DER?) -> Bool {
    let list = extensions?.children?.first?.sequence ?? []
    for entry in list {
      guard let parts = entry.sequence, parts.first?.objectIdentifier == "2.5.29.37", let value = parts.last,
        value.tag == DER.Tag.octetString
      else { continue }
      return DER(value.content)?.sequence?.map(\.objectIdentifier) == ["1.3.6.1.5.5.7.3.8"]
    }
    return false
  }

  /// Whether another certificate's key signed this one.
  func isIssued(by other: Certificate) -> Bool {
    guard issuer == other.subject else { return false }
    return SignatureAlgorithm.isValid(signature, over: signed, algorithm: algorithm, hash: "", key: other.key) == true
  }
}

/// Times of ASN.1.
enum DERTime {
  /// UTCTime and GeneralizedTime; parts of seconds are dropped, other zones than UTC are not read.
  static func instant(_ value: DER) -> Instant? {
    var text = String(decoding: value.content, as: UTF8.self)
    guard text.hasSuffix("Z") else { return nil }
    text.removeLast()
    switch value.tag {
    case 0x17:
      guard let year = Int(text.prefix(2)) else { return nil }
      text = "\(year < 50 ? 20 : 19)\(text)"
    case DER.Tag.generalizedTime: text = String(text.prefix { $0 != "." })
    default: return nil
    }
    let digits = Array(text)
    guard digits.count == 14 else { return nil }
    func part(_ range: Range<Int>) -> String { String(digits[range]) }
    return Instant(
      text: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))Z")
  }
}
