import HCL

/// For expressions and splats (HCL native syntax, "For Expressions" and "Splat Operators").
extension Evaluator {
  /// What a loop walks over.
  struct Elements {
    var items: [(key: PartialValue, value: PartialValue)]
    /// Whether these are all elements, in order, with their keys.
    var isComplete = true
  }

  /// The elements of a collection; nil for what is none. Of one that is not known there is one that stands for all.
  func iterate(_ collection: PartialValue) -> Elements? {
    let collection = expanded(collection)
    switch collection.content {
    case .list(let elements, let isSet):
      let items = elements.enumerated().map { place, element in
        let value = collection.inherited(element)
        return (key: isSet ? value : .number(Double(place)), value: value)
      }
      return Elements(items: items, isComplete: !collection.isDoubtful)
    case .map(let members):
      let items = sortedMembers(members).map { (PartialValue.string($0.key), collection.inherited($0.value)) }
      return Elements(items: items, isComplete: !collection.isDoubtful)
    case .bag(let elements):
      return Elements(items: elements.map { (.computed([]), collection.inherited($0)) }, isComplete: false)
    case .attribute(let instance, let path):
      let element = PartialValue(.attribute(instance, path + [.any]))
      return Elements(items: [(.computed([]), collection.inherited(element))], isComplete: false)
    case .choice(let alternatives):
      let items = alternatives.flatMap { iterate(collection.inherited($0.doubtful))?.items ?? [] }
      return Elements(items: items, isComplete: false)
    case .computed, .unknown:
      return Elements(items: [(PartialValue(.computed([])), collection)], isComplete: false)
    default: return nil
    }
  }

  mutating func evaluateFor(_ loop: ForExpression, _ scope: Scope) -> PartialValue {
    let collection = evaluate(loop.collection, scope)
    if case .choice(let alternatives) = collection.content, alternatives.count <= 8 {
      return .choice(alternatives.map { evaluateFor(loop, over: collection.inherited($0), scope) })
    }
    return evaluateFor(loop, over: collection, scope)
  }

  private mutating func evaluateFor(_ loop: ForExpression, over collection: PartialValue, _ scope: Scope)
    -> PartialValue
  {
    guard let elements = iterate(collection), elements.items.count <= Self.elementLimit else {
      return collection.isFailed ? .failed : .computed([collection])
    }
    var results: [(key: String?, value: PartialValue)] = []
    var isComplete = elements.isComplete
    for element in elements.items {
      guard budget > 0 else { return .computed([collection]) }
      let inner = scope.adding(loop.keyName, element.key, loop.valueName, element.value)
      var isCertain = true
      if let condition = loop.condition {
        let decision = evaluate(condition, inner)
        if decision.isFailed { return .failed }
        let truth = scalar(decision)?.truth
        if truth == false { continue }
        isCertain = truth == true
      }
      let value = evaluate(loop.result, inner)
      if value.isFailed { return .failed }
      var key: String?
      if let expression = loop.resultKey { key = scalar(evaluate(expression, inner))?.text }
      isComplete = isComplete && isCertain && (loop.resultKey == nil || key != nil)
      results.append((key, isCertain ? value : value.doubtful))
    }
    return assemble(results, loop, isComplete: isComplete)
  }

  private func assemble(
    _ results: [(key: String?, value: PartialValue)], _ loop: ForExpression, isComplete: Bool
  ) -> PartialValue {
    guard isComplete else { return PartialValue(.bag(results.map(\.value))) }
    guard loop.resultKey != nil else { return .list(results.map(\.value)) }
    if loop.isGrouping {
      let groups = Dictionary(grouping: results) { $0.key ?? "" }
      return PartialValue(.map(groups.mapValues { .list($0.map(\.value)) }))
    }
    return PartialValue(.map(Dictionary(results.map { ($0.key ?? "", $0.value) }) { first, _ in first }))
  }

  mutating func evaluateSplat(_ source: PartialValue, _ each: Expression, _ scope: Scope) -> PartialValue {
    let source = expanded(source)
    switch source.content {
    case .null: return .list([])
    case .failed: return .failed
    case .list(let elements, _):
      let values = elements.map { walkSplat(source.inherited($0), each, scope) }
      return values.contains(where: \.isFailed) ? .failed : .list(values)
    case .bag(let elements): return PartialValue(.bag(elements.map { walkSplat(source.inherited($0), each, scope) }))
    case .choice(let alternatives):
      return .choice(alternatives.map { evaluateSplat(source.inherited($0), each, scope) })
    case .attribute(let instance, let path) where !path.isEmpty:
      let element = source.inherited(PartialValue(.attribute(instance, path + [.any])))
      return PartialValue(.bag([walkSplat(element, each, scope)]))
    case .computed, .unknown: return PartialValue(.bag([walkSplat(source, each, scope)]))
    // Anything that is no list is taken as a list of one.
    default:
      let value = walkSplat(source, each, scope)
      return value.isFailed ? .failed : .list([value])
    }
  }

  private mutating func walkSplat(_ element: PartialValue, _ each: Expression, _ scope: Scope) -> PartialValue {
    var inner = scope
    inner.splatElement = element
    return evaluate(each, inner)
  }
}
