/// What an evaluation of a program may cost, before it is run, in the units of ``Evaluator/budget``.
public struct CostEstimate: Hashable, Sendable {
  /// Loops within loops: 0 for an expression without, 2 for `a.all(x, b.exists(y, ...))`.
  public let loopDepth: Int
  /// The most rounds and parts of rounds that are evaluated if every list and map has the size assumed.
  public let cost: UInt64

  public init(loopDepth: Int, cost: UInt64) {
    self.loopDepth = loopDepth
    self.cost = cost
  }
}

extension Program {
  /// An upper bound of the cost if no list or map has more than `size` elements, list literals apart, whose sizes
  /// are known.
  public func estimatedCost(assumingSize size: Int = 100) -> CostEstimate {
    let estimator = CostEstimator(tree: expression.tree, size: UInt64(max(0, size)))
    return estimator.estimate(expression.tree.root)
  }
}

private struct CostEstimator {
  let tree: SyntaxTree
  let size: UInt64

  func estimate(_ index: NodeIndex) -> CostEstimate {
    guard case .macro(let macro) = tree[index].kind, let target = macro.target, macro.kind != .optMap,
      macro.kind != .optFlatMap
    else { return sum(tree.children(index), plus: 1) }
    let range = estimate(target)
    let body = sum(macro.arguments, plus: 1)
    let (product, overflow) = body.cost.multipliedReportingOverflow(by: rounds(target))
    let (total, more) = product.addingReportingOverflow(range.cost)
    return CostEstimate(
      loopDepth: max(range.loopDepth, body.loopDepth + 1), cost: overflow || more ? .max : total)
  }

  private func rounds(_ target: NodeIndex) -> UInt64 {
    switch tree[target].kind {
    case .list(let elements): UInt64(elements.count)
    case .map(let entries): UInt64(entries.count)
    default: size
    }
  }

  private func sum(_ parts: [NodeIndex], plus own: UInt64) -> CostEstimate {
    var total = own
    var depth = 0
    for part in parts {
      let estimate = estimate(part)
      let (sum, overflow) = total.addingReportingOverflow(estimate.cost)
      total = overflow ? .max : sum
      depth = max(depth, estimate.loopDepth)
    }
    return CostEstimate(loopDepth: depth, cost: total)
  }
}
