/// A value, or why it is not known.
public enum Known<Value: Hashable & Sendable>: Hashable, Sendable {
  case known(Value)
  /// The reason, in the input's own terms.
  case unknown(String)
}
