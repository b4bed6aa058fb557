/// Recognises macro calls (langdef, Macros). The tree keeps them as what they are instead of expanding them to folds:
/// the checker can speak of them in the author's terms and the evaluator gives each its own loop.
extension Parser {
  /// The node that `call` becomes if it is a macro call.
  mutating func macro(_ call: CallSyntax, at place: SourceRange) throws(SyntaxFailure) -> SyntaxKind? {
    guard let target = call.target else {
      return call.name == "has" && call.arguments.count == 1 ? try has(call, at: place) : nil
    }
    if case .identifier("cel", _) = tree[target].kind { return try namespaced(call) }
    guard let shape = MacroShape.receiver(call.name, call.arguments.count) else { return nil }
    var names: [String] = []
    for argument in call.arguments.prefix(shape.variableCount) {
      names.append(try variable(argument, of: call.name))
    }
    if names.count == 2, names[0] == names[1] {
      throw SyntaxFailure("the two variables of `\(call.name)` need different names", at: range(call.arguments[1]))
    }
    return .macro(
      MacroSyntax(
        kind: shape.kind, spelling: call.name, target: target, variables: names,
        arguments: Array(call.arguments.dropFirst(shape.variableCount))))
  }

  private func has(_ call: CallSyntax, at place: SourceRange) throws(SyntaxFailure) -> SyntaxKind {
    guard case .select = tree[call.arguments[0]].kind else {
      throw SyntaxFailure("`has` needs a member selection as in `has(a.b)`", at: range(call.arguments[0]))
    }
    return .macro(
      MacroSyntax(kind: .has, spelling: "has", target: nil, variables: [], arguments: call.arguments))
  }

  /// `cel.bind` and the forms `cel.block`, `cel.index`, `cel.iterVar`, `cel.accuVar` in which optimisers write
  /// common sub-expressions.
  private mutating func namespaced(_ call: CallSyntax) throws(SyntaxFailure) -> SyntaxKind? {
    switch (call.name, call.arguments.count) {
    case ("bind", 3):
      let name = try variable(call.arguments[0], of: "cel.bind")
      return .macro(
        MacroSyntax(
          kind: .bind, spelling: "cel.bind", target: nil, variables: [name],
          arguments: Array(call.arguments.dropFirst())))
    case ("block", 2):
      guard case .list(let elements) = tree[call.arguments[0]].kind, elements.allSatisfy({ !$0.isOptional }) else {
        throw SyntaxFailure("`cel.block` needs a list literal first", at: range(call.arguments[0]))
      }
      let names = elements.indices.map { "@index\($0)" }
      return .macro(
        MacroSyntax(
          kind: .block, spelling: "cel.block", target: nil, variables: names,
          arguments: elements.map(\.value) + [call.arguments[1]]))
    case ("index", 1):
      return .identifier("@index\(try number(call.arguments[0]))", isAbsolute: false)
    case ("iterVar", 2), ("accuVar", 2):
      let (depth, position) = (try number(call.arguments[0]), try number(call.arguments[1]))
      return .identifier("@\(call.name):\(depth):\(position)", isAbsolute: false)
    default: return nil
    }
  }

  private func number(_ index: NodeIndex) throws(SyntaxFailure) -> Int64 {
    guard case .literal(.int(let value)) = tree[index].kind, value >= 0 else {
      throw SyntaxFailure("this needs a number literal", at: range(index))
    }
    return value
  }

  private func variable(_ index: NodeIndex, of macro: String) throws(SyntaxFailure) -> String {
    guard case .identifier(let name, false) = tree[index].kind else {
      throw SyntaxFailure("`\(macro)` needs a simple variable name here", at: range(index))
    }
    return name
  }
}
