/// A part of an expression whose value does not depend on what it looks at.
public struct ConstantPart: Hashable, Sendable {
  /// What is the matter, for a message.
  public let message: String
  public let range: SourceRange
}

extension CELExpression {
  /// The parts that can only have one value: comparisons of something with itself, operands that repeat or contradict
  /// each other, constants where a condition is wanted. Each is legal CEL and most likely a mistake.
  public var constantParts: [ConstantPart] {
    var finder = ConstantFinder(tree)
    finder.visitAll()
    return finder.found
  }
}

private struct ConstantFinder {
  private let tree: SyntaxTree
  private(set) var found: [ConstantPart] = []

  init(_ tree: SyntaxTree) { self.tree = tree }

  mutating func visitAll() {
    for index in tree.nodes.indices.map({ NodeIndex($0) }) {
      switch tree[index].kind {
      case .binary(let infix, let left, let right): compare(infix, left, right, at: index)
      case .logical(let logical, let operands): chain(logical, operands, at: index)
      case .conditional(let condition, let positive, let negative):
        if isBool(condition) { report("`?:` always takes the same branch", index) }
        if tree.isSame(positive, as: tree, negative) { report("both branches of `?:` are the same", index) }
      case .unary(.not, let operand):
        if isBool(operand) { report("the negation of a constant is a constant", index) }
      default: break
      }
    }
  }

  private mutating func report(_ message: String, _ index: NodeIndex) {
    found.append(ConstantPart(message: message, range: tree[index].range))
  }

  private func isBool(_ index: NodeIndex) -> Bool {
    if case .literal(.bool) = tree[index].kind { true } else { false }
  }

  private func isLiteral(_ index: NodeIndex) -> Bool {
    if case .literal = tree[index].kind { true } else { false }
  }

  private mutating func compare(_ infix: BinaryOperator, _ left: NodeIndex, _ right: NodeIndex, at index: NodeIndex) {
    switch infix {
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual:
      if tree.isSame(left, as: tree, right) {
        report("`\(infix.rawValue)` compares something with itself", index)
      } else if isLiteral(left), isLiteral(right) {
        report("`\(infix.rawValue)` compares two constants", index)
      }
    case .in:
      if case .list(let elements) = tree[right].kind, elements.isEmpty { report("nothing is in an empty list", index) }
    default: break
    }
  }

  private mutating func chain(_ logical: LogicalOperator, _ operands: [NodeIndex], at index: NodeIndex) {
    for (position, operand) in operands.enumerated() {
      if isBool(operand) { report("an operand of `\(logical.rawValue)` is a constant", operand) }
      for earlier in operands[..<position] {
        if tree.isSame(earlier, as: tree, operand) {
          report("an operand of `\(logical.rawValue)` stands there twice", operand)
        } else if isNegation(earlier, operand) || isNegation(operand, earlier) {
          report("`\(logical.rawValue)` joins a condition with its opposite", index)
        } else if let wanted = equality(earlier), let other = equality(operand),
          tree.isSame(wanted.subject, as: tree, other.subject), !tree.isSame(wanted.value, as: tree, other.value),
          wanted.isEqual == other.isEqual, wanted.isEqual == (logical == .and)
        {
          report(
            logical == .and
              ? "`&&` asks for two values at once, so it is never true"
              : "`||` asks for one value or another to be missing, so it is always true",
            index)
        }
      }
    }
  }

  private func isNegation(_ first: NodeIndex, _ second: NodeIndex) -> Bool {
    if case .unary(.not, let operand) = tree[first].kind { return tree.isSame(operand, as: tree, second) }
    if let one = equality(first), let other = equality(second) {
      return one.isEqual && !other.isEqual && tree.isSame(one.subject, as: tree, other.subject)
        && tree.isSame(one.value, as: tree, other.value)
    }
    return false
  }

  /// The parts of a comparison with a literal.
  private func equality(_ index: NodeIndex) -> (subject: NodeIndex, value: NodeIndex, isEqual: Bool)? {
    guard case .binary(let infix, let left, let right) = tree[index].kind, infix == .equal || infix == .notEqual else {
      return nil
    }
    if isLiteral(right), !isLiteral(left) { return (left, right, infix == .equal) }
    if isLiteral(left), !isLiteral(right) { return (right, left, infix == .equal) }
    return nil
  }
}
