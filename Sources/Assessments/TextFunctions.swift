import CEL
import Values

/// `plainText(text)`: the text behind an encoding that providers use for scripts and user data.
///
/// Base64 is decoded where the result is text. A SHA-1 digest, which is all that some providers keep, and compressed data are
/// unknown: nobody can say what they hold.
enum TextFunctions {
  static var functions: [Function] { [plainText] }

  private static var plainText: Function {
    Function("plainText", Signature([.dyn], .dyn), isStrict: false, isPure: true) {
      context, arguments throws(EvaluationError) in
      if let argument = arguments.first, argument.isUnknown || argument.isError { return known(of: argument, &context) }
      guard let argument = arguments.first, let text = context.string(of: argument) else { return .null }
      if isDigest(text) {
        return context.unknown(UnknownReason(.notUnderstood, "a digest in place of the text"), node: argument.node)
      }
      guard let bytes = base64(text) else { return argument }
      if bytes.starts(with: [0x1F, 0x8B]) {
        return context.unknown(UnknownReason(.notUnderstood, "compressed data"), node: argument.node)
      }
      guard let decoded = String(validating: bytes, as: UTF8.self), !decoded.utf8.contains(where: isControl) else {
        return argument
      }
      return context.value(.string(decoded))
    }
  }

  /// What is known of a text: all but names that a service makes up, which hold no secret, or some pieces.
  private static func known(of argument: CELValue, _ context: inout EvaluationContext) -> CELValue {
    guard let text = context.partialText(of: argument), let item = context.unknownItems(argument).first else {
      return argument
    }
    if let sketch = text.sketch { return context.value(.string(sketch)) }
    let reason = context.reason(item)
    return context.unknown(
      UnknownReason(reason.cause, reason.detail, text: UnknownReason.PartialText(pieces: text.pieces)),
      node: argument.node)
  }

  /// The text behind base64, nil for what is no base64 or has no text behind it.
  static func decodedText(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    // Few texts are base64 at all: a space, a point or a colon says that one is not.
    guard text.prefix(64).allSatisfy({ sextet($0) != nil || $0 == 10 || $0 == 13 || $0 == UInt8(ascii: "=") }),
      let bytes = base64(String(decoding: text, as: UTF8.self)),
      let decoded = String(validating: bytes, as: UTF8.self), !decoded.utf8.contains(where: isControl)
    else { return nil }
    return bytes
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 40 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 32 && byte != 9 && byte != 10 && byte != 13 }

  /// The bytes behind padded base64; nil if the text is something else.
  private static func base64(_ text: String) -> [UInt8]? {
    let digits = text.utf8.filter { $0 != 10 && $0 != 13 }
    guard digits.count >= 16, digits.count.isMultiple(of: 4) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 4 * 3)
    var buffer: UInt32 = 0
    var bits = 0
    var padding = 0
    for digit in digits {
      if digit == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let value = sextet(digit) else { return nil }
      buffer = buffer << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
      }
    }
    return padding <= 2 ? bytes : nil
  }

  private static func sextet(_ digit: UInt8) -> UInt32? {
    switch digit {
    case 65...90: UInt32(digit - 65)
    case 97...122: UInt32(digit - 71)
    case 48...57: UInt32(digit + 4)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
