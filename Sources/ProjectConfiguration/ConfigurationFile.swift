import Diagnostics
import Documents
import Rules
import Values

/// The project's configuration as `pcicheck.yaml` has it (policies/schema/config.schema.json): what is absent is nil or
/// empty. Whether names of rules and profiles exist is for those to judge who know the policies.
public struct ConfigurationFile: Sendable {
  /// The version of the file's format that this program reads.
  public static let formatVersion: Int64 = 1

  /// The path as it was given or found.
  public let path: String
  /// The file's bytes, for digests.
  public let bytes: [UInt8]
  /// The version of the standard.
  public let standard: Setting<String>?
  public let profile: Setting<String>?
  public let policies: PolicySettings
  public let rules: RuleSettings
  public let parameters: [ParameterSetting]
  /// Which resources belong to which part of the cardholder data environment.
  public let scope: ScopeSection?
  public let waivers: WaiverSettings
  public let gate: GateSettings
  public let outputs: [OutputSetting]

  /// Reads a file.
  ///
  /// - Throws: a diagnostic with the place of what is not understood.
  public static func read(_ path: String) throws(Diagnostic) -> ConfigurationFile {
    let document: InputDocument
    do throws(Diagnostic) {
      document = try readInput(path, limit: 16 << 20)
    } catch {
      throw Diagnostic(
        .error, error.message, at: error.location,
        help: "`pcicheck init` writes a configuration; --no-config does without"
      )
    }
    return try decode(document)
  }

  /// Decodes a text, which `document` names.
  public static func decode(_ document: InputDocument) throws(Diagnostic) -> ConfigurationFile {
    let record = try rootRecord(document, what: "configuration")
    try record.checkMembers([
      "version", "standard", "profile", "policies", "rules", "parameters", "scope", "waivers", "gate", "outputs",
    ])
    try checkVersion(record)
    return ConfigurationFile(
      path: document.name, bytes: document.bytes, standard: try record.textSetting("standard"),
      profile: try record.textSetting("profile"), policies: try PolicySettings.decode(record),
      rules: try RuleSettings.decode(record), parameters: try ParameterSetting.decode(record),
      scope: ScopeSection.decode(record), waivers: try WaiverSettings.decode(record),
      gate: try GateSettings.decode(record), outputs: try OutputSetting.decode(record))
  }

  /// A path of the file made relative to where the file is, as a reader of the file expects.
  public func resolve(_ relative: String) -> String { Self.resolve(relative, beside: path) }

  static func resolve(_ relative: String, beside path: String) -> String {
    guard !relative.hasPrefix("/"), relative != "-", let slash = path.lastIndex(of: "/") else { return relative }
    return path[...slash] + relative
  }

  /// The one document of a file of this project's configuration; a file without content reads as an empty mapping.
  static func rootRecord(_ document: InputDocument, what: String) throws(Diagnostic) -> RecordReader {
    var builder = ValueArenaBuilder(recordsPositions: true)
    let source = SourceLines(document)
    let roots: [NodeID]
    do throws(Diagnostic) {
      roots = try YAMLReader.read(document, into: &builder)
    } catch {
      throw Diagnostic(
        .error, error.message, at: error.location, help: error.help,
        excerpt: error.location.flatMap { source.excerpt(at: $0) })
    }
    guard roots.count < 2 else {
      throw Diagnostic(
        .error, "has \(roots.count) YAML documents, expected one", at: SourceLocation(file: document.name),
        help: "take out the lines with `---` between them")
    }
    let arena = builder.build()
    guard let root = roots.first, arena[root].kind != .null else {
      throw Diagnostic(
        .error, "is empty, expected a \(what)", at: SourceLocation(file: document.name),
        help: "it begins with `version: \(formatVersion)`")
    }
    return try RecordReader(arena, root, file: document.name, what: what, source: source)
  }

  static func checkVersion(_ record: RecordReader) throws(Diagnostic) {
    let member: NodeID
    do throws(Diagnostic) {
      member = try record.required("version")
    } catch {
      throw Diagnostic(
        .error, error.message, at: error.location, help: "write `version: \(formatVersion)`", excerpt: error.excerpt)
    }
    guard record.arena.int(member) == formatVersion else {
      throw record.problem(
        "`version` is not one that this version of pcicheck reads, expected \(formatVersion)", at: member,
        help: "`version` is the version of the file's format, `standard` that of PCI DSS")
    }
  }
}
