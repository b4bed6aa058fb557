import Diagnostics
import Documents
import PCICheckKit
import TestSupport

/// A plan that is cut short is refused, with the place and what to do.
public enum Truncations {
  /// - Parameters:
  ///   - bytes: a plan or state as JSON.
  ///   - count: how many places it is cut at.
  public static func findings(_ bytes: [UInt8], name: String, count: Int, seed: UInt64 = 1) throws -> Findings {
    let check = PCICheck(
      options: PCICheck.Options(policies: try PCICheck.Policies(), profile: "complete", allowIncomplete: true))
    var findings = Findings()
    var generator = SeededGenerator(seed: seed)
    guard let end = bytes.lastIndex(of: UInt8(ascii: "}")), end > 0 else { return findings }
    for _ in 0..<count {
      let length = Int.random(in: 0..<end, using: &generator)
      findings.count()
      do throws(Diagnostic) {
        _ = try check.run(document: InputDocument(name: name, bytes: Array(bytes[..<length])))
        findings.add("\(name) is accepted with \(length) of \(bytes.count) bytes")
      } catch {
        guard error.location?.file != name || error.message.isEmpty || error.help == nil else { continue }
        findings.add("\(name), \(length) bytes: says neither where nor what to do: \(error)")
      }
    }
    return findings
  }
}
