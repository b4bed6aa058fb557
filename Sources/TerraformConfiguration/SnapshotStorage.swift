/// The snapshot of a configuration in a saved plan: `tfconfig/modules.json` and `tfconfig/m-KEY/NAME`, where KEY is the
/// module's calls joined by dots, empty for the root.
public struct SnapshotStorage: ConfigurationStorage {
  /// `tfconfig/modules.json`
  public let manifest: [UInt8]?
  private var modules: [String: [StoredFile]] = [:]

  /// Takes the entries of a saved plan by their names in the archive; those that are no configuration are ignored.
  public init(entries: [String: [UInt8]]) {
    manifest = entries["tfconfig/modules.json"]
    for (name, bytes) in entries.sorted(by: { $0.key < $1.key }) {
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == "tfconfig", parts[1].hasPrefix("m-"), isConfigurationFile(String(parts[2]))
      else { continue }
      modules[String(parts[1].dropFirst(2)), default: []].append(StoredFile(name: String(parts[2]), bytes: bytes))
    }
  }

  public func files(ofModule key: String, directory: String) throws(ConfigurationDiagnostic) -> [StoredFile] {
    guard let files = modules[key] else {
      throw ConfigurationDiagnostic(
        "the saved plan holds no files of \(key.isEmpty ? "the root module" : "module \(key)")")
    }
    return files
  }
}
