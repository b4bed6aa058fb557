import Documents

/// A physical location of SARIF (section 3.29): a file and a place in it.
struct SARIFLocation {
  private let file: String
  private let line: Int
  private let column: Int?

  /// Services show no result without a line.
  init(_ place: FindingPlace) {
    file = place.file
    line = place.line ?? 1
    column = place.column
  }

  func write(to writer: inout JSONWriter) {
    writer.name("physicalLocation")
    writer.object { writer in
      writer.name("artifactLocation")
      writer.object { writer in writer.member("uri", Self.reference(file)) }
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
