/// What becomes of a text with variables in it (https://github.com/compose-spec/compose-spec, interpolation).
enum Interpolation: Equatable {
  /// No variables, or only such as have defaults.
  case text(String)
  /// A variable whose value the environment has.
  case unknown(variable: String)

  init(_ text: String) {
    guard text.contains("$") else {
      self = .text(text)
      return
    }
    var result = ""
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[rest.index(after: dollar)...]
      if rest.first == "$" {
        result += "$"
        rest = rest.dropFirst()
      } else if rest.first == "{" {
        guard let end = Self.end(of: rest) else {
          result += "$"
          break
        }
        let body = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        guard let value = Self.value(of: body) else {
          self = .unknown(variable: Self.name(body))
          return
        }
        result += value
      } else {
        let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard name.isEmpty else {
          self = .unknown(variable: String(name))
          return
        }
        result += "$"
      }
    }
    self = .text(result + rest)
  }

  /// Where the brace closes that a text begins with.
  private static func end(of text: Substring) -> Substring.Index? {
    var depth = 0
    for index in text.indices {
      if text[index] == "{" { depth += 1 }
      if text[index] == "}" { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }

  private static func name(_ body: Substring) -> String {
    String(body.prefix { $0 == "_" || $0.isLetter || $0.isNumber })
  }

  /// The default of a variable (`NAME:-text`, `NAME-text`), nil if it has none or one that is itself unknown.
  private static func value(of body: Substring) -> String? {
    let rest = body.dropFirst(name(body).count)
    for mark in [":-", "-"] where rest.hasPrefix(mark) {
      guard case .text(let text) = Interpolation(String(rest.dropFirst(mark.count))) else { return nil }
      return text
    }
    return nil
  }
}
