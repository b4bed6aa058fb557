/// Function calls and operators: which overloads fit (langdef, Functions).
extension Checker {
  mutating func call(_ index: NodeIndex, _ call: CallSyntax) -> CELType {
    guard let target = call.target else {
      return global(index, call.name, call.isAbsolute, call.arguments)
    }
    if let type = namespaced(index, call, target) { return type }
    return overload(index, call.name, isMethod: true, [target] + call.arguments, symbol: nil)
  }

  private mutating func global(_ index: NodeIndex, _ name: String, _ isAbsolute: Bool, _ arguments: [NodeIndex])
    -> CELType
  {
    for candidate in declarations.candidates(name, isAbsolute: isAbsolute)
    where declarations.functions[candidate] != nil {
      return overload(index, candidate, isMethod: false, arguments, symbol: nil)
    }
    return overload(index, name, isMethod: false, arguments, symbol: nil)
  }

  /// `math.greatest(1, 2)`: a receiver that spells a name space, unless it is a variable.
  private mutating func namespaced(_ index: NodeIndex, _ call: CallSyntax, _ target: NodeIndex) -> CELType? {
    guard let (root, isAbsolute) = tree.root(ofName: target) else { return nil }
    if !isAbsolute, scopes.contains(where: { $0.name == root }) { return nil }
    guard declarations.isNamespace(root) || declarations.slot(root) == nil,
      let prefix = tree.qualifiedName(target)
    else { return nil }
    let written = tree.nodes[target.value].range
    for candidate in declarations.candidates(prefix + "." + call.name, isAbsolute: isAbsolute)
    where declarations.functions[candidate] != nil {
      let type = overload(index, candidate, isMethod: false, call.arguments, symbol: nil)
      if case .functions(let functions) = resolutions[index.value] { resolutions[index.value] = .namespaced(functions) }
      return type
    }
    // `mth.greatest(1)`: speak of the function, not of an undeclared variable `mth`.
    guard isStrict, declarations.slot(root) == nil, !resolvesAsName(prefix, isAbsolute),
      let note = Suggestion.note(prefix + "." + call.name, in: declarations.functions.keys)
    else { return nil }
    report("there is no function `\(prefix).\(call.name)`", at: written, notes: [note])
    for argument in call.arguments { check(argument) }
    return .dyn
  }

  private func resolvesAsName(_ name: String, _ isAbsolute: Bool) -> Bool {
    declarations.candidates(name, isAbsolute: isAbsolute).contains {
      declarations.slot($0) != nil || declarations.constants[$0] != nil
    }
  }

  mutating func binary(_ index: NodeIndex, _ infix: BinaryOperator, _ left: NodeIndex, _ right: NodeIndex) -> CELType {
    guard infix == .equal || infix == .notEqual else {
      return overload(index, infix.function, isMethod: false, [left, right], symbol: infix.rawValue)
    }
    let leftType = check(left)
    let rightType = check(right)
    let mark = solver.mark
    if solver.assign(rightType, to: leftType) { return .bool }
    solver.reset(to: mark)
    if solver.assign(leftType, to: rightType) { return .bool }
    solver.reset(to: mark)
    var notes = ["both sides of `\(infix.rawValue)` must have the same type; `dyn(x)` compares any two values"]
    if case .null = shallow(rightType), case .list = shallow(leftType) {
      notes = ["a list that is not set reads as an empty list: compare `size(x) == 0`"]
    }
    report("cannot compare \(text(leftType)) with \(text(rightType))", at: index, notes: notes)
    return .bool
  }

  /// Resolves a call by its arguments' types; several fitting overloads leave the choice to evaluation.
  mutating func overload(
    _ index: NodeIndex, _ name: String, isMethod: Bool, _ arguments: [NodeIndex], symbol: String?
  ) -> CELType {
    let argumentTypes = arguments.map { check($0) }
    guard let functions = declarations.functions[name] else {
      resolutions[index.value] = .unresolved(name)
      unknownFunction(index, name, isMethod, argumentTypes)
      return .dyn
    }
    let mark = solver.mark
    var fitting: [Function] = []
    var only: Signature?
    var result: CELType?
    for function in functions {
      var fits = false
      for signature in function.signatures where signature.admits(isMethod: isMethod, count: arguments.count) {
        let found = apply(signature, argumentTypes).map { solver.substituted($0, final: true) }
        solver.reset(to: mark)
        guard let found else { continue }
        only = result == nil ? signature : nil
        result = result.map { $0 == found ? $0 : .dyn } ?? found
        fits = true
      }
      if fits { fitting.append(function) }
    }
    guard let result else {
      resolutions[index.value] = .functions(functions)
      noMatch(index, name, functions, isMethod, argumentTypes, symbol: symbol)
      return .dyn
    }
    resolutions[index.value] = .functions(fitting)
    // With one fitting overload what it says of the arguments' types holds; among several evaluation decides.
    return only.flatMap { apply($0, argumentTypes) } ?? result
  }

  /// The result type if the arguments fit the signature.
  private mutating func apply(_ signature: Signature, _ arguments: [CELType]) -> CELType? {
    guard signature.isGeneric else {
      return fit(arguments, signature.parameters[...]) ? signature.result : nil
    }
    let instance = solver.instantiate(signature.parameters + [signature.result])
    guard fit(arguments, instance.dropLast()) else { return nil }
    return solver.substituted(instance[instance.count - 1])
  }

  /// Whether arguments fit the parameters of a signature, of which the last can stand for several.
  private mutating func fit(_ arguments: [CELType], _ parameters: ArraySlice<CELType>) -> Bool {
    for (position, argument) in arguments.enumerated() {
      if !solver.assign(argument, to: parameters[min(position, parameters.count - 1)]) { return false }
    }
    return true
  }

  // MARK: what to say

  private mutating func unknownFunction(_ index: NodeIndex, _ name: String, _ isMethod: Bool, _ types: [CELType]) {
    guard isStrict else { return }
    let names = declarations.functions.keys.filter { $0.utf8.first?.isASCIILetter == true }
    var notes = Suggestion.note(name, in: names).map { [$0] } ?? []
    if isMethod, case .record(let record)? = types.first.map({ shallow($0) }),
      declarations.recordType(record)?.fields[name] != nil
    {
      notes = ["`\(name)` is a member: write it without `()`"]
    }
    report("there is no \(isMethod ? "method" : "function") `\(name)`", at: index, notes: notes)
  }

  private mutating func noMatch(
    _ index: NodeIndex, _ name: String, _ functions: [Function], _ isMethod: Bool, _ types: [CELType], symbol: String?
  ) {
    guard isStrict else { return }
    let texts = types.map { text($0) }
    let signatures = functions.flatMap(\.signatures)
    if let symbol {
      let operands = texts.joined(separator: texts.count == 2 ? " \(symbol) " : "")
      let shown = signatures.prefix(8).map { signature in
        signature.parameters.map(\.description).joined(separator: " \(symbol) ") + " -> \(signature.result)"
      }
      report("`\(symbol)` does not apply: \(operands)", at: index, notes: ["it takes " + shown.joined(separator: ", ")])
      return
    }
    let receiver = isMethod ? "\(texts.first ?? "dyn")." : ""
    let arguments = (isMethod ? texts.dropFirst() : texts[...]).joined(separator: ", ")
    let notes = signatures.prefix(12).map { "candidate: \($0.text(name))" }
    report("no form of `\(name)` fits \(receiver)\(name)(\(arguments))", at: index, notes: notes)
  }
}
