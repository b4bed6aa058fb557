import Foundation
import TestSupport
import Testing

/// Whole reports, compared to the byte. `RECORD_GOLDENS=1 swift test --filter GoldenTests` writes them anew, and then
/// fails, so that nobody takes a recording for a comparison. Read the difference before committing it.
@Suite struct GoldenTests {
  private static let inputs: [(name: String, path: String)] = [
    ("minimal-web", "fixtures/terraform/minimal-web/plan.json"),
    ("minimal-web-fixed", "fixtures/terraform/minimal-web-fixed/plan.json"),
    ("unknown-values", "fixtures/terraform/unknown-values/plan.json"),
    ("payments-noncompliant", "fixtures/kubernetes/payments-noncompliant"),
  ]
  private static let formats = [("terminal", "txt"), ("json", "json")]
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1"

  private static func golden(_ name: String, _ ending: String) -> String {
    Project.path("Tests/GoldenTests/Golden/\(name).\(ending)")
  }

  @Test(arguments: inputs.indices, formats)
  func reportsAreThoseThatWereReadAndApproved(_ index: Int, _ format: (name: String, ending: String)) throws {
    let input = Self.inputs[index]
    let run = try Command.run([input.path, "--format", format.name, "--color", "never"])
    let path = Self.golden(input.name, format.ending)
    if Self.isRecording {
      try FileManager.default.createDirectory(
        atPath: Project.path("Tests/GoldenTests/Golden"), withIntermediateDirectories: true)
      try Data(run.output).write(to: URL(fileURLWithPath: path))
      Issue.record("recorded \(path); run again without RECORD_GOLDENS to compare")
      return
    }
    let expected = try Project.text(path)
    guard run.outputText != expected else { return }
    Issue.record("\(input.name).\(format.ending) differs: \(Self.difference(expected, run.outputText))")
  }

  /// The first line that differs.
  private static func difference(_ expected: String, _ found: String) -> String {
    let left = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let right = found.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<min(left.count, right.count) where left[index] != right[index] {
      return "line \(index + 1) was `\(left[index])` and is `\(right[index])`"
    }
    return "\(left.count) lines were expected, \(right.count) are there"
  }

  @Test(.disabled(if: isRecording, "reports are being recorded"), arguments: inputs.map(\.name))
  func goldenReportsFitTheirSchema(_ name: String) throws {
    let schema = JSONSchema(try JSONTree(try Project.bytes(Project.path("policies/schema/report.schema.json"))))
    let problems = schema.problems(try JSONTree(try Project.bytes(Self.golden(name, "json"))))
    #expect(problems.isEmpty, "\(problems.prefix(5))")
  }

  /// README shows real output; what it leaves out is marked.
  @Test(.disabled(if: isRecording, "reports are being recorded")) func readmeShowsWhatTheFixtureGets() throws {
    let blocks = try Project.text(Project.path("README.md")).components(separatedBy: "```\n")
    let shown = try #require(blocks.first { $0.contains("resources assessed against") })
    // Paragraphs, since findings between them may be left out.
    let golden = Set(
      try Project.text(Self.golden("minimal-web", "txt")).components(separatedBy: "\n\n").map(Self.trimmed))
    for paragraph in shown.components(separatedBy: "\n\n") where paragraph != "[...]" {
      #expect(golden.contains(Self.trimmed(paragraph)), "README shows what is no more: \(paragraph)")
    }
  }

  private static func trimmed(_ paragraph: String) -> String { paragraph.trimmingCharacters(in: .newlines) }
}
