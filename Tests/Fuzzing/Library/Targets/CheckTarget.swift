import Diagnostics
import Documents
import PCICheckKit
import Values

/// A whole run with all rules: whatever the input, a verdict or a refusal, and reports that can be read.
public enum CheckTarget: FuzzTarget {
  public static let name = "check"

  private static let check: PCICheck? = (try? PCICheck.Policies()).map { policies in
    PCICheck(options: PCICheck.Options(policies: policies, profile: "complete", allowIncomplete: true))
  }

  public static func run(_ bytes: [UInt8]) {
    guard let check else { fatalError("the built-in policies cannot be read") }
    let document = InputDocument(name: "input", bytes: bytes)
    guard let result = try? check.run(document: document) else { return }
    for format in PCICheck.formatNames {
      let report = check.report(result, format: format, color: false, width: 80, verbose: true)
      guard let first = report.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else { continue }
      let values = format == "jsonl" ? report.split(separator: UInt8(ascii: "\n")).map { Array($0) } : [report]
      for value in values { require(isJSON(value), "the report \(format) is no JSON") }
    }
  }

  /// Members with one name are refused too.
  private static func isJSON(_ bytes: [UInt8]) -> Bool {
    var builder = ValueArenaBuilder()
    return (try? JSONReader.read(InputDocument(name: "report", bytes: bytes), into: &builder)) != nil
  }
}
