/// Writes strings as CEL literals.
enum Quoting {
  /// `text` as a double-quoted literal.
  static func literal(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars { result += escaped(scalar) }
    return result + "\""
  }

  static func escaped(_ scalar: UnicodeScalar) -> String {
    switch scalar.value {
    case 0x07: "\\a"
    case 0x08: "\\b"
    case 0x0C: "\\f"
    case 0x0A: "\\n"
    case 0x0D: "\\r"
    case 0x09: "\\t"
    case 0x0B: "\\v"
    case 0x5C: "\\\\"
    case 0x22: "\\\""
    case 0..<0x20, 0x7F: octet(UInt8(scalar.value))
    default: String(scalar)
    }
  }

  /// One byte of a bytes literal.
  static func octet(_ byte: UInt8) -> String {
    if byte >= 0x20, byte < 0x7F, byte != 0x22, byte != 0x5C { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16)
    return "\\x" + (digits.count < 2 ? "0" : "") + digits
  }
}
