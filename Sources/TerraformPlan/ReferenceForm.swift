import ResourceGraph
import Values

import struct TerraformConfiguration.AddressScanner

/// What one reference of an expression mentions, by its text alone.
enum ReferenceForm {
  /// `var.name`
  case variable(String)
  case local
  /// `module.call["key"].output`
  case module(call: String, key: InstanceKey?, output: String?)
  /// `each.value`
  case iteration
  /// `each.key`
  case key
  case resource(ResourceMention)
  /// `count.index`, `path.module` and the like, which mention nothing.
  case nothing

  init(_ text: ArraySlice<UInt8>) {
    var scanner = AddressScanner(text)
    switch scanner.next {
    case UInt8(ascii: "v") where scanner.take("var."): self = .variable(scanner.name() ?? "")
    case UInt8(ascii: "l") where scanner.take("local."): self = .local
    case UInt8(ascii: "m") where scanner.take("module."):
      guard let call = scanner.name() else {
        self = .nothing
        return
      }
      let key = scanner.instanceKey()
      self = .module(call: call, key: key, output: scanner.nextName())
    case UInt8(ascii: "e") where scanner.take("each.value"): self = .iteration
    case UInt8(ascii: "e") where scanner.take("each.key") && scanner.isAtEnd: self = .key
    default:
      guard !Self.isBuiltIn(text), let mention = ResourceMention(text) else {
        self = .nothing
        return
      }
      self = .resource(mention)
    }
  }

  private static func isBuiltIn(_ text: ArraySlice<UInt8>) -> Bool {
    let end = text.firstIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "[") } ?? text.endIndex
    let first = text[..<end]
    // Most types are longer than any of these.
    return switch first.count {
    case 4: ["each", "self", "path", "null"].contains { first.elementsEqual($0.utf8) }
    case 5: first.elementsEqual("count".utf8)
    case 9: first.elementsEqual("terraform".utf8)
    default: false
    }
  }
}

/// A resource as a reference mentions it.
struct ResourceMention {
  /// `type.name`, data sources `data.type.name`.
  let declaration: String
  let key: InstanceKey?
  /// The first attribute, nil if the whole resource is meant.
  let attribute: String?

  /// Nil if the text has no type and name.
  init?(_ text: ArraySlice<UInt8>) {
    var scanner = AddressScanner(text)
    _ = scanner.take("data.")
    guard scanner.skipName(), scanner.take("."), scanner.skipName() else { return nil }
    declaration = String(decoding: scanner.taken, as: UTF8.self)
    key = scanner.instanceKey()
    attribute = scanner.nextName()
  }
}

/// What an expression says of the instance that it is evaluated for.
struct Iteration {
  private let usesKey: Bool
  private let usesIndex: Bool
  /// Nothing else in the expression could choose another instance.
  let isCertain: Bool

  init(_ references: ReferenceList, _ arena: borrowing ValueArena) {
    var usesKey = references.isIterated
    var usesIndex = false
    var others = 0
    for node in references.nodes {
      let text = arena.utf8(node)
      if text.elementsEqual("each.key".utf8) || text.starts(with: "each.value".utf8) {
        usesKey = true
      } else if text.elementsEqual("count.index".utf8) {
        usesIndex = true
      } else {
        others += 1
      }
    }
    self.usesKey = usesKey
    self.usesIndex = usesIndex
    isCertain = others == 1
  }

  /// The key that a reference without one means, nil if the expression does not iterate.
  func aligned(_ key: InstanceKey?) -> InstanceKey? {
    switch key {
    case .key where usesKey: key
    case .index where usesIndex: key
    default: nil
    }
  }
}

/// The references of one expression.
struct ReferenceList {
  /// Their texts.
  let nodes: [NodeID]
  /// Whether the key of the iteration counts as mentioned besides.
  var isIterated = false
}
