import HCL

/// Attribute access, indices, and what is known of a value.
extension Evaluator {
  mutating func walk(_ value: PartialValue, _ steps: some Sequence<Traversal.Step>) -> PartialValue {
    var value = value
    for step in steps {
      switch step.kind {
      case .attribute(let name), .key(let name): value = member(value, name)
      case .index(let text): value = index(value, Double(text).map(PartialValue.number) ?? .failed)
      }
    }
    return value
  }

  /// `value.name` or `value["name"]`
  mutating func member(_ value: PartialValue, _ name: String) -> PartialValue {
    switch value.content {
    case .map(let members): return members[name].map(value.inherited) ?? .failed
    case .list(let elements, false):
      guard let place = Int(name), elements.indices.contains(place) else { return .failed }
      return value.inherited(elements[place])
    case .attribute(let instance, let path): return value.inherited(attribute(instance, path + [.name(name)]))
    case .module(let module): return value.inherited(output(name, of: module))
    case .choice(let alternatives): return .choice(alternatives.map { member(value.inherited($0), name) })
    case .bag(let elements): return someElement(value, elements)
    case .computed, .unknown: return value.fallible
    default: return .failed
    }
  }

  /// `value[key]`
  mutating func index(_ value: PartialValue, _ key: PartialValue) -> PartialValue {
    if key.isFailed { return .failed }
    guard let known = scalar(key) else { return elementOfUnknownKey(value) }
    if case .string(let name) = known { return member(value, name) }
    guard let number = known.number, let place = Int(exactly: number) else { return .failed }
    switch value.content {
    case .list(let elements, false):
      return elements.indices.contains(place) ? value.inherited(elements[place]) : .failed
    case .map(let members): return members[numberText(number)].map(value.inherited) ?? .failed
    case .attribute(let instance, let path): return value.inherited(attribute(instance, path + [.index(place)]))
    case .choice(let alternatives): return .choice(alternatives.map { index(value.inherited($0), key) })
    case .bag(let elements): return someElement(value, elements)
    case .computed, .unknown: return value.fallible
    default: return .failed
    }
  }

  private mutating func elementOfUnknownKey(_ value: PartialValue) -> PartialValue {
    let value = expanded(value)
    switch value.content {
    case .list(let elements, _), .bag(let elements): return someElement(value, elements)
    case .map(let members): return someElement(value, sortedValues(members))
    case .attribute(let instance, let path): return value.inherited(PartialValue(.attribute(instance, path + [.any])))
    case .choice(let alternatives): return .choice(alternatives.map { elementOfUnknownKey(value.inherited($0)) })
    case .computed, .unknown: return value.fallible
    default: return .failed
    }
  }

  private func someElement(_ value: PartialValue, _ elements: [PartialValue]) -> PartialValue {
    PartialValue.choice(elements.map { value.inherited($0).doubtful }).fallible
  }

  /// An attribute of an instance. Whether it exists at all is certain only for the attributes of the resource itself;
  /// deeper ones the plan must show.
  private func attribute(_ instance: InstanceAddress, _ path: [PathStep]) -> PartialValue {
    var value = PartialValue(.attribute(instance, path))
    guard path.count > 1 else { return value }
    switch facts.value(of: instance, path: Array(path.dropLast())) {
    case .list(let elements)?:
      if case .index(let place)? = path.last, !elements.indices.contains(place) { return .failed }
    case .map(let members)?:
      if case .name(let name)? = path.last, members[name] == nil { return .failed }
    case .null?: return .failed
    default: value.mayFail = true
    }
    return value
  }

  /// The primitive value, if it is known.
  func scalar(_ value: PartialValue) -> Scalar? {
    guard !value.isDoubtful else { return nil }
    switch value.content {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .number(let number): return .number(number)
    case .string(let text): return .string(text)
    case .attribute(let instance, let path): return facts.value(of: instance, path: path).flatMap(scalar)
    case .choice(let alternatives):
      guard let first = alternatives.first.flatMap(scalar) else { return nil }
      return alternatives.allSatisfy { scalar($0) == first } ? first : nil
    default: return nil
    }
  }

  private func scalar(_ known: KnownValue) -> Scalar? {
    switch known {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let text): Double(text).map(Scalar.number)
    case .string(let text): .string(text)
    case .list, .map, .unknown: nil
    }
  }

  /// The value with its elements, where the plan shows how many an attribute has.
  func expanded(_ value: PartialValue) -> PartialValue {
    guard case .attribute(let instance, let path) = value.content, !path.isEmpty else { return value }
    let content: PartialValue.Content
    switch facts.value(of: instance, path: path) {
    case .list(let elements)? where elements.count <= Self.elementLimit:
      content = .list(
        elements.indices.map { PartialValue(.attribute(instance, path + [.index($0)])) }, isSet: false)
    case .map(let members)? where members.count <= Self.elementLimit:
      let names = members.keys.map { ($0, PartialValue(.attribute(instance, path + [.name($0)]))) }
      content = .map(Dictionary(uniqueKeysWithValues: names))
    case .null?: content = .null
    default: return value
    }
    var result = value
    result.content = content
    return result
  }
}
