/// The findings of an earlier run, which a later one does not count.
public struct Baseline: Sendable {
  /// The path of its file.
  public let name: String
  /// SHA-256 of its bytes, lower-case hexadecimal.
  public let sha256: String
  /// By fingerprint whether the finding was a failure; else it was undecided.
  let findings: [String: Bool]

  /// - Parameter findings: by fingerprint whether the finding was a failure.
  public init(name: String, sha256: String, findings: [String: Bool]) {
    self.name = name
    self.sha256 = sha256
    self.findings = findings
  }
}

/// What became of a baseline.
public struct BaselineSummary: Sendable {
  public let name: String
  /// The findings that it has.
  public let findings: Int
  /// Those that are still there.
  public let matched: Int
  public var gone: Int { findings - matched }
}
