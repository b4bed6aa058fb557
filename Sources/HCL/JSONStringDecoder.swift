/// Resolves the escapes of a JSON string (RFC 8259, section 7) and keeps where each byte came from.
enum JSONStringDecoder {
  /// - Parameter content: what stands between the quotes.
  /// - Returns: the string's bytes, and for each of them and for the end the offset in the file.
  static func decode(
    _ source: [UInt8], _ content: Range<Int>
  ) throws(SyntaxError) -> (bytes: [UInt8], offsets: [UInt32]) {
    var bytes: [UInt8] = []
    var offsets: [UInt32] = []
    var offset = content.lowerBound
    while offset < content.upperBound {
      let start = offset
      if source[offset] == UInt8(ascii: "\\") {
        let (scalar, length) = try escape(source, offset, content.upperBound)
        bytes += Array(String(scalar).utf8)
        offset += length
      } else {
        bytes.append(source[offset])
        offset += 1
      }
      while offsets.count < bytes.count { offsets.append(UInt32(truncatingIfNeeded: start)) }
    }
    offsets.append(UInt32(truncatingIfNeeded: content.upperBound))
    return (bytes, offsets)
  }

  private static func escape(
    _ source: [UInt8], _ offset: Int, _ end: Int
  ) throws(SyntaxError) -> (scalar: Unicode.Scalar, length: Int) {
    guard offset + 1 < end else { throw invalid(offset) }
    switch source[offset + 1] {
    case UInt8(ascii: "\""): return ("\"", 2)
    case UInt8(ascii: "\\"): return ("\\", 2)
    case UInt8(ascii: "/"): return ("/", 2)
    case UInt8(ascii: "b"): return ("\u{8}", 2)
    case UInt8(ascii: "f"): return ("\u{C}", 2)
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "r"): return ("\r", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "u"): return try unicode(source, offset, end)
    default: throw invalid(offset)
    }
  }

  /// `\uNNNN`, or two of them that are a surrogate pair.
  private static func unicode(
    _ source: [UInt8], _ offset: Int, _ end: Int
  ) throws(SyntaxError) -> (scalar: Unicode.Scalar, length: Int) {
    guard let first = unit(source, offset, end) else { throw invalid(offset) }
    if let scalar = Unicode.Scalar(first) { return (scalar, 6) }
    guard let second = unit(source, offset + 6, end), (0xD800..<0xDC00).contains(first),
      (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw invalid(offset) }
    return (scalar, 12)
  }

  private static func unit(_ source: [UInt8], _ offset: Int, _ end: Int) -> UInt32? {
    guard offset + 6 <= end, source[offset] == UInt8(ascii: "\\"), source[offset + 1] == UInt8(ascii: "u"),
      source[(offset + 2)..<(offset + 6)].allSatisfy(isHexadecimal)
    else { return nil }
    return UInt32(String(decoding: source[(offset + 2)..<(offset + 6)], as: UTF8.self), radix: 16)
  }

  private static func invalid(_ offset: Int) -> SyntaxError {
    SyntaxError("expected one of JSON's escapes", at: UInt32(truncatingIfNeeded: offset))
  }
}
