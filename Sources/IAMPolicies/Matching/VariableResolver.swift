/// What is known of the values of policy variables.
struct VariableResolver: Hashable, Sendable {
  /// Whether the language version has variables at all (IAM User Guide, "IAM policy elements: Variables and tags").
  var isOn: Known<Bool>
  /// Values by lower-case key.
  var values: [String: String]

  init(version: Known<PolicyDocument.Version>, values: [String: String] = [:]) {
    switch version {
    case .known(let version): isOn = .known(version == .v2012)
    case .unknown(let reason): isOn = .unknown(reason)
    }
    self.values = values
  }
}
