/// What a byte can be part of. Bytes from 0x80 need decoding first.
struct CharacterClass: OptionSet {
  let rawValue: UInt8
  static let identifierStart = CharacterClass(rawValue: 1)
  static let identifierPart = CharacterClass(rawValue: 2)
  static let digit = CharacterClass(rawValue: 4)

  static func of(_ byte: UInt8) -> CharacterClass {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      [.identifierStart, .identifierPart]
    // Terraform's identifiers may begin with an underscore, which ID_Start does not hold but HCL allows.
    case UInt8(ascii: "_"): [.identifierStart, .identifierPart]
    case UInt8(ascii: "0")...UInt8(ascii: "9"): [.digit, .identifierPart]
    case UInt8(ascii: "-"): [.identifierPart]
    default: []
    }
  }
}

/// Decodes the scalar at `offset` of valid UTF-8; nil at the end and for what is not valid.
func decodeScalar(_ bytes: [UInt8], at offset: Int) -> (scalar: Unicode.Scalar, length: Int)? {
  guard offset < bytes.count else { return nil }
  let first = bytes[offset]
  let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
  guard offset + length <= bytes.count else { return nil }
  var value = length == 1 ? UInt32(first) : UInt32(first) & (0xFF >> UInt32(length + 1))
  for index in 1..<max(1, length) where length > 1 { value = value << 6 | UInt32(bytes[offset + index] & 0x3F) }
  return Unicode.Scalar(value).map { ($0, length) }
}
