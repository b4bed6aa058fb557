/// Whether bytes are well-formed UTF-8 (Unicode, table 3-7): no overlong forms, no surrogates, nothing beyond U+10FFFF.
func isValidUTF8(_ text: Span<UInt8>) -> Bool {
  var index = 0
  func continues(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
    index + offset < text.count && text[index + offset] >= low && text[index + offset] <= high
  }
  while index < text.count {
    let byte = text[index]
    switch byte {
    case 0..<0x80: index += 1
    case 0xC2...0xDF:
      guard continues(1) else { return false }
      index += 2
    case 0xE0...0xEF:
      guard continues(1, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF), continues(2) else { return false }
      index += 3
    case 0xF0...0xF4:
      guard continues(1, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF), continues(2), continues(3) else {
        return false
      }
      index += 4
    default: return false
    }
  }
  return true
}
