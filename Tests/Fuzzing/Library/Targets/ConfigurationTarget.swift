import Documents
import ProjectConfiguration
import Rules

/// The project's configuration, with the zones that it declares, and files of waivers.
public enum ConfigurationTarget: FuzzTarget {
  public static let name = "configuration"

  public static func run(_ bytes: [UInt8]) {
    let document = InputDocument(name: "pcicheck.yaml", bytes: bytes)
    _ = try? WaiverSettings.decode(document)
    guard let file = try? ConfigurationFile.decode(document),
      let section = file.scope, let record = try? section.record()
    else { return }
    _ = try? ScopeDeclaration.decode(record)
  }
}
