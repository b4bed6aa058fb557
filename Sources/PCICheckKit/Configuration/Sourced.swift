import Diagnostics

/// A value of the effective configuration and where it came from.
public struct Sourced<Value: Sendable>: Sendable {
  public let value: Value
  public let origin: ValueOrigin

  public init(_ value: Value, from origin: ValueOrigin) {
    self.value = value
    self.origin = origin
  }
}

/// Where a value came from; each beats the ones before it.
public enum ValueOrigin: Sendable {
  /// Nobody said anything.
  case standard
  case file(SourceLocation)
  /// The option that said it.
  case commandLine(String)

  /// `default`, `pcicheck.yaml:3:10`, `--profile`.
  public var text: String {
    switch self {
    case .standard: "default"
    case .file(let location): location.description
    case .commandLine(let option): option
    }
  }

  var location: SourceLocation? { if case .file(let location) = self { location } else { nil } }
}
