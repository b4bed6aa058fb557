/// Escapes of quoted templates (HCL native syntax, "Template Literals"), and `$${`, `%%{` of all templates.
extension Parser {
  /// The text of a token of a quoted template.
  func unescapeQuoted(_ token: Token) throws(SyntaxError) -> String {
    let range = Int(token.start)..<Int(token.end)
    guard hasEscapes, source.bytes[range].contains(UInt8(ascii: "\\")) else { return unescapeMarkers(token) }
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = source.bytes[offset]
      if byte != UInt8(ascii: "\\") {
        text.append(byte)
        offset += skipsSecondMarker(offset, range.upperBound) ? 2 : 1
        continue
      }
      guard let (bytes, length) = escape(at: offset, end: range.upperBound) else {
        throw SyntaxError(
          "expected one of the escapes \\n, \\r, \\t, \\\", \\\\, \\uNNNN and \\UNNNNNNNN",
          at: self.range(token).start + UInt32(offset - range.lowerBound))
      }
      text += bytes
      offset += length
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The text of a token in which only `$${` and `%%{` are special.
  func unescapeMarkers(_ token: Token) -> String {
    let range = Int(token.start)..<Int(token.end)
    let bytes = source.bytes[range]
    guard bytes.contains(UInt8(ascii: "{")) else { return String(decoding: bytes, as: UTF8.self) }
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var offset = range.lowerBound
    while offset < range.upperBound {
      text.append(source.bytes[offset])
      offset += skipsSecondMarker(offset, range.upperBound) ? 2 : 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  private func skipsSecondMarker(_ offset: Int, _ end: Int) -> Bool {
    let byte = source.bytes[offset]
    return (byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%")) && offset + 2 < end
      && source.bytes[offset + 1] == byte && source.bytes[offset + 2] == UInt8(ascii: "{")
  }

  private func escape(at offset: Int, end: Int) -> (bytes: [UInt8], length: Int)? {
    guard offset + 1 < end else { return nil }
    switch source.bytes[offset + 1] {
    case UInt8(ascii: "n"): return ([0x0A], 2)
    case UInt8(ascii: "r"): return ([0x0D], 2)
    case UInt8(ascii: "t"): return ([0x09], 2)
    case UInt8(ascii: "\""): return ([UInt8(ascii: "\"")], 2)
    case UInt8(ascii: "\\"): return ([UInt8(ascii: "\\")], 2)
    case UInt8(ascii: "u"): return unicodeEscape(offset, digits: 4, end)
    case UInt8(ascii: "U"): return unicodeEscape(offset, digits: 8, end)
    default: return nil
    }
  }

  private func unicodeEscape(_ offset: Int, digits: Int, _ end: Int) -> (bytes: [UInt8], length: Int)? {
    guard offset + 2 + digits <= end else { return nil }
    let text = source.bytes[(offset + 2)..<(offset + 2 + digits)]
    guard text.allSatisfy(isHexadecimal), let value = UInt32(String(decoding: text, as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(value)
    else { return nil }
    return (Array(String(scalar).utf8), 2 + digits)
  }
}

func isHexadecimal(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
    UInt8(ascii: "A")...UInt8(ascii: "F"):
    true
  default: false
  }
}
