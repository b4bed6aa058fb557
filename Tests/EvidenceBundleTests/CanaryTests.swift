import Foundation
import TestSupport
import Testing

/// Secrets reach no output: over two hundred are planted, and every output and every member of the bundle is searched.
@Suite struct CanaryTests {
  @Test func noSecretReachesAnyOutput() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    var source = CanaryPlan()
    let plan = try folder.write("plan.json", source.text())
    let manifests = try folder.write("manifests.yaml", source.manifests())
    let canaries = source.canaries
    #expect(Set(canaries).count == canaries.count && canaries.count >= 200)

    let search = Search(canaries)
    let bundle = "\(folder.path)/a.zip"
    for format in ["terminal", "json", "csv", "html", "oscal"] {
      let more = format == "json" ? ["--bundle", bundle] : format == "terminal" ? ["--verbose"] : []
      let run = try Command.run([plan, manifests, "--format", format, "--profile", "complete"] + more)
      #expect(run.status == 1 || run.status == 0, "\(run.errorText)")
      #expect(run.output.count > 1_000)
      let found = search.found(in: run.output + run.errors)
      #expect(found.isEmpty, "\(format): \(found.prefix(5))")
    }
    for member in try SmallBundle.members(try Project.bytes(bundle)) {
      let found = search.found(in: member.bytes)
      #expect(found.isEmpty, "\(member.path): \(found.prefix(5))")
    }
    for format in ["md", "xlsx"] {
      let run = try Command.run(["report", bundle, "--format", format])
      #expect(run.status == 0)
      let texts = format == "xlsx" ? try SmallBundle.members(run.output).map(\.bytes) : [run.output]
      for text in texts {
        let found = search.found(in: text)
        #expect(found.isEmpty, "\(format): \(found.prefix(5))")
      }
    }
    let verified = try Command.run(["verify", bundle, "--replay", plan, "--replay", manifests])
    #expect(verified.status == 0, "\(verified.outputText)")
    #expect(search.found(in: verified.output).isEmpty)
  }

  /// Equal hidden values have equal digests, other values others.
  @Test func equalValuesCanBeSeenToBeEqual() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
    let changes = [("a", "same"), ("b", "same"), ("c", "other")].map { name, password in
      """
      {"address":"aws_db_instance.\(name)","mode":"managed","type":"aws_db_instance","name":"\(name)",
       "change":{"actions":["create"],"before":null,"after":{"engine":"postgres","password":"\(password)"},
       "after_unknown":{},"before_sensitive":false,"after_sensitive":{"password":true}}}
      """
    }
    let plan = try folder.write(
      "plan.json",
      "{\"format_version\":\"1.2\",\"resource_changes\":[\(changes.joined(separator: ","))],\"configuration\":{\"root_module\":{}}}"
    )
    let bundle = "\(folder.path)/a.zip"
    _ = try Command.run([plan, "--bundle", bundle, "--rules", "aws-rds-managed-password"])
    let members = try SmallBundle.members(try Project.bytes(bundle))
    let record = try JSONTree(try #require(members.first { $0.path == "assessment.json" }).bytes)
    let digests = (record["observations"]?.elements ?? []).flatMap { observation -> [String] in
      let evidence = record["evidence"]?[Int(observation["evidence"]?.number ?? -1)]
      let digest = (evidence?["attributes"]?.elements ?? []).lazy.compactMap { number in
        record["attributes"]?[Int(number.number ?? -1)]?["digest"]?.string
      }.first
      return observation["resources"]?.elements.compactMap { _ in digest } ?? []
    }
    #expect(digests.count == 3, "\(digests)")
    if digests.count == 3 { #expect(digests[0] == digests[1] && digests[0] != digests[2]) }
  }
}

/// Finds texts, also as base64 would write them.
private struct Search {
  /// By their first eight bytes.
  private var needles: [UInt64: [(canary: String, form: [UInt8])]] = [:]

  init(_ canaries: [String]) {
    for canary in canaries {
      let base64 = Data(canary.utf8).base64EncodedString().prefix(max(8, canary.utf8.count / 3 * 4 - 4))
      for form in [Array(canary.utf8), Array(base64.utf8)] where form.count >= 8 {
        needles[Self.key(form[0..<8]), default: []].append((canary, form))
      }
    }
  }

  private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }

  func found(in bytes: [UInt8]) -> [String] {
    var result: [String] = []
    var window: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      window = window << 8 | UInt64(byte)
      guard index >= 7, let candidates = needles[window] else { continue }
      for candidate in candidates where bytes[(index - 7)...].starts(with: candidate.form) {
        result.append(candidate.canary)
      }
    }
    return result
  }
}
