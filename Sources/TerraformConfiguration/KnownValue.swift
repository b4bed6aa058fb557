/// A value that a plan states.
public indirect enum KnownValue: Hashable, Sendable {
  case null
  case bool(Bool)
  /// A number as written.
  case number(String)
  case string(String)
  case list([KnownValue])
  case map([String: KnownValue])
  /// Known only after apply.
  case unknown
}
