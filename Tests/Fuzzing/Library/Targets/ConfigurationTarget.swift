import Documents
import ProjectConfiguration
import Rules

/// The project's configuration, with the zones that it declares.
public enum ConfigurationTarget: FuzzTarget {
  public static let name = "configuration"

  public static func run(_ bytes: [UInt8]) {
    guard let file = try? ConfigurationFile.decode(InputDocument(name: "pcicheck.yaml", bytes: bytes)),
      let section = file.scope, let record = try? section.record()
    else { return }
    _ = try? ScopeDeclaration.decode(record)
  }
}
