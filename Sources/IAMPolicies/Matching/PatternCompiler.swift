/// Turns the text of a pattern into a ``Glob``.
struct PatternCompiler {
  let place: Pattern.Place
  let variables: VariableResolver
  private(set) var glob = Glob()
  private(set) var unresolved: [String] = []
  private var segment = 1

  init(place: Pattern.Place, variables: VariableResolver) {
    self.place = place
    self.variables = variables
  }

  mutating func compile(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      if scalars[index] == "$", variables.isOn != .known(false), let end = Self.variableEnd(scalars, index) {
        variable(Self.string(scalars[index + 2..<end]))
        index = end + 1
      } else {
        character(scalars[index], next: index + 1 < scalars.count ? scalars[index + 1] : nil)
        index += 1
      }
    }
  }

  private mutating func character(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    switch (scalar, place) {
    case ("*", .action), ("*", .stringLike): glob.append(.many)
    case ("*", .arn): glob.append(segment < 6 ? .manyInSegment : .many)
    case ("*", .resource): glob.append(segment < 6 && next != nil && next != ":" ? .manyInSegment : .many)
    case ("?", .action), ("?", .stringLike), ("?", .arn), ("?", .resource): glob.append(.one)
    default: literal(scalar.value)
    }
  }

  private mutating func literal(_ scalar: UInt32) {
    if scalar == Glob.colon { segment += 1 }
    switch place {
    case .action: glob.append(.literal(Glob.small(scalar)))
    case .exactIgnoringCase:
      let small = Glob.small(scalar)
      glob.append((0x61...0x7A).contains(small) ? .folded(small) : .literal(small))
    default: glob.append(.literal(scalar))
    }
  }

  /// `${*}`, `${?}` and `${$}` are the characters themselves; anything else is a key, with `, 'default'` if need be.
  private mutating func variable(_ content: String) {
    if case .known = variables.isOn, ["*", "?", "$"].contains(content) {
      for scalar in content.unicodeScalars { literal(scalar.value) }
      return
    }
    let key = content.prefix { $0 != "," }.lowercased()
    if case .known = variables.isOn, let value = variables.values[key] {
      for scalar in value.unicodeScalars { literal(scalar.value) }
    } else {
      glob.append(.many)
      unresolved.append(key)
    }
  }

  private static func variableEnd(_ scalars: [Unicode.Scalar], _ start: Int) -> Int? {
    guard start + 1 < scalars.count, scalars[start + 1] == "{" else { return nil }
    return scalars[start...].firstIndex(of: "}")
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }
}
