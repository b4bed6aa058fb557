extension Expression.Kind {
  /// The height of the highest child, 0 for a leaf.
  var childHeight: Int {
    // Most expressions are leaves.
    switch self {
    case .literal, .traversal, .splatElement: return 0
    default: break
    }
    var highest = 0
    forEachChild { highest = max(highest, Int($0.height)) }
    return highest
  }

  /// Calls `visit` with each direct subexpression in source order, those of template parts included.
  func forEachChild(_ visit: (Expression) -> Void) {
    switch self {
    case .literal, .traversal, .splatElement: break
    case .template(let parts): for part in parts { part.forEachExpression(visit) }
    case .wrapped(let inner), .steps(let inner, _), .unary(_, let inner), .parentheses(let inner): visit(inner)
    case .tuple(let elements): for element in elements { visit(element) }
    case .object(let items):
      for item in items {
        visit(item.key)
        visit(item.value)
      }
    case .loop(let loop):
      visit(loop.collection)
      if let key = loop.resultKey { visit(key) }
      visit(loop.result)
      if let condition = loop.condition { visit(condition) }
    case .index(let first, let second), .splat(let first, let second), .binary(_, let first, let second):
      visit(first)
      visit(second)
    case .call(let call): for argument in call.arguments { visit(argument) }
    case .conditional(let condition, let then, let otherwise):
      visit(condition)
      visit(then)
      visit(otherwise)
    }
  }
}

extension TemplatePart {
  /// Calls `visit` with each expression of this part and of the parts in it.
  func forEachExpression(_ visit: (Expression) -> Void) {
    switch self {
    case .text: break
    case .interpolation(let expression): visit(expression)
    case .conditional(let conditional):
      visit(conditional.condition)
      for part in conditional.then { part.forEachExpression(visit) }
      for part in conditional.otherwise { part.forEachExpression(visit) }
    case .loop(let loop):
      visit(loop.collection)
      for part in loop.body { part.forEachExpression(visit) }
    }
  }
}
