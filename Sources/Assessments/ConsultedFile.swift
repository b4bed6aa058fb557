/// A file that a run went by, beside inputs and rules: who derives the verdicts again needs it too.
public struct ConsultedFile: Sendable {
  public enum Kind: String, Sendable {
    case configuration, waivers, baseline
    /// What the parameters of CloudFormation templates are.
    case parameters
  }

  public let kind: Kind
  /// The path as it was given or found.
  public let name: String
  /// SHA-256 of its bytes, lower-case hexadecimal.
  public let sha256: String

  public init(_ kind: Kind, name: String, sha256: String) {
    self.kind = kind
    self.name = name
    self.sha256 = sha256
  }
}

extension Assessment {
  /// The assessment with the files that the run went by.
  public func naming(_ files: [ConsultedFile]) -> Assessment {
    var result = self
    result.files = files
    return result
  }
}
