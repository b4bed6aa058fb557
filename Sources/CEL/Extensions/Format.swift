/// `'%s is %d'.format([x, y])` (the "strings" extension library).
extension EvaluationContext {
  mutating func formatted(_ text: CELValue, _ arguments: CELValue) -> CELValue {
    let source = bytes(of: text)
    switch certainElements(arguments, "format") {
    case .abnormal(let value): return value
    case .elements(let elements):
      var formatter = Formatter(source: source, arguments: elements)
      return formatter.run(&self)
    }
  }
}

private struct Formatter {
  let source: [UInt8]
  let arguments: [CELValue]
  private var offset = 0
  private var next = 0
  private var output: [UInt8] = []

  init(source: [UInt8], arguments: [CELValue]) {
    self.source = source
    self.arguments = arguments
  }

  /// What one clause came to.
  private enum Piece {
    case text(String)
    case failed(CELValue)
  }

  mutating func run(_ context: inout EvaluationContext) -> CELValue {
    while offset < source.count {
      let byte = source[offset]
      offset += 1
      guard byte == UInt8(ascii: "%") else {
        output.append(byte)
        continue
      }
      if offset < source.count, source[offset] == UInt8(ascii: "%") {
        output.append(byte)
        offset += 1
        continue
      }
      switch clause(&context) {
      case .text(let text):
        output += Array(text.utf8)
        context.budget -= 1 + text.utf8.count >> 4
      case .failed(let error): return error
      }
      if context.budget < 0 { return .null }
    }
    return context.string(utf8: output)
  }

  private static let mostDigits = 1_000

  /// `%[.precision]letter`.
  private mutating func clause(_ context: inout EvaluationContext) -> Piece {
    var precision: Int?
    if offset < source.count, source[offset] == UInt8(ascii: ".") {
      offset += 1
      var value = 0
      let start = offset
      while offset < source.count, source[offset].isDigit, value <= Self.mostDigits {
        value = value * 10 + Int(source[offset] - UInt8(ascii: "0"))
        offset += 1
      }
      guard offset > start, value <= Self.mostDigits else {
        return .failed(context.error(.invalidArgument, "a precision is a number up to \(Self.mostDigits)"))
      }
      precision = value
    }
    guard offset < source.count else { return .failed(context.error(.invalidArgument, "the last `%` has no letter")) }
    let letter = source[offset]
    offset += 1
    guard "sdfebxXo".utf8.contains(letter) else {
      return .failed(context.error(.invalidArgument, "there is no format `%\(UnicodeScalar(letter))`"))
    }
    guard next < arguments.count else {
      return .failed(context.error(.invalidArgument, "`format` needs an argument \(next + 1)"))
    }
    let value = arguments[next]
    next += 1
    if let text = Self.text(letter, precision, value, &context) { return .text(text) }
    let type = context.typeName(value)
    return .failed(context.error(.invalidArgument, "`%\(UnicodeScalar(letter))` does not take a \(type)"))
  }

  private static func text(
    _ letter: UInt8, _ precision: Int?, _ value: CELValue, _ context: inout EvaluationContext
  ) -> String? {
    switch letter {
    case UInt8(ascii: "s"): context.formatText(value, depth: 0)
    case UInt8(ascii: "d"):
      switch value.tag {
      case .int: String(value.rawInt)
      case .uint: String(value.payload)
      case .double: NumberText.text(value.rawDouble)
      default: nil
      }
    case UInt8(ascii: "f"): number(value).map { Decimal.fixed($0, precision ?? 6) }
    case UInt8(ascii: "e"): number(value).map { Decimal.scientific($0, precision ?? 6) }
    case UInt8(ascii: "b"):
      value.tag == .bool ? (value.payload != 0 ? "1" : "0") : integer(value, radix: 2, uppercase: false)
    case UInt8(ascii: "o"): integer(value, radix: 8, uppercase: false)
    default: hex(value, uppercase: letter == UInt8(ascii: "X"), &context)
    }
  }

  private static func number(_ value: CELValue) -> Double? {
    switch value.tag {
    case .double: value.rawDouble
    case .int: Double(value.rawInt)
    case .uint: Double(value.payload)
    default: nil
    }
  }

  private static func integer(_ value: CELValue, radix: Int, uppercase: Bool) -> String? {
    switch value.tag {
    case .int: String(value.rawInt, radix: radix, uppercase: uppercase)
    case .uint: String(value.payload, radix: radix, uppercase: uppercase)
    default: nil
    }
  }

  private static func hex(_ value: CELValue, uppercase: Bool, _ context: inout EvaluationContext) -> String? {
    guard value.isString || value.tag == .bytes else { return integer(value, radix: 16, uppercase: uppercase) }
    return context.bytes(of: value).map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
    }.joined()
  }
}

extension EvaluationContext {
  /// A value as `%s` writes it; maps in the order of their keys' texts, so that equal maps read the same.
  fileprivate mutating func formatText(_ value: CELValue, depth: Int) -> String? {
    guard depth < 100, budget >= 0 else { return nil }
    budget -= 1
    switch value.tag {
    case .bytes: return String(decoding: bytes(of: value), as: UTF8.self)
    case .list, .nodeList:
      var parts: [String] = []
      for index in 0..<count(value) {
        guard let part = formatText(element(value, index), depth: depth + 1) else { return nil }
        parts.append(part)
      }
      return "[" + parts.joined(separator: ", ") + "]"
    case .map, .nodeMap:
      var parts: [(key: String, text: String)] = []
      for index in 0..<count(value) {
        guard let key = formatText(key(value, index), depth: depth + 1),
          let held = formatText(entry(value, index), depth: depth + 1)
        else { return nil }
        parts.append((key, "\(key): \(held)"))
      }
      parts.sort { Array($0.key.unicodeScalars).lexicographicallyPrecedes(Array($1.key.unicodeScalars)) }
      return "{" + parts.map(\.text).joined(separator: ", ") + "}"
    case .null, .bool, .int, .uint, .double, .string, .text, .timestamp, .duration, .type, .opaque:
      return display(value)
    default: return nil
    }
  }
}
