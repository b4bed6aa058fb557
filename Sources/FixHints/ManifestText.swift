/// One YAML document that a rule says to write, line by line, so that its comments and its layout stay.
struct ManifestText: Sendable {
  var lines: [String]

  /// The alternatives of a `fix`: its documents.
  static func documents(of text: String) -> [ManifestText] {
    text.split(separator: "\n", omittingEmptySubsequences: true).split(separator: "---").map {
      ManifestText(lines: $0.map(String.init))
    }
  }

  /// The scalar of a member of the document.
  func value(of key: String) -> String? {
    lines.first { $0.hasPrefix("\(key): ") }.map { Self.scalar($0.dropFirst(key.count + 2)) }
  }

  /// The name of the first member.
  var firstKey: String? { lines.first { Self.isContent($0) }.flatMap { Self.entry($0)?.key } }

  func has(_ key: String) -> Bool { lines.contains { $0.hasPrefix("\(key):") } }

  /// The lines of a member that is a mapping, from its own indentation on.
  func members(of key: String) -> [String] {
    guard let start = lines.firstIndex(where: { $0.hasPrefix("\(key):") }) else { return [] }
    return lines[(start + 1)...].prefix { $0.hasPrefix(" ") }.map { $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0 }
  }

  /// The document without some members.
  func without(_ keys: Set<String>) -> [String] {
    var isLeftOut = false
    return lines.filter { line in
      if !line.hasPrefix(" "), let key = Self.entry(line)?.key { isLeftOut = keys.contains(key) }
      return !isLeftOut
    }
  }

  /// The names down to the first scalar or list, and that scalar.
  static func path(_ lines: [String]) -> (names: [String], value: String?) {
    var names: [String] = []
    var depth = -1
    for line in lines where isContent(line) {
      let indentation = indentation(line)
      guard indentation > depth, let (key, value) = entry(line) else { break }
      names.append(key)
      guard value.isEmpty else { return (names, value) }
      depth = indentation
    }
    return (names, nil)
  }

  /// The names that lead to the list of which a line is an element; nil for a list within an element of another.
  static func list(of line: Int, in lines: [String]) -> [String]? {
    var names: [String] = []
    var depth = indentation(lines[line])
    for above in lines[..<line].reversed() where isContent(above) && indentation(above) < depth {
      guard let (key, _) = entry(above) else { return nil }
      names.append(key)
      depth = indentation(above)
    }
    return names.reversed()
  }

  /// A word of capitals that stands for something, wherever it stands alone.
  static func replacing(_ word: String, with text: String, in line: String) -> String {
    var result = ""
    var rest = Substring(line)
    while let range = rest.firstRange(of: word) {
      let after = word.hasSuffix("-") ? nil : rest[range.upperBound...].first
      let isAlone = ![rest[..<range.lowerBound].last ?? result.last, after].contains { neighbour in
        neighbour?.isLetter == true || neighbour == "_"
      }
      result += rest[..<range.lowerBound] + (isAlone ? text : word)
      rest = rest[range.upperBound...]
    }
    return result + rest
  }

  private static func isContent(_ line: String) -> Bool {
    let text = line.drop { $0 == " " }
    return !text.isEmpty && text.first != "#"
  }

  private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  /// Key and value of a line; nil for an element of a list.
  private static func entry(_ line: String) -> (key: String, value: String)? {
    let text = line.drop { $0 == " " }
    guard !text.hasPrefix("- ") else { return nil }
    if let colon = text.firstRange(of: ": ") {
      return (scalar(text[..<colon.lowerBound]), scalar(text[colon.upperBound...]))
    }
    return text.last == ":" ? (scalar(text.dropLast()), "") : nil
  }

  /// What a plain or quoted scalar of a rule says, without a comment behind it.
  private static func scalar(_ text: Substring) -> String {
    let comment = text.firstRange(of: " #")?.lowerBound ?? text.endIndex
    let plain = String(text[..<comment].trimmingSpaces)
    guard plain.count > 1, let quote = plain.first, quote == "\"" || quote == "'", plain.last == quote else {
      return plain.hasPrefix("#") ? "" : plain
    }
    return String(plain.dropFirst().dropLast())
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text.drop { $0 == " " }
  }
}
