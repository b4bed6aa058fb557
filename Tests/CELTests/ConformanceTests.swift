import CELConformance
import Foundation
import Testing

/// The specification's own suite, where it is at hand beside the package.
@Suite("CEL conformance suite")
struct ConformanceTests {
  private static var folder: URL {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { root.deleteLastPathComponent() }
    return root.deletingLastPathComponent().appendingPathComponent("shared/cel")
  }

  private static var files: [URL] {
    let found = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (found ?? []).filter { $0.pathExtension == "jsonl" }.sorted { $0.path < $1.path }
  }

  @Test("every case passes or is skipped for a stated reason")
  func everyCase() throws {
    guard !Self.files.isEmpty else {
      print("CEL conformance suite: skipped, \(Self.folder.path) is not there")
      return
    }
    for file in Self.files {
      let contents = [UInt8](try Data(contentsOf: file))
      let report = ConformanceReport(file: file.lastPathComponent, contents: contents)
      print(report.text)
      #expect(report.failures.isEmpty, "\(report.text)")
      #expect(report.passed > 0)
    }
  }
}
