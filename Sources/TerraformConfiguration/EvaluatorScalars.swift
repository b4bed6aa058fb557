/// Functions on primitive values, and conversions (Terraform, "String Functions", "Numeric Functions", "Type Conversion
/// Functions"). They matter where conditions and keys are made of them.
extension Evaluator {
  func conversion(_ name: String, _ arguments: [PartialValue]) -> PartialValue? {
    guard arguments.count == 1 else { return nil }
    let value = arguments[0]
    switch name {
    case "sensitive", "nonsensitive", "ephemeralasnull", "tomap": return value
    case "toset": return makeSet(expanded(value))
    case "tolist":
      let list = expanded(value)
      guard case .list(let elements, true) = list.content else { return list }
      // Of a set only known elements have an order.
      let isOrdered = elements.count < 2 || elements.allSatisfy { scalar($0) != nil }
      return list.replacing(isOrdered ? .list(elements, isSet: false) : .bag(elements))
    // A conversion keeps the value; what is not known stays a reference.
    case "tostring": return scalar(value).flatMap { $0 == .null ? .null : $0.text.map { .string($0) } } ?? value
    case "tonumber": return scalar(value)?.number.map { .number($0) } ?? value
    case "tobool": return scalar(value)?.truth.map { .bool($0) } ?? value
    default: return nil
    }
  }

  func scalarFunction(_ name: String, _ arguments: [PartialValue]) -> PartialValue? {
    switch (name, arguments.count) {
    case ("length", 1): return length(arguments[0]).map { .number(Double($0)) }
    case ("contains", 2):
      guard let wanted = scalar(arguments[1]), let elements = knownElements(arguments[0]) else { return nil }
      return .bool(elements.contains { $0 == wanted || wanted != .null && $0.text == wanted.text })
    case ("alltrue", 1): return knownElements(arguments[0]).map { .bool($0.allSatisfy { $0.truth == true }) }
    case ("anytrue", 1): return knownElements(arguments[0]).map { .bool($0.contains { $0.truth == true }) }
    case ("range", 1...3): return range(arguments)
    case ("join", 2):
      guard let separator = scalar(arguments[0])?.text, let elements = knownElements(arguments[1]) else { return nil }
      return .string(elements.compactMap(\.text).joined(separator: separator))
    default: break
    }
    let scalars = arguments.compactMap(scalar)
    guard scalars.count == arguments.count else { return nil }
    return numeric(name, scalars.compactMap(\.number), count: scalars.count) ?? text(name, scalars)
  }

  private func knownElements(_ list: PartialValue) -> [Scalar]? {
    guard let elements = iterate(list), elements.isComplete else { return nil }
    let scalars = elements.items.compactMap { scalar($0.value) }
    return scalars.count == elements.items.count ? scalars : nil
  }

  private func range(_ arguments: [PartialValue]) -> PartialValue? {
    let numbers = arguments.compactMap { scalar($0)?.number }
    guard numbers.count == arguments.count, let first = numbers.first else { return nil }
    let start = numbers.count > 1 ? first : 0
    let end = numbers.count > 1 ? numbers[1] : first
    let step = numbers.count > 2 ? numbers[2] : end < start ? -1 : 1
    guard step != 0, ((end - start) / step).magnitude <= Double(Self.elementLimit) else { return nil }
    return .list(stride(from: start, to: end, by: step).map(PartialValue.number))
  }

  private func numeric(_ name: String, _ numbers: [Double], count: Int) -> PartialValue? {
    guard numbers.count == count, let first = numbers.first else { return nil }
    switch (name, count) {
    case ("max", _): return .number(numbers.reduce(first, Swift.max))
    case ("min", _): return .number(numbers.reduce(first, Swift.min))
    case ("abs", 1): return .number(first.magnitude)
    case ("ceil", 1): return .number(first.rounded(.up))
    case ("floor", 1): return .number(first.rounded(.down))
    default: return nil
    }
  }

  private func text(_ name: String, _ scalars: [Scalar]) -> PartialValue? {
    let texts = scalars.compactMap(\.text)
    guard texts.count == scalars.count, let first = texts.first else { return nil }
    switch (name, texts.count) {
    case ("lower", 1): return .string(first.lowercased())
    case ("upper", 1): return .string(first.uppercased())
    case ("startswith", 2): return .bool(first.hasPrefix(texts[1]))
    case ("endswith", 2): return .bool(first.hasSuffix(texts[1]))
    case ("strcontains", 2): return .bool(first.contains(texts[1]))
    case ("trimprefix", 2): return .string(first.hasPrefix(texts[1]) ? String(first.dropFirst(texts[1].count)) : first)
    case ("trimsuffix", 2): return .string(first.hasSuffix(texts[1]) ? String(first.dropLast(texts[1].count)) : first)
    case ("split", 2) where !first.isEmpty:
      return .list(texts[1].split(separator: first, omittingEmptySubsequences: false).map { .string(String($0)) })
    // A pattern between slashes is a regular expression.
    case ("replace", 3) where !texts[1].isEmpty && !texts[1].hasPrefix("/"):
      return .string(first.replacing(texts[1], with: texts[2]))
    case ("format", _): return format(first, Array(texts.dropFirst()))
    default: return nil
    }
  }

  /// `%s`, `%d` and `%v` without flags; anything else is not followed.
  private func format(_ pattern: String, _ arguments: [String]) -> PartialValue? {
    var text = ""
    var rest = arguments[...]
    var isVerb = false
    for character in pattern {
      if !isVerb {
        if character == "%" { isVerb = true } else { text.append(character) }
        continue
      }
      isVerb = false
      switch character {
      case "%": text.append("%")
      case "s", "d", "v":
        guard let argument = rest.popFirst() else { return .failed }
        text += argument
      default: return nil
      }
    }
    return isVerb || !rest.isEmpty ? nil : .string(text)
  }
}
