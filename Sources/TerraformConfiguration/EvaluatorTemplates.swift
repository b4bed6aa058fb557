import HCL

/// Templates (HCL native syntax, "Templates").
extension Evaluator {
  mutating func evaluateTemplate(_ parts: [TemplatePart], _ scope: Scope) -> PartialValue {
    var text = ""
    var inputs: [PartialValue] = []
    var isKnown = true
    for part in parts {
      budget -= 1
      let value = evaluate(part, scope)
      if value.isFailed { return .failed }
      if let known = scalar(value)?.text { text += known } else { isKnown = false }
      inputs.append(value)
      // A text that loops have made very long serves nobody as a key.
      if text.utf8.count > 1 << 20 || budget < 0 {
        isKnown = false
        break
      }
    }
    return isKnown ? .string(text) : .computed(inputs)
  }

  private mutating func evaluate(_ part: TemplatePart, _ scope: Scope) -> PartialValue {
    switch part {
    case .text(let text): return .string(text)
    case .interpolation(let expression): return evaluate(expression, scope)
    case .conditional(let conditional):
      let condition = evaluate(conditional.condition, scope)
      if condition.isFailed { return .failed }
      if let truth = scalar(condition)?.truth {
        return evaluateTemplate(truth ? conditional.then : conditional.otherwise, scope)
      }
      return .choice([evaluateTemplate(conditional.then, scope), evaluateTemplate(conditional.otherwise, scope)])
    case .loop(let loop):
      let elements = iterate(evaluate(loop.collection, scope))
      guard let elements else { return .failed }
      var inputs: [PartialValue] = []
      for element in elements.items {
        guard budget > 0 else { return .computed([]) }
        inputs.append(
          evaluateTemplate(loop.body, scope.adding(loop.keyName, element.key, loop.valueName, element.value)))
      }
      if inputs.contains(where: \.isFailed) { return .failed }
      let texts = inputs.compactMap { scalar($0)?.text }
      return elements.isComplete && texts.count == inputs.count ? .string(texts.joined()) : .computed(inputs)
    }
  }
}
