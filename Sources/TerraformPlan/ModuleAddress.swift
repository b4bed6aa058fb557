import ResourceGraph

/// A module instance: the calls that lead to it from the root, each with its instance key.
struct ModuleAddress: Hashable, Sendable {
  struct Step: Hashable, Sendable {
    let call: String
    let key: InstanceKey?
  }

  let steps: [Step]

  static let root = ModuleAddress(steps: [])

  init(steps: [Step]) { self.steps = steps }

  /// Reads `module.a["x"].module.b[0]`; nil if the text is something else.
  init?(_ text: String) {
    var scanner = AddressScanner(text)
    var steps: [Step] = []
    while !scanner.isAtEnd {
      guard scanner.take("module."), let name = scanner.name() else { return nil }
      steps.append(Step(call: name, key: scanner.instanceKey()))
      if !scanner.isAtEnd, !scanner.take(".") { return nil }
    }
    self.steps = steps
  }

  /// The module's place in the configuration, which knows no instances: `a.b`.
  var configurationPath: String { steps.map(\.call).joined(separator: ".") }

  var parent: ModuleAddress? { steps.isEmpty ? nil : ModuleAddress(steps: Array(steps.dropLast())) }

  func appending(_ call: String, _ key: InstanceKey?) -> ModuleAddress {
    ModuleAddress(steps: steps + [Step(call: call, key: key)])
  }

  /// The address as Terraform writes it, empty for the root module.
  var text: String {
    steps.map { "module.\($0.call)\($0.key.map(instanceKeyText) ?? "")" }.joined(separator: ".")
  }
}

/// An instance key as Terraform writes it in an address.
func instanceKeyText(_ key: InstanceKey) -> String {
  switch key {
  case .index(let index): return "[\(index)]"
  case .key(let name):
    var text = "[\""
    for character in name.unicodeScalars {
      switch character {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      default: text.unicodeScalars.append(character)
      }
    }
    return text + "\"]"
  }
}

/// Reads the parts of Terraform's addresses and references.
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

  /// An identifier: everything up to the next `.` or `[`.
  mutating func name() -> String? {
    let start = offset
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "."), bytes[offset] != UInt8(ascii: "[") { offset += 1 }
    return start == offset ? nil : String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  /// `[0]` or `["key"]` at this place, nil if there is none.
  mutating func instanceKey() -> InstanceKey? {
    guard offset < bytes.count, bytes[offset] == UInt8(ascii: "[") else { return nil }
    let start = offset
    offset += 1
    if offset < bytes.count, bytes[offset] == UInt8(ascii: "\"") {
      if let text = quoted(), take("]") { return .key(text) }
    } else {
      let first = offset
      while offset < bytes.count, bytes[offset] != UInt8(ascii: "]") { offset += 1 }
      if let index = Int64(String(decoding: bytes[first..<offset], as: UTF8.self)), take("]") { return .index(index) }
    }
    offset = start
    return nil
  }

  private mutating func quoted() -> String? {
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      if bytes[offset] == UInt8(ascii: "\\"), offset + 1 < bytes.count {
        offset += 1
        switch bytes[offset] {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        default: text.append(bytes[offset])
        }
      } else {
        text.append(bytes[offset])
      }
      offset += 1
    }
    guard offset < bytes.count else { return nil }
    offset += 1
    return String(decoding: text, as: UTF8.self)
  }

  /// The names left, keys left out: `id` of `.id`, `a`, `b` of `[0].a.b`.
  mutating func remainingNames() -> [String] {
    var names: [String] = []
    while !isAtEnd {
      if take(".") {
        if let name = name() { names.append(name) }
      } else if instanceKey() == nil {
        break
      }
    }
    return names
  }
}
