import Diagnostics
import Documents
import Reporting
import Rules
import Values

extension BundleManifest {
  /// Reads a manifest.
  ///
  /// - Throws: a diagnostic for a text that is no manifest, or one of another version of the format.
  public static func decode(_ bytes: [UInt8], name: String = BundlePath.manifest) throws(Diagnostic) -> BundleManifest {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: name, bytes: bytes), into: &builder)
    let record = try RecordReader(builder.build(), root, file: name, what: "manifest")
    guard try record.optionalText("kind") == kind else {
      throw record.problem("is no manifest of an evidence bundle", at: root)
    }
    let version = try record.text("schemaVersion")
    guard version.prefix(while: { $0 != "." }) == schemaVersion.prefix(while: { $0 != "." }) else {
      throw record.problem(
        "is in version `\(safeText(version, limit: 20))` of the format, expected \(schemaVersion)", at: root,
        help: "use a version of pcicheck that reads it")
    }
    let created = try record.record(try record.required("created"), "`created`")
    guard let time = Instant(text: try created.text("time")) else {
      throw record.problem("the time is none, expected one as 2026-11-21T09:00:00Z", at: created.node)
    }
    let run = try record.record(try record.required("run"), "`run`")
    var inputs: [Input] = []
    for entry in try record.records("inputs", "input") {
      inputs.append(Input(name: try entry.text("name"), sha256: try entry.text("sha256")))
    }
    var members: [Entry] = []
    for entry in try record.records("members", "member") {
      let size = try entry.required("size")
      guard let count = entry.arena.int(size), count >= 0 else {
        throw entry.problem("`size` must be a number", at: size)
      }
      members.append(
        Entry(
          path: try entry.text("path"), size: Int(count), sha256: try entry.text("sha256"),
          packedSHA256: try entry.text("packedSha256")))
    }
    return BundleManifest(
      created: time, toolVersion: try record.record(try record.required("tool"), "`tool`").text("version"),
      allowsIncomplete: try run.optionalBool("allowIncomplete") ?? false, inputs: inputs, members: members)
  }
}
