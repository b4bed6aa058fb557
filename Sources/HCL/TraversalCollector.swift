extension Expression {
  /// The variables that the expression mentions, with their steps of literal keys; names that for expressions and
  /// template loops within it declare are not among them (HCL native syntax, "For Expressions").
  public var traversals: [Traversal] {
    var collector = TraversalCollector()
    collector.collect(self)
    return collector.found
  }
}

/// Walks an expression with the names declared around each place.
private struct TraversalCollector {
  var found: [Traversal] = []
  private var declared: [String] = []

  mutating func collect(_ expression: Expression) {
    switch expression.kind {
    case .traversal(let traversal): if !declared.contains(traversal.root) { found.append(traversal) }
    case .template(let parts): collect(parts)
    case .loop(let loop):
      collect(loop.collection)
      declare(loop.keyName, loop.valueName) { collector in
        if let key = loop.resultKey { collector.collect(key) }
        collector.collect(loop.result)
        if let condition = loop.condition { collector.collect(condition) }
      }
    default:
      var children: [Expression] = []
      expression.kind.forEachChild { children.append($0) }
      for child in children { collect(child) }
    }
  }

  private mutating func collect(_ parts: [TemplatePart]) {
    for part in parts {
      switch part {
      case .text: break
      case .interpolation(let expression): collect(expression)
      case .conditional(let conditional):
        collect(conditional.condition)
        collect(conditional.then)
        collect(conditional.otherwise)
      case .loop(let loop):
        collect(loop.collection)
        declare(loop.keyName, loop.valueName) { $0.collect(loop.body) }
      }
    }
  }

  private mutating func declare(_ key: String?, _ value: String, _ inside: (inout TraversalCollector) -> Void) {
    let outer = declared.count
    if let key { declared.append(key) }
    declared.append(value)
    inside(&self)
    declared.removeLast(declared.count - outer)
  }
}
