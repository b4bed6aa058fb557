/// Writes a tree back as source text; parsing that again gives an equal tree.
struct SyntaxPrinter {
  private let tree: SyntaxTree

  init(_ tree: SyntaxTree) { self.tree = tree }

  func text() -> String { text(tree.root) }

  /// A part of the expression.
  func text(of part: NodeIndex) -> String { text(part) }

  /// Precedence classes above those of the binary operators.
  private static let unaryLevel = 6
  private static let memberLevel = 7

  private func level(_ index: NodeIndex) -> Int {
    switch tree[index].kind {
    case .conditional: 0
    case .logical(let logical, _): logical.precedence
    case .binary(let infix, _, _): infix.precedence
    case .unary: Self.unaryLevel
    default: Self.memberLevel
    }
  }

  private func text(_ index: NodeIndex, least minimum: Int = 0) -> String {
    let plain = unwrapped(index)
    return level(index) < minimum ? "(\(plain))" : plain
  }

  private func unwrapped(_ index: NodeIndex) -> String {
    switch tree[index].kind {
    case .literal(let literal): return literal.sourceText
    case .identifier(let name, let isAbsolute): return (isAbsolute ? "." : "") + Self.name(name)
    case .select(let operand, let field, let isOptional):
      return "\(memberText(operand)).\(isOptional ? "?" : "")\(Self.member(field))"
    case .index(let operand, let key, let isOptional):
      return "\(memberText(operand))[\(isOptional ? "?" : "")\(text(key))]"
    case .call(let call): return callText(call)
    case .unary(let prefix, let operand): return prefix.rawValue + unaryOperand(prefix, operand)
    case .binary(let infix, let left, let right):
      return "\(text(left, least: infix.precedence)) \(infix.rawValue) \(text(right, least: infix.precedence + 1))"
    case .logical(let logical, let operands):
      let parts = operands.map { text($0, least: logical.precedence + 1) }
      return parts.joined(separator: " \(logical.rawValue) ")
    case .conditional(let condition, let positive, let negative):
      return "\(text(condition, least: 1)) ? \(text(positive, least: 1)) : \(text(negative))"
    case .list(let elements):
      return "[" + elements.map { ($0.isOptional ? "?" : "") + text($0.value) }.joined(separator: ", ") + "]"
    case .map(let entries):
      let parts = entries.map { ($0.isOptional ? "?" : "") + "\(text($0.key)): \(text($0.value))" }
      return "{" + parts.joined(separator: ", ") + "}"
    case .message(let message):
      let parts = message.fields.map { ($0.isOptional ? "?" : "") + "\(Self.member($0.name)): \(text($0.value))" }
      return (message.isAbsolute ? "." : "") + message.typeName + "{" + parts.joined(separator: ", ") + "}"
    case .macro(let macro): return macroText(macro)
    }
  }

  /// A number before a dot would run into it, so it keeps its parentheses.
  private func memberText(_ index: NodeIndex) -> String {
    if case .literal(let literal) = tree[index].kind, literal.isNumber { return "(\(text(index)))" }
    return text(index, least: Self.memberLevel)
  }

  /// The grammar repeats one prefix operator but does not mix two; `- 1` is an operator applied to a literal.
  private func unaryOperand(_ prefix: UnaryOperator, _ operand: NodeIndex) -> String {
    switch tree[operand].kind {
    case .unary(let inner, _) where inner == prefix: return unwrapped(operand)
    case .literal(let literal) where literal.isNumber: return "(\(text(operand)))"
    default: return text(operand, least: Self.memberLevel)
    }
  }

  private func callText(_ call: CallSyntax) -> String {
    let arguments = call.arguments.map { text($0) }.joined(separator: ", ")
    let prefix = call.target.map { memberText($0) + "." } ?? (call.isAbsolute ? "." : "")
    return "\(prefix)\(call.name)(\(arguments))"
  }

  private func macroText(_ macro: MacroSyntax) -> String {
    if macro.kind == .block {
      let bound = macro.arguments.dropLast().map { text($0) }.joined(separator: ", ")
      return "cel.block([\(bound)], \(macro.arguments.last.map { text($0) } ?? ""))"
    }
    let arguments = macro.variables.map(Self.name) + macro.arguments.map { text($0) }
    let prefix = macro.target.map { memberText($0) + "." } ?? ""
    return "\(prefix)\(macro.spelling)(\(arguments.joined(separator: ", ")))"
  }

  /// Names with an `@` stand for `cel.index(0)` and the like.
  private static func name(_ name: String) -> String {
    guard name.hasPrefix("@") else { return name }
    if name.hasPrefix("@index") { return "cel.index(\(name.dropFirst(6)))" }
    let parts = name.dropFirst().split(separator: ":")
    return "cel.\(parts[0])(\(parts.dropFirst().joined(separator: ", ")))"
  }

  private static func member(_ name: String) -> String {
    let bytes = name.utf8
    let isPlain = bytes.first?.isIdentifierStart == true && bytes.allSatisfy(\.isIdentifierPart)
    return isPlain && !["true", "false", "null", "in"].contains(name) ? name : "`\(name)`"
  }
}

extension Literal {
  var isNumber: Bool {
    switch self {
    case .int, .uint, .double: true
    default: false
    }
  }

  /// The literal in CEL syntax.
  var sourceText: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .uint(let value): "\(value)u"
    case .double(let value): value.isFinite ? "\(value)" : value < 0 ? "-1e999" : "1e999"
    case .string(let bytes): Quoting.literal(String(decoding: bytes, as: UTF8.self))
    case .bytes(let bytes): "b\"" + bytes.map { Quoting.octet($0) }.joined() + "\""
    }
  }
}

extension CELExpression {
  /// Whether two expressions have the same tree, wherever their parts stand.
  public func isSame(as other: CELExpression) -> Bool { tree.isSame(tree.root, as: other.tree, other.tree.root) }
}
