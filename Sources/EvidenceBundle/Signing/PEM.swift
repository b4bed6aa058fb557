/// A PEM text (RFC 7468): a label and the bytes behind it.
struct PEM {
  let label: String
  let bytes: [UInt8]

  private static let beginning = Array("-----BEGIN ".utf8)
  private static let ending = Array("-----END ".utf8)
  private static let dashes = Array("-----".utf8)

  init(label: String, bytes: [UInt8]) {
    self.label = label
    self.bytes = bytes
  }

  /// Reads the first block of a text; what stands around it is not looked at.
  init?(_ text: String) {
    let lines = Self.lines(of: text)
    guard let start = lines.firstIndex(where: Self.begins) else { return nil }
    self.init(lines[start...])
  }

  /// All blocks of a text.
  static func all(in text: String) -> [PEM] {
    let lines = lines(of: text)
    return lines.indices.filter { begins(lines[$0]) }.compactMap { PEM(lines[$0...]) }
  }

  /// A block that the first of these lines begins. It ends before another begins, so that a text of many beginnings is
  /// not gone through for each.
  private init?(_ lines: ArraySlice<ArraySlice<UInt8>>) {
    guard let first = lines.first else { return nil }
    let label = first.dropFirst(Self.beginning.count)
    let rest = lines.dropFirst()
    guard let end = rest.firstIndex(where: { $0.starts(with: Self.ending) || $0.starts(with: Self.beginning) }),
      rest[end].starts(with: Self.ending), rest[end].dropFirst(Self.ending.count) == label,
      let bytes = Base64.decode(rest[..<end].lazy.joined())
    else { return nil }
    self.label = String(decoding: label.dropLast(Self.dashes.count), as: UTF8.self)
    self.bytes = bytes
  }

  private static func begins(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: beginning) && line.dropFirst(beginning.count).suffix(dashes.count) == dashes[...]
  }

  /// The lines that hold something, without spaces around it.
  private static func lines(of text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }.map { line in
      let start = line.firstIndex { !isSpace($0) } ?? line.endIndex
      let end = line.lastIndex { !isSpace($0) } ?? start
      return start < line.endIndex ? line[start...end] : []
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

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
