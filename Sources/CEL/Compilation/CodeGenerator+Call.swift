/// Function calls: which body runs, with which arguments.
extension CodeGenerator {
  mutating func call(_ index: NodeIndex, _ call: CallSyntax) -> Code {
    var arguments: [NodeIndex] = []
    let functions: [Function]
    var isMethod = false
    switch resolution(index) {
    case .namespaced(let found): functions = found
    case .functions(let found):
      functions = found
      isMethod = call.target != nil
      if let target = call.target { arguments = [target] }
    default: return unknownFunction(index, call)
    }
    arguments += call.arguments
    let codes = arguments.map { code($0) }
    let callable = functions.filter { function in
      function.signatures.contains { $0.admits(isMethod: isMethod, count: codes.count) }
    }
    if let regex = pattern(call.name, codes, isMethod), callable.count == 1 { return matches(index, codes[0], regex) }
    return invocation(index, call.name, callable, codes, isMethod: isMethod)
  }

  private func unknownFunction(_ index: NodeIndex, _ call: CallSyntax) -> Code {
    let error = EvaluationError(.undeclared, "there is no function `\(call.name)`", range: tree[index].focus)
    return Code { context in context.error(error) }
  }

  private mutating func invocation(
    _ index: NodeIndex, _ name: String, _ functions: [Function], _ codes: [Code], isMethod: Bool
  ) -> Code {
    let range = tree[index].focus
    guard let function = functions.first else {
      let count = codes.count
      let error = EvaluationError(.noSuchOverload, "no form of `\(name)` takes \(count) arguments", range: range)
      return Code { context in context.error(error) }
    }
    let steps = codes.map(\.step)
    let step: Step
    if functions.count > 1 || function.signatures.isEmpty {
      let dispatcher = Dispatcher(name: name, functions: functions, isMethod: isMethod)
      step = Step { context in
        var values: [CELValue] = []
        values.reserveCapacity(steps.count)
        for step in steps { values.append(step(&context)) }
        let result = dispatcher.call(&context, values)
        return result.tag == .error ? context.located(result, at: range) : result
      }
    } else {
      step = direct(function, steps, range)
    }
    return functions.allSatisfy(\.isPure) ? folded(codes, step.body) : Code(step.body)
  }

  /// The call of the one function that it can be.
  private func direct(_ function: Function, _ steps: [Step], _ range: SourceRange) -> Step {
    switch function.implementation {
    case .unary(let body) where steps.count == 1:
      let (first, isStrict) = (steps[0], function.isStrict)
      return Step { context in
        let value = first(&context)
        if isStrict, value.isAbnormal { return value }
        return context.placed(body(&context, value), at: range)
      }
    case .binary(let body) where steps.count == 2:
      let (first, second, isStrict) = (steps[0], steps[1], function.isStrict)
      return Step { context in
        let left = first(&context)
        let right = second(&context)
        if isStrict, left.isAbnormal || right.isAbnormal { return context.abnormal(left, right) }
        return context.placed(body(&context, left, right), at: range)
      }
    case .ternary(let body) where steps.count == 3 && function.isStrict:
      let (first, second, third) = (steps[0], steps[1], steps[2])
      return Step { context in
        let (one, two, three) = (first(&context), second(&context), third(&context))
        if one.isAbnormal || two.isAbnormal || three.isAbnormal {
          return context.abnormal([one, two, three]) ?? .null
        }
        return context.placed(body(&context, one, two, three), at: range)
      }
    case .quaternary(let body) where steps.count == 4 && !function.isStrict:
      let (first, second, third, fourth) = (steps[0], steps[1], steps[2], steps[3])
      return Step { context in
        let (one, two, three, four) = (first(&context), second(&context), third(&context), fourth(&context))
        return context.placed(body(&context, one, two, three, four), at: range)
      }
    default:
      return Step { context in
        var values: [CELValue] = []
        values.reserveCapacity(steps.count)
        for step in steps { values.append(step(&context)) }
        let result = function.call(&context, values)
        return result.tag == .error ? context.located(result, at: range) : result
      }
    }
  }
}

extension Function {
  /// Calls the function with evaluated arguments.
  func call(_ context: inout EvaluationContext, _ values: [CELValue]) -> CELValue {
    context.budget -= 1
    if isStrict, let abnormal = context.abnormal(values) { return abnormal }
    switch (implementation, values.count) {
    case (.nullary(let body), 0): return body(&context)
    case (.unary(let body), 1): return body(&context, values[0])
    case (.binary(let body), 2): return body(&context, values[0], values[1])
    case (.ternary(let body), 3): return body(&context, values[0], values[1], values[2])
    case (.quaternary(let body), 4): return body(&context, values[0], values[1], values[2], values[3])
    case (.any(let body), _): return body(&context, values)
    case (.declaredOnly, _): return context.error(.undeclared, "`\(name)` is declared, but nothing implements it")
    default: return context.error(.noSuchOverload, "no form of `\(name)` takes \(values.count) arguments")
    }
  }
}

extension EvaluationContext {
  /// A result that gets the place of its call if it is an error.
  @inline(__always)
  fileprivate mutating func placed(_ result: CELValue, at range: SourceRange) -> CELValue {
    result.tag == .error ? located(result, at: range) : result
  }
}

/// Chooses among functions of one name by the runtime types of the arguments (langdef, Functions).
struct Dispatcher: Sendable {
  let name: String
  let functions: [Function]
  let isMethod: Bool

  func call(_ context: inout EvaluationContext, _ values: [CELValue]) -> CELValue {
    for function in functions {
      for signature in function.signatures where signature.admits(isMethod: isMethod, count: values.count) {
        if accepts(signature, values, context) { return function.call(&context, values) }
      }
    }
    if let abnormal = context.abnormal(values) { return abnormal }
    let types = values.map { context.typeName($0) }.joined(separator: ", ")
    return context.error(.noSuchOverload, "no form of `\(name)` takes (\(types))")
  }

  private func accepts(_ signature: Signature, _ values: [CELValue], _ context: EvaluationContext) -> Bool {
    for (position, value) in values.enumerated() {
      let type = signature.parameters[min(position, signature.parameters.count - 1)]
      if !context.accepts(type, value) { return false }
    }
    return true
  }
}

extension EvaluationContext {
  /// Whether a value's runtime type is that of a parameter; an abnormal value may be anything.
  func accepts(_ type: CELType, _ value: CELValue) -> Bool {
    if value.isAbnormal { return true }
    return switch type {
    case .dyn, .parameter, .variable: true
    case .null: value.isNull
    case .bool: value.tag == .bool
    case .int: value.tag == .int
    case .uint: value.tag == .uint
    case .double: value.tag == .double
    case .number: value.isNumber
    case .string: value.isString
    case .bytes: value.tag == .bytes
    case .timestamp: value.tag == .timestamp
    case .duration: value.tag == .duration
    case .list: value.isList
    case .map, .record, .anyRecord: value.isMap
    case .type: value.tag == .type
    case .nullable(let inner): value.isNull || accepts(inner, value)
    case .abstract(let name, _): typeName(value) == name
    }
  }
}
