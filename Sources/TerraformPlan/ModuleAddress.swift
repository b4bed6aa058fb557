import ResourceGraph

import struct TerraformConfiguration.AddressScanner

/// A module instance: the calls that lead to it from the root, each with its instance key.
struct ModuleAddress: Hashable, Sendable {
  struct Step: Hashable, Sendable {
    let call: String
    let key: InstanceKey?
    /// The key with its brackets as Terraform wrote it, empty without one. Which characters it escapes depends on its
    /// tables of Unicode, so the text is kept rather than made again.
    let keyText: String
  }

  /// All resources of a module share one, and it is handed on at each step of a trail.
  private final class Spelling: Sendable {
    let steps: [Step]
    let text: String
    let configurationPath: String

    init(_ steps: [Step]) {
      self.steps = steps
      text = steps.map { "module.\($0.call)\($0.keyText)" }.joined(separator: ".")
      configurationPath = steps.map(\.call).joined(separator: ".")
    }
  }

  private let spelling: Spelling

  var steps: [Step] { spelling.steps }
  /// The address as Terraform writes it, empty for the root module.
  var text: String { spelling.text }
  /// The module's place in the configuration, which knows no instances: `a.b`.
  var configurationPath: String { spelling.configurationPath }

  static let root = ModuleAddress(steps: [])

  init(steps: [Step]) { spelling = Spelling(steps) }

  static func == (left: ModuleAddress, right: ModuleAddress) -> Bool {
    left.spelling === right.spelling || left.steps == right.steps
  }

  func hash(into hasher: inout Hasher) { hasher.combine(steps) }

  /// Reads `module.a["x"].module.b[0]`; nil if the text is something else.
  init?(_ text: String) {
    var scanner = AddressScanner(text)
    var steps: [Step] = []
    while !scanner.isAtEnd {
      guard scanner.take("module."), let name = scanner.name() else { return nil }
      let start = scanner.rest
      let key = scanner.instanceKey()
      let keyText = String(decoding: start.prefix(start.count - scanner.rest.count), as: UTF8.self)
      steps.append(Step(call: name, key: key, keyText: keyText))
      if !scanner.isAtEnd, !scanner.take(".") || scanner.isAtEnd { return nil }
    }
    self.init(steps: steps)
  }

  var parent: ModuleAddress? { steps.isEmpty ? nil : ModuleAddress(steps: Array(steps.dropLast())) }

  /// A call in this module, without a key.
  func appending(_ call: String) -> ModuleAddress {
    ModuleAddress(steps: steps + [Step(call: call, key: nil, keyText: "")])
  }
}

extension AddressScanner {
  /// `[0]` or `["key"]` at this place, nil if there is none.
  mutating func instanceKey() -> InstanceKey? {
    switch key() {
    case .index(let index): .index(Int64(index))
    case .key(let text): .key(text)
    case nil: nil
    }
  }
}
