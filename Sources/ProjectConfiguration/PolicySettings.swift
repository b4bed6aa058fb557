import Diagnostics
import Rules

/// The section `policies`: where rules come from beside those in the binary.
public struct PolicySettings: Sendable {
  /// Folders of policies, relative to the configuration file.
  public let folders: [Setting<String>]
  /// Whether the policies in the binary are used.
  public let builtIn: Setting<Bool>?

  static func decode(_ root: RecordReader) throws(Diagnostic) -> PolicySettings {
    guard let member = root.present("policies") else { return PolicySettings(folders: [], builtIn: nil) }
    // A list of folders is what most projects need; the long form also says what to leave out.
    guard root.arena[member].kind == .map else {
      return PolicySettings(folders: try root.textSettings("policies"), builtIn: nil)
    }
    let record = try root.record(member, "section `policies`")
    try record.checkMembers(["folders", "built-in"])
    return PolicySettings(folders: try record.textSettings("folders"), builtIn: try record.boolSetting("built-in"))
  }
}
