/// A checked expression: names resolved, types known, ready to be linked to inputs. Immutable; share it freely.
public struct Program: Sendable {
  public let expression: CELExpression
  /// The type of the result as far as it is known before evaluation.
  public let resultType: CELType
  var resolutions: [Checker.Resolution]
  /// Slots of variables and of macro variables together.
  let slotCount: Int
  let variableCount: Int
  /// The declared variables that the expression reads.
  public let variables: [Declarations.Slot]

  init(_ expression: CELExpression, _ checker: Checker, _ type: CELType) {
    self.expression = expression
    resultType = checker.solver.substituted(type, final: true)
    resolutions = checker.resolutions
    slotCount = checker.slotCount
    variableCount = checker.declarations.variables.count
    var read: Set<Int> = []
    for case .slot(let index) in checker.resolutions where index < variableCount { read.insert(index) }
    variables = read.sorted().map { Declarations.Slot($0) }
  }
}

extension CELExpression {
  /// Checks the expression against declarations (langdef, Gradual Type Checking).
  /// - Parameter expected: the type that the result must have, nil for any.
  public func checked(
    against declarations: Declarations, expecting expected: CELType? = nil, limits: ExpressionLimits = .standard
  ) throws(ExpressionError) -> Program {
    var checker = Checker(tree, declarations, isStrict: true, limits: limits)
    let type = checker.check(tree.root)
    if let expected, checker.diagnostics.isEmpty, !checker.solver.assign(type, to: expected) {
      let found = checker.solver.substituted(type, final: true)
      checker.report("the expression must give \(expected); it gives \(found)", at: tree[tree.root].range)
    }
    guard checker.diagnostics.isEmpty else {
      let sorted = checker.diagnostics.sorted { $0.range.start < $1.range.start }
      throw ExpressionError(source: source, diagnostics: sorted)
    }
    return Program(self, checker, type)
  }

  /// The program without type checking: names are resolved where they can be, everything else is found out when it
  /// is evaluated.
  public func unchecked(against declarations: Declarations) -> Program {
    var checker = Checker(tree, declarations, isStrict: false, limits: .standard)
    let type = checker.check(tree.root)
    return Program(self, checker, type)
  }
}
