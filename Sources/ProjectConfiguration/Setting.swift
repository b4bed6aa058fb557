import Diagnostics

/// A value of the configuration file and where it stands there.
public struct Setting<Value: Sendable>: Sendable {
  public let value: Value
  public let location: SourceLocation

  public init(_ value: Value, at location: SourceLocation) {
    self.value = value
    self.location = location
  }
}
