/// Names and member selection (langdef, Name Resolution and Field Selection).
extension Checker {
  mutating func name(_ index: NodeIndex) -> CELType {
    if let qualified = tree.qualifiedName(index), let found = resolve(qualified, index) { return found }
    switch tree[index].kind {
    case .select(let operand, let field, let isOptional): return select(index, operand, field, isOptional)
    case .identifier(let name, _): return undeclared(name, index)
    default: return .dyn
    }
  }

  /// The longest name first: `a.b.c` is looked up before `c` of `a.b`. Macro variables hide everything outside.
  private mutating func resolve(_ qualified: String, _ index: NodeIndex) -> CELType? {
    let isAbsolute = isAbsolute(index)
    if !isAbsolute {
      let root = qualified.utf8.prefix { $0 != UInt8(ascii: ".") }
      if let local = scopes.last(where: { $0.name.utf8.elementsEqual(root) }) {
        guard case .identifier = tree[index].kind else { return nil }
        resolutions[index.value] = .slot(local.slot)
        return local.type
      }
    }
    for candidate in declarations.candidates(qualified, isAbsolute: isAbsolute) {
      if let slot = declarations.slot(candidate) {
        resolutions[index.value] = .slot(slot.index)
        return declarations.variables[slot.index].type
      }
      if let constant = declarations.constants[candidate] {
        resolutions[index.value] = .constant(constant)
        return constant.type
      }
    }
    return nil
  }

  private func isAbsolute(_ index: NodeIndex) -> Bool {
    switch tree[index].kind {
    case .identifier(_, let isAbsolute): isAbsolute
    case .select(let operand, _, _): isAbsolute(operand)
    default: false
    }
  }

  private mutating func undeclared(_ name: String, _ index: NodeIndex) -> CELType {
    resolutions[index.value] = .unresolved(name)
    let known = declarations.variables.map(\.name) + scopes.map(\.name) + Array(declarations.constants.keys)
    let isCallable = declarations.functions[name] != nil
    let note = isCallable ? "`\(name)` is a function: call it as `\(name)(...)`" : Suggestion.note(name, in: known)
    report("there is no variable `\(name)`", at: index, notes: note.map { [$0] } ?? [])
    return .dyn
  }

  // MARK: members

  private mutating func select(
    _ index: NodeIndex, _ operand: NodeIndex, _ field: String, _ isOptional: Bool
  ) -> CELType {
    let operandType = checkShallow(operand)
    if let element = operandType.optionalElement {
      return .optional(member(index, operand, shallow(element), field))
    }
    let type = member(index, operand, operandType, field)
    return isOptional ? .optional(type) : type
  }

  /// The type of member `field` of a value of type `type`.
  mutating func member(_ index: NodeIndex, _ operand: NodeIndex, _ type: CELType, _ field: String) -> CELType {
    switch type {
    case .dyn, .variable: return .dyn
    case .map(let key, let value):
      if !solver.assign(.string, to: key) {
        report("the keys of this map are \(text(key)), so `.\(field)` cannot be one", at: index)
      }
      return value
    case .nullable(let inner): return member(index, operand, shallow(inner), field)
    case .record(let name): return recordMember(index, name, field)
    default:
      let methods = declarations.functions[field]?.contains { $0.signatures.contains { $0.isMethod } } == true
      report(
        "a value of type \(text(type)) has no members", at: index,
        notes: methods ? ["`\(field)` is a method: call it as `.\(field)(...)`"] : [])
      return .dyn
    }
  }

  private mutating func recordMember(_ index: NodeIndex, _ name: String, _ field: String) -> CELType {
    guard let record = declarations.recordType(name) else { return .dyn }
    guard let type = record.selectedType(field), let declared = record.fields[field] else {
      let methods = declarations.functions[field]?.contains { $0.signatures.contains { $0.isMethod } } == true
      let note =
        methods ? "`\(field)` is a method: call it as `.\(field)()`" : Suggestion.note(field, in: record.fields.keys)
      report("`\(name)` has no member `\(field)`", at: index, notes: note.map { [$0] } ?? [])
      resolutions[index.value] = .unresolved(field)
      return .dyn
    }
    resolutions[index.value] = .member(declared)
    return type
  }

  // MARK: indexing

  mutating func indexing(_ index: NodeIndex, _ operand: NodeIndex, _ key: NodeIndex, _ isOptional: Bool) -> CELType {
    let operandType = checkShallow(operand)
    let keyType = check(key)
    if let element = operandType.optionalElement {
      return .optional(self.element(index, shallow(element), key, keyType))
    }
    let type = element(index, operandType, key, keyType)
    return isOptional ? .optional(type) : type
  }

  private mutating func element(_ index: NodeIndex, _ type: CELType, _ key: NodeIndex, _ keyType: CELType) -> CELType {
    switch type {
    case .dyn, .variable: return .dyn
    case .list(let item):
      if !solver.assign(keyType, to: .int) {
        report("a list is indexed by an int; this is \(text(keyType))", at: tree[key].range)
      }
      return item
    case .map(let wanted, let value):
      if !solver.assign(keyType, to: wanted) {
        report("the keys of this map are \(text(wanted)); this is \(text(keyType))", at: tree[key].range)
      }
      return value
    case .nullable(let inner): return element(index, shallow(inner), key, keyType)
    default:
      report("only lists and maps can be indexed; this is \(text(type))", at: index)
      return .dyn
    }
  }
}
