import HCL

/// Reads the parts of Terraform's addresses.
struct AddressScanner {
  private let bytes: [UInt8]
  private var offset = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { offset == bytes.count }

  mutating func take(_ text: String) -> Bool {
    guard bytes[offset...].starts(with: text.utf8) else { return false }
    offset += text.utf8.count
    return true
  }

  /// Everything up to the next `.` or `[`.
  mutating func name() -> String? {
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

  /// `[0]` or `["key"]` at this place.
  mutating func key() -> IterationKey? {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "[") else { return nil }
    let first = offset + 1
    var end = first
    var isQuoted = false
    while end < bytes.count, isQuoted || bytes[end] != UInt8(ascii: "]") {
      if bytes[end] == UInt8(ascii: "\"") { isQuoted.toggle() }
      end += isQuoted && bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < bytes.count else { return nil }
    let text = String(decoding: bytes[first..<end], as: UTF8.self)
    let key: IterationKey
    // Keys are written in the syntax of quoted templates.
    if text.hasPrefix("\"") {
      guard let expression = try? Expression.parse(text), case .literal(.string(let name)) = expression.kind else {
        return nil
      }
      key = .key(name)
    } else {
      guard let index = Int(text) else { return nil }
      key = .index(index)
    }
    offset = end + 1
    return key
  }
}
