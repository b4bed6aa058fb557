/// Functions on collections (Terraform, "Collection Functions").
extension Evaluator {
  func collectionFunction(_ name: String, _ arguments: [PartialValue]) -> PartialValue? {
    switch (name, arguments.count) {
    case ("concat", _): distribute(arguments, concat)
    case ("merge", _): distribute(arguments, merge)
    case ("flatten", 1): distribute(arguments) { flatten($0[0]) }
    case ("values", 1): distribute(arguments) { values($0[0]) }
    case ("keys", 1): distribute(arguments) { keys($0[0]) }
    case ("compact", 1): distribute(arguments) { compact($0[0]) }
    case ("distinct", 1): distribute(arguments) { distinct($0[0]) }
    case ("sort", 1): distribute(arguments) { sorted($0[0]) }
    case ("reverse", 1): distribute(arguments) { reversed($0[0]) }
    case ("slice", 3): distribute(arguments, slice)
    case ("zipmap", 2): distribute(arguments) { zipmap($0[0], $0[1]) }
    case ("setproduct", 1...): distribute(arguments, product)
    case ("chunklist", 2): distribute(arguments) { chunks($0[0], $0[1]) }
    case ("setunion", 1...): distribute(arguments) { makeSet(concat($0)) }
    case ("matchkeys", 3), ("setintersection", 1...), ("setsubtract", 2): subset(arguments[0])
    default: nil
    }
  }

  /// Applies a function to each alternative, as long as there are few.
  private func distribute(_ arguments: [PartialValue], _ apply: ([PartialValue]) -> PartialValue) -> PartialValue {
    let arguments = arguments.map(expanded)
    var combinations: [[PartialValue]] = [[]]
    for argument in arguments {
      guard case .choice(let alternatives) = argument.content, combinations.count * alternatives.count <= 16 else {
        combinations = combinations.map { $0 + [argument] }
        continue
      }
      combinations = combinations.flatMap { start in alternatives.map { start + [expanded(argument.inherited($0))] } }
    }
    return .choice(combinations.map(apply))
  }

  private func concat(_ lists: [PartialValue]) -> PartialValue {
    var elements: [PartialValue] = []
    var isComplete = true
    for list in lists {
      guard let part = iterate(list) else { return .failed }
      elements += part.items.map(\.value)
      isComplete = isComplete && part.isComplete
      if elements.count > Self.elementLimit { return .computed(lists) }
    }
    return isComplete ? .list(elements) : PartialValue(.bag(elements))
  }

  private func merge(_ maps: [PartialValue]) -> PartialValue {
    var members: [String: PartialValue] = [:]
    var loose: [PartialValue] = []
    for map in maps where !map.isNull {
      if case .map(let more) = map.content, !map.isDoubtful {
        for (name, value) in more { members[name] = map.inherited(value) }
      } else {
        guard let part = iterate(map) else { return .failed }
        loose += part.items.map(\.value)
        // A member of the same name may have been replaced.
        members = members.mapValues(\.doubtful)
      }
    }
    return loose.isEmpty ? PartialValue(.map(members)) : PartialValue(.bag(sortedValues(members) + loose))
  }

  private func flatten(_ list: PartialValue) -> PartialValue {
    guard case .list(let elements, _) = list.content else { return list }
    var result: [PartialValue] = []
    var isComplete = true
    var remaining = Self.elementLimit
    flatten(elements.map(list.inherited), into: &result, &isComplete, &remaining)
    if remaining <= 0 { return .computed([list]) }
    return isComplete ? .list(result) : PartialValue(.bag(result))
  }

  /// - Parameter remaining: how many more elements may be looked at.
  private func flatten(
    _ elements: [PartialValue], into result: inout [PartialValue], _ isComplete: inout Bool, _ remaining: inout Int
  ) {
    for element in elements.map(expanded) {
      remaining -= 1
      guard remaining > 0 else { return }
      switch element.content {
      case .list(let inner, _):
        flatten(inner.map(element.inherited), into: &result, &isComplete, &remaining)
        continue
      case .bag(let parts):
        result += parts.map(element.inherited)
        isComplete = false
        continue
      // Whether it is a list is not known.
      case .attribute(_, let path) where !isIdentity(path) && scalar(element) == nil: isComplete = false
      case .choice, .computed, .unknown: isComplete = false
      default: break
      }
      result.append(element)
    }
  }

  private func values(_ map: PartialValue) -> PartialValue {
    switch map.content {
    case .map(let members): map.replacing(.list(sortedValues(members), isSet: false))
    case .attribute(let instance, let path): map.replacing(.bag([PartialValue(.attribute(instance, path + [.any]))]))
    default: map
    }
  }

  private func keys(_ map: PartialValue) -> PartialValue {
    guard case .map(let members) = map.content else { return .computed([map]) }
    return map.replacing(.list(sortedMembers(members).map { .string($0.key) }, isSet: false))
  }

  private func compact(_ list: PartialValue) -> PartialValue {
    guard case .list(let elements, _) = list.content else { return list }
    var isComplete = true
    var result: [PartialValue] = []
    for element in elements {
      let known = scalar(element)
      if known == .null || known == .string("") { continue }
      let isCertain = known != nil || isNotNull(element)
      isComplete = isComplete && isCertain
      result.append(element)
    }
    return list.replacing(isComplete ? .list(result, isSet: false) : .bag(result))
  }

  private func distinct(_ list: PartialValue) -> PartialValue {
    guard case .list(let elements, let isSet) = list.content else { return list }
    let scalars = elements.compactMap(scalar)
    // Elements that are not known may or may not be the same.
    guard scalars.count == elements.count else {
      return list.replacing(elements.count < 2 ? list.content : .bag(elements))
    }
    var seen: Set<Scalar> = []
    let kept = elements.enumerated().filter { seen.insert(scalars[$0.offset]).inserted }
    return list.replacing(.list(kept.map(\.element), isSet: isSet))
  }

  private func sorted(_ list: PartialValue) -> PartialValue {
    guard case .list(let elements, let isSet) = list.content else { return list }
    let texts = elements.compactMap { scalar($0)?.text }
    guard texts.count == elements.count else {
      return list.replacing(elements.count < 2 ? list.content : .bag(elements))
    }
    let order = texts.indices.sorted { texts[$0].utf8.lexicographicallyPrecedes(texts[$1].utf8) }
    return list.replacing(.list(order.map { elements[$0] }, isSet: isSet))
  }

  private func reversed(_ list: PartialValue) -> PartialValue {
    guard case .list(let elements, let isSet) = list.content else { return list }
    return list.replacing(.list(elements.reversed(), isSet: isSet))
  }

  private func slice(_ arguments: [PartialValue]) -> PartialValue {
    guard case .list(let elements, _) = arguments[0].content, let start = scalar(arguments[1])?.number,
      let end = scalar(arguments[2])?.number, let first = Int(exactly: start), let last = Int(exactly: end)
    else { return subset(arguments[0]) }
    guard 0 <= first, first <= last, last <= elements.count else { return .failed }
    return arguments[0].replacing(.list(Array(elements[first..<last]), isSet: false))
  }

  /// Every combination of an element of each, the last changing fastest.
  private func product(_ lists: [PartialValue]) -> PartialValue {
    var combinations: [[PartialValue]] = [[]]
    for list in lists {
      guard let part = iterate(list) else { return .failed }
      guard part.isComplete, combinations.count * part.items.count <= Self.elementLimit else {
        return .computed(lists)
      }
      combinations = combinations.flatMap { start in part.items.map { start + [$0.value] } }
    }
    return .list(combinations.map { .list($0) })
  }

  private func chunks(_ list: PartialValue, _ size: PartialValue) -> PartialValue {
    guard case .list(let elements, _) = list.content, let number = scalar(size)?.number,
      let count = Int(exactly: number), count > 0
    else { return .computed([list]) }
    let starts = stride(from: 0, to: elements.count, by: count)
    return list.replacing(
      .list(starts.map { .list(Array(elements[$0..<min($0 + count, elements.count)])) }, isSet: false))
  }

  private func zipmap(_ keys: PartialValue, _ values: PartialValue) -> PartialValue {
    guard let names = iterate(keys), let members = iterate(values) else { return .failed }
    let texts = names.items.compactMap { scalar($0.value)?.text }
    guard names.isComplete, members.isComplete, texts.count == members.items.count else {
      return PartialValue(.bag(members.items.map(\.value)))
    }
    return PartialValue(.map(Dictionary(zip(texts, members.items.map(\.value))) { _, last in last }))
  }

  /// Some of the elements.
  private func subset(_ list: PartialValue) -> PartialValue {
    guard let elements = iterate(list) else { return .failed }
    return PartialValue(.bag(elements.items.map(\.value.doubtful)))
  }

  /// A set: known elements once each, in order of their text.
  func makeSet(_ list: PartialValue) -> PartialValue {
    guard case .list(let elements, _) = sorted(distinct(list)).content else { return list }
    return list.replacing(.list(elements, isSet: true))
  }

  /// How many elements or characters, nil if that is not known.
  func length(_ value: PartialValue) -> Int? {
    let value = expanded(value)
    guard !value.isDoubtful else { return nil }
    switch value.content {
    case .list(let elements, _): return elements.count
    case .map(let members): return members.count
    case .choice(let alternatives):
      let lengths = Set(alternatives.map(length))
      return lengths.count == 1 ? lengths.first ?? nil : nil
    default:
      if case .string(let text)? = scalar(value) { return text.count }
      return nil
    }
  }
}
