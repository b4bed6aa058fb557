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
      guard ["json", "sarif", "oscal"].contains(format) else { continue }
      var builder = ValueArenaBuilder()
      let isRead = (try? JSONReader.read(InputDocument(name: format, bytes: report), into: &builder)) != nil
      require(isRead, "the report \(format) is no JSON")
    }
  }
}
