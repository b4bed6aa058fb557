/// Names and member selection (langdef, Name Resolution and Field Selection).
extension Checker {
  mutating func name(_ index: NodeIndex) -> CELType {
    switch tree.nodes[index.value].kind {
    case .identifier(let name, let isAbsolute):
      return resolve(name, root: name, isAbsolute, index) ?? undeclared(name, index)
    case .select(let operand, let field, let isOptional):
      return qualified(index) ?? select(index, operand, field, isOptional)
    default: return .dyn
    }
  }

  /// A variable or constant that a selection spells with its dots, nil if it is none.
  private mutating func qualified(_ index: NodeIndex) -> CELType? {
    guard let (root, isAbsolute) = tree.root(ofName: index), declarations.isNamespace(root),
      let qualified = tree.qualifiedName(index)
    else { return nil }
    return resolve(qualified, root: root, isAbsolute, index)
  }

  /// The longest name first: `a.b.c` is looked up before `c` of `a.b`. Macro variables hide everything outside.
  private mutating func resolve(_ name: String, root: String, _ isAbsolute: Bool, _ index: NodeIndex) -> CELType? {
    if !isAbsolute, let local = scopes.last(where: { $0.name == root }) {
      guard case .identifier = tree.nodes[index.value].kind else { return nil }
      resolutions[index.value] = .slot(local.slot)
      return local.type
    }
    for candidate in declarations.candidates(name, isAbsolute: isAbsolute) {
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
    if let declared = declarations.type(ofMember: field, in: name) {
      resolutions[index.value] = .member(declared)
      return RecordType.selected(declared)
    }
    guard let record = declarations.recordType(name) else { return .dyn }
    let methods = declarations.functions[field]?.contains { $0.signatures.contains { $0.isMethod } } == true
    let note =
      methods ? "`\(field)` is a method: call it as `.\(field)()`" : Suggestion.note(field, in: record.fields.keys)
    report("`\(name)` has no member `\(field)`", at: index, notes: note.map { [$0] } ?? [])
    resolutions[index.value] = .unresolved(field)
    return .dyn
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
