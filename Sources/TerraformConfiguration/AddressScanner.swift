/// Reads the parts of Terraform's addresses and references.
package struct AddressScanner {
  private let bytes: ArraySlice<UInt8>
  private var offset: Int

  package init(_ text: String) { self.init(Array(text.utf8)[...]) }

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  package var isAtEnd: Bool { offset == bytes.endIndex }

  /// The byte that comes next, nil at the end.
  package var next: UInt8? { isAtEnd ? nil : bytes[offset] }

  /// What is not read yet.
  package var rest: ArraySlice<UInt8> { bytes[offset...] }

  package mutating func take(_ text: String) -> Bool {
    var place = offset
    for byte in text.utf8 {
      guard place < bytes.endIndex, bytes[place] == byte else { return false }
      place += 1
    }
    offset = place
    return true
  }

  /// An identifier: everything up to the next `.` or `[`.
  package mutating func name() -> String? {
    let start = offset
    return skipName() ? String(decoding: bytes[start..<offset], as: UTF8.self) : nil
  }

  /// Goes over an identifier.
  package mutating func skipName() -> Bool {
    let start = offset
    while offset < bytes.endIndex, bytes[offset] != UInt8(ascii: "."), bytes[offset] != UInt8(ascii: "[") {
      offset += 1
    }
    return start != offset
  }

  /// What was read so far.
  package var taken: ArraySlice<UInt8> { bytes[..<offset] }

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
    guard offset < bytes.endIndex, bytes[offset] == UInt8(ascii: "[") else { return nil }
    let start = offset
    offset += 1
    if offset < bytes.endIndex, bytes[offset] == UInt8(ascii: "\"") {
      if let text = quoted(), take("]") { return .key(text) }
    } else {
      let first = offset
      while offset < bytes.endIndex, bytes[offset] != UInt8(ascii: "]") { offset += 1 }
      if let index = Int(String(decoding: bytes[first..<offset], as: UTF8.self)), take("]") { return .index(index) }
    }
    offset = start
    return nil
  }

  /// A text in quotes with the escapes of HCL templates: `\"`, `\u00e9`, `$${` for `${`.
  private mutating func quoted() -> String? {
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.endIndex, bytes[offset] != UInt8(ascii: "\"") {
      let byte = bytes[offset]
      offset += 1
      if byte == UInt8(ascii: "\\"), offset < bytes.endIndex {
        guard let escaped = escape() else { return nil }
        text += escaped
      } else if byte == UInt8(ascii: "$") || byte == UInt8(ascii: "%"), rest.starts(with: [byte, UInt8(ascii: "{")]) {
        text += [byte, UInt8(ascii: "{")]
        offset += 2
      } else {
        text.append(byte)
      }
    }
    guard offset < bytes.endIndex else { return nil }
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

  /// The first of the names left.
  package mutating func nextName() -> String? {
    while !isAtEnd {
      if take(".") {
        if let name = name() { return name }
      } else if key() == nil {
        return nil
      }
    }
    return nil
  }

  /// The names left, keys left out: `id` of `.id`, `a`, `b` of `[0].a.b`.
  package mutating func remainingNames() -> [String] {
    var names: [String] = []
    while let name = nextName() { names.append(name) }
    return names
  }
}
