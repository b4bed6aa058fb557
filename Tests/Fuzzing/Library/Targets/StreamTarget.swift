import Diagnostics
import Documents
import PCICheckKit

/// Lines of `check --stream`: taken apart, by both readers alike.
public enum StreamTarget: FuzzTarget {
  public static let name = "stream"

  /// What a line comes to.
  private enum Decoded: Equatable {
    case path(String)
    case plan(name: String, count: Int, offset: Int)
    case refused(Diagnostic)
  }

  public static func run(_ bytes: [UInt8]) {
    let (fast, record) = (decode(bytes, with: .fast), decode(bytes, with: .jansson))
    require(fast.id == record.id && fast.what == record.what, "the readers read different requests")
  }

  private static func decode(_ line: [UInt8], with reader: JSONReaderChoice) -> (id: String?, what: Decoded) {
    var id: String?
    do throws(Diagnostic) {
      let request = try StreamRequest.decode(
        line, at: SourceLocation(file: "lines", line: 1), with: reader, id: &id)
      switch request.input {
      case .path(let path): return (id, .path(path))
      case .plan(let plan): return (id, .plan(name: plan.name, count: plan.bytes.count, offset: request.planOffset))
      }
    } catch {
      require(!error.message.isEmpty, "a line is refused without words")
      return (id, .refused(error))
    }
  }
}
