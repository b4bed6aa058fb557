/// The contexts that a search ranges over.
struct ContextAssumptions: Hashable, Sendable {
  /// Keys with a given state, lower case; all others are free.
  var states: [String: KeyState] = [:]
  /// If set, keys that restrict have only the values of strangers.
  var outsider: Outsider?
}
