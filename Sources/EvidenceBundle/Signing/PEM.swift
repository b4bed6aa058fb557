import Diagnostics

/// A PEM text (RFC 7468): a label and the bytes behind it.
struct PEM {
  let label: String
  let bytes: [UInt8]

  init(label: String, bytes: [UInt8]) {
    self.label = label
    self.bytes = bytes
  }

  /// Reads the first block of a text; what stands around it is not looked at.
  init?(_ text: String) {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmingSpaces() }
    guard let start = lines.firstIndex(where: { $0.hasPrefix("-----BEGIN ") && $0.hasSuffix("-----") }) else {
      return nil
    }
    let label = String(lines[start].dropFirst("-----BEGIN ".count).dropLast("-----".count))
    guard let end = lines[start...].firstIndex(of: "-----END \(label)-----"),
      let bytes = Base64.decode(lines[(start + 1)..<end].joined())
    else { return nil }
    self.label = label
    self.bytes = bytes
  }

  /// All blocks of a text.
  static func all(in text: String) -> [PEM] {
    text.ranges(of: "-----BEGIN ").compactMap { PEM(String(text[$0.lowerBound...])) }
  }

  var text: String {
    var text = "-----BEGIN \(label)-----\n"
    var rest = Base64.encode(bytes)[...]
    while !rest.isEmpty {
      text += "\(rest.prefix(64))\n"
      rest = rest.dropFirst(64)
    }
    return text + "-----END \(label)-----\n"
  }
}

extension Substring {
  fileprivate func trimmingSpaces() -> String {
    let start = drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    let end = start.lastIndex { !($0 == " " || $0 == "\t" || $0 == "\r") }
    return end.map { String(start[...$0]) } ?? ""
  }
}
