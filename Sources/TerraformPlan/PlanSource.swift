import TerraformConfiguration

/// The configuration that a plan was made from, as far as it is at hand.
public struct PlanSource: Sendable {
  public let configuration: Configuration
  /// The folder of the root module as it was given, empty for one inside the plan itself.
  public let folder: String
  /// Whether it is certainly what the plan was made from: a folder can have changed since.
  public let isSnapshot: Bool

  public init(configuration: Configuration, folder: String, isSnapshot: Bool) {
    self.configuration = configuration
    self.folder = folder
    self.isSnapshot = isSnapshot
  }

  /// A file of the configuration as seen from where the folder was named.
  public func path(of file: String) -> String {
    folder.isEmpty || folder == "." || file.hasPrefix("/")
      ? file : folder.hasSuffix("/") ? folder + file : "\(folder)/\(file)"
  }
}
