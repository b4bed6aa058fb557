import Values

/// What the provider or the cloud does with an argument that nobody set.
public struct ProviderDefault: Sendable {
  public let type: String
  /// The attribute, with the names of enclosing blocks before it.
  public let path: [String]
  public let value: Scalar
  /// The page that says so.
  public let source: String
  public let because: String

  public enum Scalar: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case emptyList
  }

  public init(type: String, path: [String], value: Scalar, source: String, because: String) {
    self.type = type
    self.path = path
    self.value = value
    self.source = source
    self.because = because
  }
}
