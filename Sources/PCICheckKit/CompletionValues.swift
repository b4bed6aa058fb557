import Rules

extension PCICheck {
  /// The ids of the rules in the binary, sorted.
  public static var ruleIDs: [String] { PolicyLibrary().ruleFiles.map(\.name) }
  /// The profiles in the binary, sorted.
  public static var profileNames: [String] { PolicyLibrary().profileFiles.map(\.name) }
}
