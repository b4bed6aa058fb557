/// A sub-expression with what came of it, for showing.
public struct ExplainedStep: Sendable {
  /// In canonical form.
  public let text: String
  /// Nil for what was not evaluated, because the result was settled without it.
  public let value: CELValue?
  /// Whether it settled the result of the expression around it.
  public let isDecisive: Bool
  /// Of the parts of a macro that are evaluated for each element: which element, from 0.
  public let round: Int?
  /// Without literals and plain names, whose values are no news.
  public let parts: [ExplainedStep]
}

extension EvaluationTrace {
  /// The steps of one evaluation as a tree; nil if nothing was recorded.
  public func explained(_ expression: CELExpression) -> ExplainedStep? {
    guard !steps.isEmpty else { return nil }
    return StepExplainer(steps, expression.tree).step(0, isDecisive: false, round: nil)
  }
}

private struct StepExplainer {
  private let steps: [EvaluationTrace.Step]
  private let tree: SyntaxTree
  private let printer: SyntaxPrinter
  private var children: [[Int]]
  /// The outermost node that spans a range; parents come after their children.
  private var nodes: [SourceRange: NodeIndex] = [:]

  init(_ steps: [EvaluationTrace.Step], _ tree: SyntaxTree) {
    self.steps = steps
    self.tree = tree
    printer = SyntaxPrinter(tree)
    children = [[Int]](repeating: [], count: steps.count)
    for (index, step) in steps.enumerated() { if let parent = step.parent { children[parent].append(index) } }
    for index in tree.nodes.indices { nodes[tree.nodes[index].range] = NodeIndex(index) }
  }

  func step(_ index: Int, isDecisive: Bool, round: Int?) -> ExplainedStep? {
    guard let node = nodes[steps[index].range] else { return nil }
    return ExplainedStep(
      text: printer.text(of: node), value: steps[index].value, isDecisive: isDecisive, round: round,
      parts: parts(index, node))
  }

  private func parts(_ index: Int, _ node: NodeIndex) -> [ExplainedStep] {
    let decisive = steps[index].decisive
    switch tree[node].kind {
    case .literal, .identifier: return []
    case .select where tree.qualifiedName(node) != nil: return []
    case .macro(let macro) where macro.kind == .has: return []
    case .macro(let macro): return rounds(index, macro, decisive)
    case .logical(_, let operands): return settled(index, operands, decisive)
    case .conditional(let condition, let positive, let negative):
      return settled(index, [condition, positive, negative], decisive)
    default:
      return children[index].compactMap { child in
        isPlain(child) ? nil : step(child, isDecisive: false, round: nil)
      }
    }
  }

  /// Operands of which the first ones may settle the result.
  private func settled(_ index: Int, _ operands: [NodeIndex], _ decisive: Int?) -> [ExplainedStep] {
    operands.compactMap { operand in
      let range = tree[operand].range
      guard let child = children[index].first(where: { steps[$0].range == range }) else {
        return ExplainedStep(text: printer.text(of: operand), value: nil, isDecisive: false, round: nil, parts: [])
      }
      return step(child, isDecisive: child == decisive, round: nil)
    }
  }

  /// What a macro walks over, then its parts for each element.
  private func rounds(_ index: Int, _ macro: MacroSyntax, _ decisive: Int?) -> [ExplainedStep] {
    let target = macro.target.map { tree[$0].range }
    let first = macro.arguments.first.map { tree[$0].range }
    let repeats = macro.kind != .bind && macro.kind != .block
    var round = -1
    var result: [ExplainedStep] = []
    for child in children[index] {
      let range = steps[child].range
      if range == target, round < 0 {
        if !isPlain(child) || isList(child), let part = step(child, isDecisive: false, round: nil) {
          result.append(part)
        }
        continue
      }
      if range == first { round += 1 }
      if let part = step(child, isDecisive: child == decisive, round: repeats ? round : nil) { result.append(part) }
    }
    return result
  }

  private func isList(_ step: Int) -> Bool { steps[step].value.isList }

  private func isPlain(_ step: Int) -> Bool {
    guard let node = nodes[steps[step].range] else { return true }
    switch tree[node].kind {
    case .literal, .identifier: return true
    default: return false
    }
  }
}
