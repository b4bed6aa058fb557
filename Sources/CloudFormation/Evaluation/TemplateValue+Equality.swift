import Values

extension TemplateValue {
  /// Whether two known values are equal as `Fn::Equals` compares them: scalars by their text.
  func isEqual(to other: TemplateValue) -> Bool {
    if let left = scalarText, let right = other.scalarText { return left == right }
    switch (content, other.content) {
    case (.null, .null), (.absent, .absent): return true
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.isEqual(to: $1) }
    case (.map(let left), .map(let right)):
      return left.count == right.count
        && left.allSatisfy { member in other[member.name].map { member.value.isEqual(to: $0) } ?? false }
    default: return false
    }
  }

  /// What is certain of a value that is this or the other.
  ///
  /// - Parameter what: what decides.
  func merged(with other: TemplateValue, because what: String) -> TemplateValue {
    if isWhollyKnown, other.isWhollyKnown, isEqual(to: other) {
      var same = self
      same.references = references + other.references.filter { !references.contains($0) }
      same.isSensitive = isSensitive || other.isSensitive
      return same
    }
    if let left = members, let right = other.members {
      var result = left.map { member in
        Member(
          name: member.name,
          value: member.value.merged(with: other[member.name] ?? TemplateValue(.absent), because: what))
      }
      for member in right where self[member.name] == nil {
        result.append(
          Member(name: member.name, value: TemplateValue(.absent).merged(with: member.value, because: what)))
      }
      var merged = TemplateValue(.map(result), at: position)
      merged.openBecause = openBecause ?? other.openBecause
      return merged
    }
    var unknown = TemplateValue.Unknown(reason: UnknownReason(.derived, what))
    unknown.isNotNull = isCertainlySet && other.isCertainlySet
    var result = TemplateValue(.unknown(unknown), at: position ?? other.position)
    result.isSensitive = hasSensitivePart || other.hasSensitivePart
    for reference in allReferences + other.allReferences {
      var possible = reference
      possible.isPossible = true
      if !result.references.contains(possible) { result.references.append(possible) }
    }
    return result
  }

  private var isCertainlySet: Bool {
    switch content {
    case .absent, .null: false
    case .unknown(let unknown): unknown.isNotNull
    default: true
    }
  }
}
