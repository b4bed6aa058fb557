extension SyntaxTree {
  /// Whether two sub-trees are the same but for their places in the source.
  func isSame(_ index: NodeIndex, as other: SyntaxTree, _ otherIndex: NodeIndex) -> Bool {
    let (mine, theirs) = (children(index), other.children(otherIndex))
    guard self[index].kind.shape == other[otherIndex].kind.shape, mine.count == theirs.count else { return false }
    return zip(mine, theirs).allSatisfy { isSame($0, as: other, $1) }
  }
}

extension SyntaxKind {
  /// Everything about a node but its children.
  fileprivate var shape: [String] {
    switch self {
    case .literal(let literal): ["literal", literal.sourceText]
    case .identifier(let name, let isAbsolute): ["identifier", name, "\(isAbsolute)"]
    case .select(_, let field, let isOptional): ["select", field, "\(isOptional)"]
    case .index(_, _, let isOptional): ["index", "\(isOptional)"]
    case .call(let call): ["call", call.name, "\(call.isAbsolute)", "\(call.target != nil)"]
    case .unary(let prefix, _): ["unary", prefix.rawValue]
    case .binary(let infix, _, _): ["binary", infix.rawValue]
    case .logical(let logical, _): ["logical", logical.rawValue]
    case .conditional: ["conditional"]
    case .list(let elements): ["list"] + elements.map { "\($0.isOptional)" }
    case .map(let entries): ["map"] + entries.map { "\($0.isOptional)" }
    case .message(let message):
      ["message", message.typeName, "\(message.isAbsolute)"] + message.fields.map { "\($0.name) \($0.isOptional)" }
    case .macro(let macro): ["macro", macro.kind.rawValue, "\(macro.target != nil)"] + macro.variables
    }
  }
}
