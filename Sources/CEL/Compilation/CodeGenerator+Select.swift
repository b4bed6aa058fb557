import Values

/// Member selection and indexing (langdef, Field Selection; the optional library).
extension CodeGenerator {
  mutating func select(_ index: NodeIndex, _ operand: NodeIndex, _ field: String, _ isOptional: Bool) -> Code {
    switch resolution(index) {
    case .slot(let slot): return self.variable(in: slot)
    case .constant(let data): return Code(constant: context.value(data))
    default: break
    }
    let reader = reader(index, field)
    let variable = variable(operand)
    let operand = code(operand)
    let (step, range) = (operand.step, tree[index].focus)
    if isOptional {
      return folded([operand]) { context in
        let value = step(&context)
        let result = context.optionalMember(value, reader)
        return result.tag == .error ? context.located(result, at: range) : result
      }
    }
    let general: Step.Body = { context in
      let value = step(&context)
      let result = context.selected(value, reader)
      return result.tag == .error ? context.located(result, at: range) : result
    }
    if isObserving { return Code(general) }
    let (key, hint) = (reader.key, reader.hint)
    let kinds = PlainKinds(reader.declared)
    if let variable {
      return Code { context in
        if let id = context.memberID(context.slots[variable], key, hint),
          kinds.contains(context.nodes[Int(id.index)].kind)
        {
          return context.value(of: id)
        }
        return general(&context)
      }
    }
    return folded([operand]) { context in
      let value = step(&context)
      if let id = context.memberID(value, key, hint), kinds.contains(context.nodes[Int(id.index)].kind) {
        return context.value(of: id)
      }
      let result = context.selected(value, reader)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }

  /// The slot of the variable that a node is, if it is one.
  func variable(_ index: NodeIndex) -> Int? {
    guard case .identifier = tree[index].kind, case .slot(let slot) = resolution(index) else { return nil }
    return slot
  }

  mutating func reader(_ index: NodeIndex, _ field: String) -> MemberReader {
    var declared: CELType?
    if case .member(let type) = resolution(index) { declared = type }
    return MemberReader(
      name: field, text: constant(text: field), key: context.arena.strings.key(field) ?? .none, hint: newHint(),
      declared: declared, isObserving: isObserving)
  }

  mutating func indexing(_ index: NodeIndex, _ operand: NodeIndex, _ key: NodeIndex, _ isOptional: Bool) -> Code {
    let (operand, key) = (code(operand), code(key))
    let (first, second, range) = (operand.step, key.step, tree[index].focus)
    return folded([operand, key]) { context in
      let container = first(&context)
      let wanted = second(&context)
      let result = context.indexed(container, wanted, isOptional: isOptional)
      return result.tag == .error ? context.located(result, at: range) : result
    }
  }
}

/// The kinds of node whose value a select may give as it is: for a declared member those that its type admits.
struct PlainKinds: Sendable {
  private let first: UInt8
  private let last: UInt8

  init(_ declared: CELType?) {
    let (first, last): (ValueKind, ValueKind)
    switch declared {
    case nil, .dyn: (first, last) = (.null, .unknown)
    case .bool: (first, last) = (.bool, .bool)
    case .string: (first, last) = (.string, .string)
    case .int: (first, last) = (.int, .int)
    case .double: (first, last) = (.double, .double)
    case .number: (first, last) = (.int, .double)
    case .list: (first, last) = (.list, .list)
    case .map, .record, .anyRecord: (first, last) = (.map, .map)
    default: (first, last) = (.unknown, .unknown)
    }
    self.first = first.rawValue
    self.last = last.rawValue
  }

  @inline(__always)
  func contains(_ kind: ValueKind) -> Bool { kind.rawValue >= first && kind.rawValue <= last }
}

/// How one select of a program finds its member.
final class MemberReader: Sendable {
  let name: String
  let text: CELValue
  let key: KeyID
  let hint: Int
  /// The member's type in its record type, nil for maps and unknown types.
  let declared: CELType?
  let isObserving: Bool

  var isDeclared: Bool { declared != nil }

  init(name: String, text: CELValue, key: KeyID, hint: Int, declared: CELType?, isObserving: Bool) {
    self.name = name
    self.text = text
    self.key = key
    self.hint = hint
    self.declared = declared
    self.isObserving = isObserving
  }
}

extension EvaluationContext {
  /// `value.member`.
  mutating func selected(_ value: CELValue, _ reader: MemberReader) -> CELValue {
    switch value.tag {
    case .nodeMap:
      let id = found(value, reader)
      if let declared = reader.declared { return declaredMember(id, declared, reader) }
      if let id { return self.value(of: id) }
    case .map:
      if let found = computedMember(value, reader.text, reader.hint) ?? lookup(value, reader.text) { return found }
      if let declared = reader.declared { return declaredMember(nil, declared, reader) }
    case .null where reader.isDeclared:
      return declaredMember(nil, reader.declared ?? .dyn, reader)
    case .optional:
      return optionalMember(value, reader)
    case .unknown, .unknowns, .error, .doubtful:
      return value
    default:
      if reader.isDeclared { return notUnderstood(value, "an object", reader.name) }
      return error(.noSuchField, "a value of type \(typeName(value)) has no member `\(reader.name)`")
    }
    return error(.noSuchKey, "there is no key `\(reader.name)`")
  }

  private mutating func found(_ map: CELValue, _ reader: MemberReader) -> NodeID? {
    let id = member(map, reader.key, hint: reader.hint)
    if reader.isObserving { trace.read(NodeID(map.extra), .name(reader.name), id) }
    return id
  }

  /// `has(value.member)`: a bool, or unknown.
  mutating func has(_ value: CELValue, _ reader: MemberReader) -> CELValue {
    switch value.tag {
    case .nodeMap:
      guard let id = found(value, reader) else { return .bool(false) }
      guard reader.isDeclared else { return .bool(true) }
      let member = self.value(of: id)
      if isNotNull(member) { return .bool(true) }
      return member.isUnknown ? member : .bool(!member.isNull)
    case .map: return .bool(lookup(value, reader.text) != nil)
    case .null where reader.isDeclared: return .bool(false)
    case .optional: return optionalValue(value).map { has($0, reader) } ?? .bool(false)
    case .unknown, .unknowns, .error, .doubtful: return value
    default:
      if reader.isDeclared { return notUnderstood(value, "an object", reader.name) }
      return error(.noSuchField, "a value of type \(typeName(value)) has no member `\(reader.name)`")
    }
  }

  /// `value.?member`: an optional; none where a select would be an error for lack of the key.
  mutating func optionalMember(_ value: CELValue, _ reader: MemberReader) -> CELValue {
    var inner = value
    if value.tag == .optional {
      guard let held = optionalValue(value) else { return value }
      inner = held
    }
    let isThere = has(inner, reader)
    if isThere.isFalse { return optional(nil) }
    if !isThere.isTrue { return isThere }
    let member = selected(inner, reader)
    return member.isAbnormal ? member : optional(member)
  }

  /// `container[key]` and `container[?key]`.
  mutating func indexed(_ container: CELValue, _ key: CELValue, isOptional: Bool) -> CELValue {
    if container.isAbnormal || key.isAbnormal { return abnormal(container, key) }
    if container.tag == .optional {
      guard let held = optionalValue(container) else { return container }
      return indexed(held, key, isOptional: true)
    }
    let found: CELValue?
    if container.isList {
      guard let index = listIndex(key) else {
        return error(.invalidArgument, "a list cannot be indexed by a value of type \(typeName(key))")
      }
      found = listElement(container, index)
      if found == nil, !isOptional { return error(.indexOutOfRange, "there is no element \(index)") }
    } else if container.isMap {
      found = mapEntry(container, key)
      if found == nil, !isOptional { return error(.noSuchKey, "there is no key \(shown(key))") }
    } else {
      return noSuchOverload("_[_]", container, key)
    }
    guard isOptional else { return found ?? .null }
    if let found, found.isAbnormal { return found }
    return optional(found)
  }

  private mutating func mapEntry(_ map: CELValue, _ key: CELValue) -> CELValue? {
    let found = lookup(map, key)
    if trace.isActive, map.tag == .nodeMap, let name = string(of: key) {
      trace.read(NodeID(map.extra), .name(name), arena.member(NodeID(map.extra), name))
    }
    return found
  }

  /// The index that a number stands for: `1`, `1u` and `1.0`.
  private func listIndex(_ key: CELValue) -> Int64? {
    switch key.tag {
    case .int: key.rawInt
    case .uint: Int64(exactly: key.payload)
    case .double: Int64(exactly: key.rawDouble)
    default: nil
    }
  }

  /// A possible element before the wanted one makes it unknown which that is.
  private mutating func listElement(_ list: CELValue, _ index: Int64) -> CELValue? {
    if let doubt = doubt(inList: list) { return doubt }
    guard index >= 0, index < Int64(count(list)) else { return nil }
    if trace.isActive, list.tag == .nodeList {
      trace.read(NodeID(list.extra), .element(Int(index)), NodeID(list.low + UInt32(index)))
    }
    return element(list, Int(index))
  }
}
