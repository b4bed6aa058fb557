import ArgumentParser
import TestSupport
import Testing

@testable import pcicheck

/// The short way through the arguments against the library's.
@Suite struct PlainArgumentsTests {
  private static let plan = "fixtures/terraform/minimal-web/plan.json"

  private static func plain(_ line: [String]) -> String? {
    PlainArguments.request(line, commands: { PCICheckCommand.commandNames }).map(text)
  }

  private static func text(_ request: CheckRequest) -> String {
    var text = ""
    dump(request, to: &text)
    return text
  }

  /// What the library makes of a line, read with all commands; nil if it refuses it or it asks for another command.
  private static func byLibrary(_ line: [String]) throws -> String? {
    guard let command = try? PCICheckCommand.parseAsRoot(line) as? CheckCommand else { return nil }
    return text(try command.request())
  }

  @Test(arguments: [
    [plan],
    ["check", plan],
    ["-", plan, "-"],
    [plan, "-f", "json", "-o", "report.json"],
    ["-f", "json", plan],
    ["--format=sarif", "--output=a=b", plan, "b.json"],
    [plan, "--report", "html=a.html", "--report=json=b.json", "--report", "auto"],
    [plan, "-q", "-v", "--timings", "--allow-incomplete", "--fail-on-indeterminate"],
    ["--quiet", "check/x", "--verbose"],
    [plan, "--source", "folder", "--config", "pcicheck.yaml", "--standard", "3.2.1", "--profile=complete"],
    [plan, "--rules", "a,b*", "--rules", "c", "--policies", "x", "--policies", "y"],
    [plan, "--waivers", "a", "--waivers", "b", "--baseline", "c", "--fail-on", "high", "--gate", "touched"],
    ["check", "-q", plan, plan, "with space.json"],
  ])
  func plainLinesAreReadAsTheLibraryReadsThem(_ line: [String]) throws {
    let read = try #require(Self.plain(line), "\(line)")
    #expect(try Self.byLibrary(line) == read, "\(line)")
  }

  @Test(arguments: [
    [], ["check"], ["--help"], ["help"], ["help", plan], [plan, "help"], ["--version"], ["rules"], ["check", "rules"],
    [plan, "--format", "nothing"], [plan, "-f"], ["chekc"], ["rulse"], [plan, "--", "-x"], [plan, ""], ["", plan],
    [plan, "-f", "json", "-f", "sarif"], [plan, "--format="], [plan, "-qv"], [plan, "-fjson"], [plan, "-f=json"],
    [plan, "--output", "-"], [plan, "--output", "--quiet"], [plan, "--output", "rules"], [plan, "-q", "-q"],
    [plan, "--fail-on", "grave"], [plan, "--gate", "new"], [plan, "--stream"], [plan, "--bundle", "b.zip"],
    [plan, "--no-such-option"], [plan, "--quiet=yes"], [plan, "--config", "a", "--no-config"], ["-q", "explain", plan],
  ])
  func otherLinesAreLeftToTheLibrary(_ line: [String]) { #expect(Self.plain(line) == nil, "\(line)") }

  @Test func noCommandIsNamedLikeAFile() {
    #expect(!PCICheckCommand.commandNames.contains { $0.contains(".") || $0.contains("/") })
  }

  @Test func whatIsReadOfAnyLineIsWhatTheLibraryReads() throws {
    let words = [
      Self.plan, "b.json", "-", "check", "rules", "-f", "--format", "json", "--format=json", "-q", "--quiet", "-v",
      "--output", "out.txt", "--rules=x", "--source", "--allow-incomplete", "--fail-on", "low", "--gate=all", "--", "",
    ]
    var random = SeededGenerator(seed: 7)
    var read = 0
    for _ in 0..<4_000 {
      let line = (0..<Int.random(in: 1...5, using: &random)).compactMap { _ in words.randomElement(using: &random) }
      guard let plain = Self.plain(line) else { continue }
      read += 1
      // The library is slow without optimisation.
      if read % 40 == 0 { #expect(try Self.byLibrary(line) == plain, "\(line)") }
    }
    #expect(read > 300)
  }
}
