import Assessments
import Diagnostics
import Documents
import Rules

/// The section `waivers`: failures that are accepted for a time.
public struct WaiverSettings: Sendable {
  /// The days that a waiver may hold where the configuration does not say.
  public static let defaultHorizon = 365

  /// Files of waivers, relative to the configuration file.
  public let files: [Setting<String>]
  /// The most days from a waiver's `created`, or else from today, to its `expires`.
  public let horizon: Setting<Int>?
  public let entries: [WaiverEntry]
  /// Whether comments `pcicheck:ignore` in sources waive too.
  public let comments: Setting<Bool>?

  static let none = WaiverSettings(files: [], horizon: nil, entries: [], comments: nil)

  static func decode(_ root: RecordReader) throws(Diagnostic) -> WaiverSettings {
    guard let member = root.present("waivers") else { return none }
    if root.arena[member].kind == .list {
      return WaiverSettings(
        files: [], horizon: nil, entries: try WaiverDecoder.entries(root, "waivers"), comments: nil)
    }
    let record = try root.record(member, "section `waivers`")
    try record.checkMembers(["files", "max-days", "entries", "comments"])
    return WaiverSettings(
      files: try record.textSettings("files"), horizon: try horizon(record),
      entries: try WaiverDecoder.entries(record, "entries"), comments: try record.boolSetting("comments"))
  }

  /// Reads a file of waivers: `version: 1` and `waivers:` with a list.
  public static func read(_ path: String) throws(Diagnostic) -> (bytes: [UInt8], entries: [WaiverEntry]) {
    let document: InputDocument
    do throws(Diagnostic) {
      document = try readInput(path, limit: 16 << 20)
    } catch {
      throw Diagnostic(.error, error.message, at: error.location, help: "it is named as a file of waivers")
    }
    return (document.bytes, try decode(document))
  }

  package static func decode(_ document: InputDocument) throws(Diagnostic) -> [WaiverEntry] {
    let record = try ConfigurationFile.rootRecord(document, what: "file of waivers")
    try record.checkMembers(["version", "waivers"])
    try ConfigurationFile.checkVersion(record)
    return try WaiverDecoder.entries(record, "waivers")
  }

  private static func horizon(_ record: RecordReader) throws(Diagnostic) -> Setting<Int>? {
    guard let member = record.present("max-days") else { return nil }
    guard let days = record.arena.int(member), (1...3_660).contains(days) else {
      throw record.problem("`max-days` must be a number of days from 1 to 3660", at: member)
    }
    return Setting(Int(days), at: record.location(member))
  }
}
