/// Base64 (the "encoders" extension library).
extension FunctionLibrary {
  public static let encoders = FunctionLibrary(
    name: "encoders",
    functions: [
      Function(
        "base64.encode", [Signature([.bytes], .string)],
        .unary { context, value in
          guard value.tag == .bytes else { return context.noSuchOverload("base64.encode", value) }
          return context.string(utf8: Base64.encode(context.bytes(of: value)))
        }),
      Function(
        "base64.decode", [Signature([.string], .bytes)],
        .unary { context, value in
          guard value.isString else { return context.noSuchOverload("base64.decode", value) }
          guard let bytes = Base64.decode(context.bytes(of: value)) else {
            return context.error(.invalidArgument, "the text is no base64")
          }
          return context.bytes(bytes)
        }),
    ])
}

/// Base64 with the standard alphabet (RFC 4648); decoding also takes texts without padding.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let rest = min(3, bytes.count - index)
      var group = UInt32(bytes[index]) << 16
      if rest > 1 { group |= UInt32(bytes[index + 1]) << 8 }
      if rest > 2 { group |= UInt32(bytes[index + 2]) }
      for position in 0..<4 {
        let isFilled = position <= rest
        result.append(isFilled ? alphabet[Int(group >> UInt32(18 - 6 * position)) & 63] : UInt8(ascii: "="))
      }
      index += 3
    }
    return result
  }

  static func decode(_ text: [UInt8]) -> [UInt8]? {
    var digits = text[...]
    while digits.last == UInt8(ascii: "="), text.count - digits.count < 2 { digits.removeLast() }
    guard digits.count % 4 != 1, digits.count == text.count || text.count % 4 == 0 else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(digits.count / 4 * 3)
    var buffer: UInt32 = 0
    var bits: UInt32 = 0
    for byte in digits {
      guard let value = value(byte) else { return nil }
      buffer = buffer << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> bits))
      }
    }
    return result
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
