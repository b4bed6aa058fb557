/// Reads the parts of Terraform's addresses and references.
package struct AddressScanner {
  private let bytes: [UInt8]
  private var offset = 0

  package init(_ text: String) { bytes = Array(text.utf8) }

  package var isAtEnd: Bool { offset == bytes.count }

  /// What is not read yet.
  package var rest: ArraySlice<UInt8> { bytes[offset...] }

  package mutating func take(_ text: String) -> Bool {
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  /// An identifier: everything up to the next `.` or `[`.
  package mutating func name() -> String? {
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "."), bytes[offset] != UInt8(ascii: "[") { offset += 1 }
    return start == offset ? nil : String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  /// The module steps at this place, with the dot behind them.
  mutating func module() -> ModuleInstance? {
    var steps: [ModuleInstance.Step] = []
    while take("module.") {
      guard let name = name() else { return nil }
      steps.append(ModuleInstance.Step(name, key()))
      if !isAtEnd, !take(".") { return nil }
    }
    return ModuleInstance(steps)
  }

  /// `[0]` or `["key"]` at this place, nil if there is none.
  package mutating func key() -> IterationKey? {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "[") else { return nil }
    let start = offset
    offset += 1
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
      if let text = quoted(), take("]") { return .key(text) }
    } else {
      let first = offset
      while offset < bytes.count, bytes[offset] != UInt8(ascii: "]") { offset += 1 }
      if let index = Int(String(decoding: bytes[first..<offset], as: UTF8.self)), take("]") { return .index(index) }
    }
    offset = start
    return nil
  }

  /// A text in quotes with the escapes of HCL templates: `\"`, `\u00e9`, `$${` for `${`.
  private mutating func quoted() -> String? {
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\\"), offset < bytes.count {
        guard let escaped = escape() else { return nil }
        text += escaped
      } else if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%"), rest.starts(with: [byte, UInt8(ascii: "{")]) {
        text += [byte, UInt8(ascii: "{")]
        offset += 2
      } else {
        text.append(byte)
      }
    }
    guard offset < bytes.count else { return nil }
    offset += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that an escape stands for, after its backslash.
  private mutating func escape() -> [UInt8]? {
    let letter = bytes[offset]
    offset += 1
    switch letter {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return scalar(digits: 4)
    case UInt8(ascii: "U"): return scalar(digits: 8)
    default: return [letter]
    }
  }

  private mutating func scalar(digits: Int) -> [UInt8]? {
    guard let code = UInt32(String(decoding: rest.prefix(digits), as: UTF8.self), radix: 16),
      let scalar = Unicode.Scalar(code)
    else { return nil }
    offset += digits
    return Array(String(Character(scalar)).utf8)
  }

  /// Whether a key in an address begins and does not end, so that nobody can tell where the module ends.
  package static func hasOpenKey(_ text: String) -> Bool {
    var scanner = AddressScanner(text)
    while !scanner.isAtEnd {
      if scanner.take(".") || scanner.name() != nil || scanner.key() != nil { continue }
      return true
    }
    return false
  }

  /// The names left, keys left out: `id` of `.id`, `a`, `b` of `[0].a.b`.
  package mutating func remainingNames() -> [String] {
    var names: [String] = []
    while !isAtEnd {
      if take(".") {
        if let name = name() { names.append(name) }
      } else if key() == nil {
        break
      }
    }
    return names
  }
}
