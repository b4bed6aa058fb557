/// Base64 (RFC 4648), written without line breaks.
enum Base64 {
  private static let standard = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let forURLs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text = digits(bytes, standard)
    while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The form that JOSE uses: letters that URLs can hold, and no padding.
  static func encodeForURL(_ bytes: [UInt8]) -> String { String(decoding: digits(bytes, forURLs), as: UTF8.self) }

  private static func digits(_ bytes: [UInt8], _ alphabet: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      bits += 8
      while bits >= 6 {
        bits -= 6
        text.append(alphabet[Int(buffer >> bits & 63)])
      }
      buffer &= (1 << bits) - 1
    }
    if bits > 0 { text.append(alphabet[Int(buffer << (6 - bits) & 63)]) }
    return text
  }

  /// Values of characters, 255 for what is none; both alphabets are read.
  private static let values: [UInt8] = {
    var table = [UInt8](repeating: 255, count: 256)
    for (value, byte) in standard.enumerated() { table[Int(byte)] = UInt8(value) }
    for (value, byte) in forURLs.enumerated() { table[Int(byte)] = UInt8(value) }
    return table
  }()

  /// The bytes behind a text of either alphabet, with or without padding; nil if there is another way to write them,
  /// so that no character of a text can change unnoticed.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    var padding = 0
    var count = 0
    for character in text {
      count += 1
      if character == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      let value = values[Int(character)]
      guard value < 64, padding == 0 else { return nil }
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
        buffer &= (1 << bits) - 1
      }
    }
    guard bits < 6, buffer == 0, padding <= 2, padding == 0 || count % 4 == 0 else { return nil }
    return bytes
  }

  static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }
}
