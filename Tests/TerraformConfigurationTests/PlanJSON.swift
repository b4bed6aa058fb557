@testable import HCL

/// A plan's JSON as tests read it.
struct PlanJSON {
  let value: JSONValue

  init(_ value: JSONValue) { self.value = value }

  init(bytes: [UInt8]) throws {
    var scanner = JSONScanner(bytes, maxDepth: 512)
    value = try scanner.readAll()
  }

  subscript(_ name: String) -> PlanJSON? { members.first { $0.name == name }?.value }

  var members: [(name: String, value: PlanJSON)] {
    guard case .object(let members) = value.content else { return [] }
    return members.map { ($0.name.text, PlanJSON($0.value)) }
  }

  var elements: [PlanJSON] {
    guard case .array(let elements) = value.content else { return [] }
    return elements.map(PlanJSON.init)
  }

  var isArray: Bool { if case .array = value.content { true } else { false } }

  var string: String? { if case .string(let string) = value.content { string.text } else { nil } }

  /// The references of an expression; nil if this is no expression.
  var references: Set<String>? {
    guard case .object = value.content else { return nil }
    let names = Set(members.map(\.name))
    if names.contains("references") || names.contains("constant_value") || names.isEmpty {
      return Set(self["references"]?.elements.compactMap(\.string) ?? [])
    }
    return nil
  }
}
