import Diagnostics
import Documents
import PCICheckKit

/// Lines of `check --stream`: taken apart, by both readers alike.
public enum StreamTarget: FuzzTarget {
  public static let name = "stream"

  public static func run(_ bytes: [UInt8]) {
    let fast = decode(bytes, with: .fast)
    require(fast == decode(bytes, with: .jansson), "the readers read different requests")
  }

  /// What a line comes to, as text.
  private static func decode(_ line: [UInt8], with reader: JSONReaderChoice) -> String {
    var id: String?
    do throws(Diagnostic) {
      let request = try StreamRequest.decode(
        line, at: SourceLocation(file: "lines", line: 1), with: reader, id: &id)
      switch request.input {
      case .path(let path): return "\(id ?? "-") \(path)"
      case .plan(let plan): return "\(id ?? "-") \(plan.name) \(plan.bytes.count) \(request.planOffset)"
      }
    } catch {
      require(!error.message.isEmpty, "a line is refused without words")
      return "\(id ?? "-") \(error)"
    }
  }
}
