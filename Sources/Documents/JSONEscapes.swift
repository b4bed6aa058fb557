/// Replaces the escapes in strings of JSON.
struct JSONEscapes {
  /// The string read last.
  private(set) var bytes: [UInt8] = []

  /// Puts the text with its escapes replaced into ``bytes``; false for an escape that Jansson should judge.
  mutating func read(_ text: Span<UInt8>) -> Bool {
    bytes.removeAll(keepingCapacity: true)
    var index = 0
    let end = text.count
    while index < end {
      let byte = text[index]
      guard byte == UInt8(ascii: "\\") else {
        let run = index
        while index < end, text[index] != UInt8(ascii: "\\") { index += 1 }
        text.extracting(run..<index).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        continue
      }
      guard index + 1 < end else { return false }
      let escape = text[index + 1]
      index += 2
      switch escape {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(escape)
      case UInt8(ascii: "b"): bytes.append(0x08)
      case UInt8(ascii: "f"): bytes.append(0x0C)
      case UInt8(ascii: "n"): bytes.append(0x0A)
      case UInt8(ascii: "r"): bytes.append(0x0D)
      case UInt8(ascii: "t"): bytes.append(0x09)
      case UInt8(ascii: "u"):
        guard index + 4 <= end, appendScalar(text, index) else { return false }
        index += 4
      default: return false
      }
    }
    return true
  }

  private mutating func appendScalar(_ text: Span<UInt8>, _ start: Int) -> Bool {
    var code: UInt32 = 0
    for index in start..<start + 4 {
      guard let digit = Self.hexDigit(text[index]) else { return false }
      code = code << 4 | digit
    }
    guard code != 0, let scalar = Unicode.Scalar(code) else { return false }
    bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    return true
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }
}
