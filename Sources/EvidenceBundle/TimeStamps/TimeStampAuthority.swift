import Diagnostics

/// Whom time stamps are accepted from: certificates of time-stamping authorities, or of those who issue these.
public struct TimeStampAuthority: Sendable {
  let certificates: [[UInt8]]

  /// - Parameters:
  ///   - pem: one or several certificates.
  ///   - source: where the text is from, for messages.
  public init(pem text: String, source: String) throws(Diagnostic) {
    let blocks = PEM.all(in: text).filter { $0.label == "CERTIFICATE" }
    guard !blocks.isEmpty, blocks.allSatisfy({ Certificate($0.bytes) != nil }) else {
      throw Diagnostic(
        .error, "is no certificate in PEM, expected `-----BEGIN CERTIFICATE-----`", at: SourceLocation(file: source))
    }
    certificates = blocks.map(\.bytes)
  }
}
