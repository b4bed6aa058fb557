import Diagnostics
import Rules

/// An entry of the section `outputs`: a report to write, as `--report FORMAT=PATH` asks for it.
public struct OutputSetting: Sendable {
  /// The format's name; whether there is such a format is for those to judge who write reports.
  public let format: Setting<String>
  /// The file, relative to the configuration file; nil for standard output.
  public let path: Setting<String>?

  /// Reads `- sarif=out.sarif` and `- { format: sarif, file: out.sarif }`.
  static func decode(_ root: RecordReader) throws(Diagnostic) -> [OutputSetting] {
    guard let member = root.present("outputs") else { return [] }
    guard root.arena[member].kind == .list else { throw root.problem("`outputs` must be a list", at: member) }
    var result: [OutputSetting] = []
    for child in root.arena.children(member) {
      let place = root.location(child)
      if let text = root.arena.string(child) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let format = parts.first, !format.isEmpty, parts.last?.isEmpty == false else {
          throw root.problem("an output is `format` or `format=file`", at: child)
        }
        result.append(
          OutputSetting(
            format: Setting(format, at: place), path: parts.count > 1 ? Setting(parts[1], at: place) : nil))
        continue
      }
      let record = try root.record(child, "entry of `outputs`")
      try record.checkMembers(["format", "file"])
      let format = try record.required("format")
      result.append(
        OutputSetting(
          format: Setting(try record.text(at: format, "format"), at: record.location(format)),
          path: try record.textSetting("file")))
    }
    return result
  }
}
