/// Where the files of a configuration come from.
public protocol ConfigurationStorage: Sendable {
  /// `modules.json`, which says where each module call's files are; nil if there is none.
  var manifest: [UInt8]? { get }

  /// The configuration files of one module.
  ///
  /// - Parameters:
  ///   - key: the calls that lead to the module, joined by dots; empty for the root.
  ///   - directory: the module's directory, relative to the root module's.
  func files(ofModule key: String, directory: String) throws(ConfigurationDiagnostic) -> [StoredFile]
}

/// A file as stored.
public struct StoredFile: Sendable {
  /// The file's name, without a directory.
  public let name: String
  /// What it holds.
  public let bytes: [UInt8]

  /// A file of given content.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// Whether Terraform or OpenTofu reads a file of this name as configuration.
func isConfigurationFile(_ name: String) -> Bool {
  let suffixes = [".tf", ".tf.json", ".tofu", ".tofu.json"]
  // Editors' leftovers are not read (Terraform, "Files and Directories").
  let isLeftover = name.hasPrefix(".") || name.hasSuffix("~") || name.hasPrefix("#") && name.hasSuffix("#")
  return !isLeftover && suffixes.contains { name.hasSuffix($0) }
}
