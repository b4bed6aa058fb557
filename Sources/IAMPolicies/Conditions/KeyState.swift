/// What a request's context has under one key.
enum KeyState: Hashable, Sendable {
  case absent
  /// The values, one for a single-valued key.
  case values([String])
  /// It is not known which of the two, or which value.
  case undetermined(Doubt)
}
