import HCL
import TestSupport

/// Turns the HCL of hints into the values that examples are written in.
struct HCLValues {
  /// The module of the block, with a dot behind it.
  let module: String
  /// The addresses that there are; those that are mentioned and are not there are added.
  var addresses: [String]
  private(set) var mentioned: [String] = []
  /// What the example has, for attributes that are known.
  let given: JSONTree
  /// Whether ids and ARNs are known, as they are after applying.
  let isApplied: Bool
  private var variables: [String: JSONTree] = [:]

  init(module: String, given: JSONTree, adding address: String, isApplied: Bool) {
    self.module = module
    self.given = given
    self.isApplied = isApplied
    addresses = given.members.map(\.name) + [address]
  }

  mutating func value(_ expression: Expression, inText: Bool = false) -> JSONTree {
    switch expression.kind {
    case .literal(let literal): return Self.value(literal)
    case .tuple(let elements): return .array(elements.map { value($0, inText: inText) })
    case .object(let items):
      return .object(
        items.map { item in
          JSONTree.Member(value(item.key, inText: true).string ?? "?", value(item.value, inText: inText))
        })
    case .template(let parts): return .string(parts.map { text($0) }.joined())
    case .wrapped(let inner), .parentheses(let inner): return value(inner, inText: inText)
    case .traversal(let traversal): return reference(traversal, inText)
    case .steps(let inner, let steps):
      guard case .index(let base, _) = inner.kind, case .traversal(let traversal) = base.kind else {
        return .string("?")
      }
      return reference(traversal, inText, behind: steps)
    case .splat(let source, _): return .array([value(source, inText: inText)])
    case .call(let call):
      guard call.name == "jsonencode", let argument = call.arguments.first else { return .string("\(call.name)") }
      return .string(String(decoding: value(argument, inText: true).bytes, as: UTF8.self))
    case .loop(let loop):
      return .array(
        value(loop.collection, inText: inText).elements.map { element in
          variables[loop.valueName] = element
          return value(loop.result, inText: inText)
        })
    default: return .object([JSONTree.Member("$unknown", .bool(true))])
    }
  }

  private static func value(_ literal: Literal) -> JSONTree {
    switch literal {
    case .null: .null
    case .bool(let truth): .bool(truth)
    case .number(let text): .number(Double(text) ?? 0)
    case .string(let text): .string(text)
    }
  }

  private mutating func text(_ part: TemplatePart) -> String {
    switch part {
    case .text(let text): text
    case .interpolation(let expression): value(expression, inText: true).string ?? "?"
    default: "?"
    }
  }

  private mutating func reference(
    _ traversal: Traversal, _ inText: Bool, behind: [Traversal.Step] = []
  ) -> JSONTree {
    if let bound = variables[traversal.root], traversal.steps.isEmpty { return bound }
    guard traversal.root.contains("_") || traversal.root == "data" else {
      return .string(traversal.root == "var" ? "given" : "each")
    }
    let isData = traversal.root == "data"
    let names = isData ? 2 : 1
    var address = module + traversal.root
    for step in traversal.steps.prefix(names) { if case .attribute(let name) = step.kind { address += ".\(name)" } }
    var rest = Array(traversal.steps.dropFirst(names)) + behind
    switch rest.first?.kind {
    case .index(let index): address += "[\(index)]"
    case .key(let key): address += "[\"\(key)\"]"
    default: break
    }
    if let first = rest.first, case .attribute = first.kind {} else { rest = Array(rest.dropFirst()) }
    if !addresses.contains(address) {
      if let instance = addresses.first(where: { $0.hasPrefix("\(address)[") }) {
        address = instance
      } else {
        addresses.append(address)
        mentioned.append(address)
      }
    }
    var path = address
    var known = given[address]
    for step in rest {
      switch step.kind {
      case .attribute(let name):
        path += ".\(name)"
        known = known?[name]
      case .index(let index): known = known?[Int(index) ?? 0]
      default: break
      }
    }
    if let text = known?.string { return .string(text) }
    if address.contains("aws_s3_bucket."), path.hasSuffix(".arn"), inText || isApplied {
      return .string("arn:aws:s3:::\(given[address]?["bucket"]?.string ?? "b")")
    }
    guard !inText, !isApplied else { return .string("arn:aws:iam::111122223333:role/\(path)") }
    return .object([JSONTree.Member("$ref", .string(path))])
  }

  mutating func body(_ body: Body, into object: JSONTree, appends: Bool) -> JSONTree {
    var result = object.isNull ? JSONTree.object([]) : object
    for attribute in body.attributes { result = result.setting(attribute.name, to: value(attribute.expression)) }
    var seen: Set<String> = []
    for block in body.blocks {
      let isFirst = seen.insert(block.type).inserted
      let existing = result[block.type] ?? .null
      if case .object = existing, existing["$ref"] == nil, existing["$unknown"] == nil, existing["$unset"] == nil {
        result = result.setting(block.type, to: self.body(block.body, into: existing, appends: appends))
      } else if !appends, isFirst, !existing.elements.isEmpty {
        result = result.setting(
          block.type,
          to: .array(existing.elements.map { self.body(block.body, into: $0, appends: appends) }))
      } else {
        let new = self.body(block.body, into: .object([]), appends: appends)
        result = result.setting(block.type, to: .array(existing.elements + [new]))
      }
    }
    return result
  }
}
