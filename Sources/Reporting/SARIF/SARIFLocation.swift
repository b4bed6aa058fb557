import Assessments
import Diagnostics
import Documents
import ResourceGraph

/// A physical location of SARIF (section 3.29): a file and a place in it.
struct SARIFLocation {
  private let file: String
  private let line: Int
  private let column: Int?

  init(file: String, line: Int?, column: Int?) {
    self.file = file
    self.line = line ?? 1
    self.column = line == nil ? nil : column
  }

  /// Where the finding's source is written; else its place in the input; else the input's beginning, because services
  /// show no result without a line.
  init(_ result: Observation, _ assessment: Assessment) {
    if let place = result.source?.place {
      self.init(file: place.file, line: place.line, column: place.column)
    } else {
      let own = result.evidence.reads.first { $0.address == result.address && $0.position != nil }?.position
      let input = result.input.map { assessment.inputs[$0].name } ?? assessment.inputs.first?.name
      self.init(file: input ?? "-", line: own.map { Int($0.line) }, column: own.map { Int($0.column) })
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.name("physicalLocation")
    writer.object { writer in
      writer.name("artifactLocation")
      writer.object { writer in writer.member("uri", Self.reference(file == "-" ? "stdin" : file)) }
      writer.name("region")
      writer.object { writer in
        writer.member("startLine", line)
        if let column { writer.member("startColumn", column) }
      }
    }
  }

  /// A path as a URI reference (RFC 3986, section 4.1).
  private static func reference(_ path: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
