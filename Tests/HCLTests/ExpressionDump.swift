import HCL

/// Writes an expression's structure in a compact form for tests to compare.
func dump(_ expression: Expression) -> String {
  switch expression.kind {
  case .literal(.null): "null"
  case .literal(.bool(let value)): "\(value)"
  case .literal(.number(let number)): number
  case .literal(.string(let text)): "'\(visible(text))'"
  case .template(let parts): "T[\(dump(parts))]"
  case .wrapped(let inner): "W(\(dump(inner)))"
  case .tuple(let elements): "[\(elements.map(dump).joined(separator: ", "))]"
  case .object(let items): "{\(items.map { "\(dump($0.key)): \(dump($0.value))" }.joined(separator: ", "))}"
  case .loop(let loop): dump(loop)
  case .traversal(let traversal): traversal.root + dump(traversal.steps)
  case .steps(let base, let steps): "(\(dump(base)))" + dump(steps)
  case .index(let base, let key): "\(dump(base))[\(dump(key))]"
  case .splat(let base, let each): "\(dump(base))*(\(dump(each)))"
  case .splatElement: "_"
  case .call(let call):
    "\(call.name)(\(call.arguments.map(dump).joined(separator: ", "))\(call.expandsLast ? "..." : ""))"
  case .unary(let symbol, let operand): "(\(symbol) \(dump(operand)))"
  case .binary(let symbol, let left, let right): "(\(dump(left)) \(symbol) \(dump(right)))"
  case .conditional(let condition, let then, let otherwise):
    "(\(dump(condition)) ? \(dump(then)) : \(dump(otherwise)))"
  case .parentheses(let inner): "P(\(dump(inner)))"
  }
}

private func visible(_ text: String) -> String {
  text.unicodeScalars.map { $0 == "\n" ? "\\n" : String($0) }.joined()
}

private func dump(_ steps: [Traversal.Step]) -> String {
  steps.map { step in
    switch step.kind {
    case .attribute(let name): ".\(name)"
    case .key(let key): "['\(key)']"
    case .index(let index): "[\(index)]"
    }
  }.joined()
}

private func dump(_ loop: ForExpression) -> String {
  let names = (loop.keyName.map { $0 + "," } ?? "") + loop.valueName
  let key = loop.resultKey.map { dump($0) + " => " } ?? ""
  let condition = loop.condition.map { " if " + dump($0) } ?? ""
  return
    "for(\(names) in \(dump(loop.collection)): \(key)\(dump(loop.result))\(loop.isGrouping ? "..." : "")\(condition))"
}

private func dump(_ parts: [TemplatePart]) -> String {
  parts.map { part in
    switch part {
    case .text(let text): "'\(visible(text))'"
    case .interpolation(let expression): "${\(dump(expression))}"
    case .conditional(let conditional):
      "if(\(dump(conditional.condition)) \(dump(conditional.then)) else \(dump(conditional.otherwise)))"
    case .loop(let loop):
      "for(\(loop.keyName.map { $0 + "," } ?? "")\(loop.valueName) in \(dump(loop.collection)): \(dump(loop.body)))"
    }
  }.joined(separator: " ")
}

/// Parses text as native syntax.
func parse(_ text: String, limits: ParseLimits = ParseLimits()) -> HCLFile {
  HCLFile(native: Array(text.utf8), name: "test.tf", limits: limits)
}
