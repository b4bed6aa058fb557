import CommandReference
import Foundation
import TestSupport
import Testing

/// `docs/commands.md` and `docs/pcicheck.1` are what `swift run command-reference` writes.
@Suite struct CommandReferenceTests {
  private static func root() throws -> CommandDescription {
    try CommandDescription.decode(try Command.run(["--experimental-dump-help"]).output)
  }

  @Test func thePagesAreFresh() throws {
    let root = try Self.root()
    let version = try Command.run(["--version"]).outputText.trimmingCharacters(in: .whitespacesAndNewlines)
    for (name, text) in [
      ("commands.md", MarkdownPage.text(root)), ("pcicheck.1", ManualPage.text(root, version: version)),
    ] {
      let isFresh = try Project.text(Project.path("docs/\(name)")) == text
      #expect(isFresh, "docs/\(name) is not fresh: run `swift run command-reference .build/debug/pcicheck docs`")
    }
  }

  @Test func thePagesHaveEveryCommandAndOption() throws {
    let root = try Self.root()
    let pages = [MarkdownPage.text(root), ManualPage.text(root, version: "0").replacing("\\-", with: "-")]
    for page in pages {
      for command in ["pcicheck check", "pcicheck explain", "pcicheck baseline write", "pcicheck config show"] {
        #expect(page.contains(command), "\(command)")
      }
      for option in ["--plan PLAN", "--quiet", "--gate GATE", "--fail-on FAIL_ON", "--allow-incomplete"] {
        #expect(page.contains(option), "\(option)")
      }
    }
  }

  /// groff says nothing about a page that it understands.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/groff"), "groff is not installed"))
  func groffUnderstandsTheManualPage() throws {
    let process = Process()
    let errors = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/groff")
    process.arguments = ["-man", "-Tutf8", "-ww", "-z", Project.path("docs/pcicheck.1")]
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(text.isEmpty, "\(text)")
  }
}
