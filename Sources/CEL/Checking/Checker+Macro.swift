/// Macros: the types of their variables and results (langdef, Macros; optional and two-variable libraries).
extension Checker {
  mutating func macro(_ index: NodeIndex, _ macro: MacroSyntax) -> CELType {
    switch macro.kind {
    case .has:
      check(macro.arguments[0])
      return .bool
    case .bind:
      let bound = check(macro.arguments[0])
      return scoped(index, macro.variables, [bound]) { $0.check(macro.arguments[1]) }
    case .block: return block(index, macro)
    case .optMap, .optFlatMap: return optional(index, macro)
    default: return comprehension(index, macro)
    }
  }

  /// Runs `body` with variables in scope and records their slots for the macro at `index`.
  private mutating func scoped(
    _ index: NodeIndex, _ names: [String], _ types: [CELType], _ body: (inout Checker) -> CELType
  ) -> CELType {
    let first = declarations.variables.count + scopes.count
    for (offset, name) in names.enumerated() {
      scopes.append((name, first + offset, types[offset]))
    }
    slotCount = max(slotCount, first + names.count)
    resolutions[index.value] = .locals(Array(first..<first + names.count))
    let result = body(&self)
    scopes.removeLast(names.count)
    return result
  }

  /// `cel.block([a, b], e)`: each expression may use those before it.
  private mutating func block(_ index: NodeIndex, _ macro: MacroSyntax) -> CELType {
    let first = declarations.variables.count + scopes.count
    for (offset, name) in macro.variables.enumerated() {
      let type = check(macro.arguments[offset])
      scopes.append((name, first + offset, type))
      slotCount = max(slotCount, first + offset + 1)
    }
    resolutions[index.value] = .locals(Array(first..<first + macro.variables.count))
    let result = check(macro.arguments[macro.arguments.count - 1])
    scopes.removeLast(macro.variables.count)
    return result
  }

  private mutating func optional(_ index: NodeIndex, _ macro: MacroSyntax) -> CELType {
    guard let target = macro.target else { return .dyn }
    let type = checkShallow(target)
    var element: CELType = .dyn
    if let known = type.optionalElement {
      element = known
    } else if type != .dyn {
      report("`\(macro.spelling)` needs an optional value; this is \(text(type))", at: tree[target].range)
    }
    let result = scoped(index, macro.variables, [element]) { $0.check(macro.arguments[0]) }
    guard macro.kind == .optFlatMap else { return .optional(result) }
    if shallow(result).optionalElement == nil, shallow(result) != .dyn {
      report("`optFlatMap` must give an optional value; this is \(text(result))", at: tree[macro.arguments[0]].range)
    }
    return result
  }

  private mutating func comprehension(_ index: NodeIndex, _ macro: MacroSyntax) -> CELType {
    guard let target = macro.target else { return .dyn }
    let variables = variableTypes(macro, target)
    return scoped(index, macro.variables, variables.types) { checker in
      checker.result(macro, key: variables.key)
    }
  }

  /// The types of the loop variables: one gets the elements of a list or the keys of a map, two get index or key
  /// and value.
  private mutating func variableTypes(_ macro: MacroSyntax, _ target: NodeIndex) -> (types: [CELType], key: CELType) {
    var type = checkShallow(target)
    if case .nullable(let inner) = type { type = shallow(inner) }
    let isPair = macro.variables.count == 2
    switch type {
    case .list(let element): return (isPair ? [.int, element] : [element], .int)
    case .map(let key, let value): return (isPair ? [key, value] : [key], key)
    case .dyn, .variable: break
    default: report("`\(macro.spelling)` needs a list or a map; this is \(text(type))", at: tree[target].range)
    }
    return (isPair ? [.dyn, .dyn] : [.dyn], .dyn)
  }

  private mutating func result(_ macro: MacroSyntax, key: CELType) -> CELType {
    let last = macro.arguments[macro.arguments.count - 1]
    if macro.arguments.count == 2 {
      expect(macro.arguments[0], .bool, "the filter of `\(macro.spelling)` must be a bool")
    }
    switch macro.kind {
    case .all, .exists, .existsOne:
      expect(last, .bool, "the condition of `\(macro.spelling)` must be a bool")
      return .bool
    case .filter:
      expect(last, .bool, "the condition of `\(macro.spelling)` must be a bool")
      return .list(scopes.last?.type ?? .dyn)
    case .map, .transformList: return .list(check(last))
    case .sortBy:
      check(last)
      return .list(scopes.last?.type ?? .dyn)
    case .transformMap: return .map(key, check(last))
    case .transformMapEntry:
      let entry = checkShallow(last)
      if case .map = entry { return entry }
      if entry != .dyn { report("`transformMapEntry` must give a map; this is \(text(entry))", at: tree[last].range) }
      return .dyn
    default: return .dyn
    }
  }
}
