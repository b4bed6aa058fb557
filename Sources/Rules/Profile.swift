import Diagnostics
import Values

/// A named choice of rules and parameters.
public struct Profile: Sendable {
  public let id: String
  public let title: String
  public let include: [String]
  public let exclude: [String]
  /// By `rule-id.parameter`.
  public let parameters: [String: ParameterValue]

  /// This profile with other values for some parameters of one rule.
  public func setting(_ values: [String: ParameterValue], of rule: String) -> Profile {
    guard !values.isEmpty else { return self }
    var merged = parameters
    for (name, value) in values { merged["\(rule).\(name)"] = value }
    return Profile(id: id, title: title, include: include, exclude: exclude, parameters: merged)
  }

  static func decode(_ file: PolicyFile) throws(Diagnostic) -> Profile {
    let (arena, root) = try file.load()
    let record = try RecordReader(arena, root, file: file.path, what: "profile")
    try record.checkMembers(["id", "title", "description", "rules", "parameters"])
    let rules = try record.record(try record.required("rules"), "`rules`")
    try rules.checkMembers(["include", "exclude"])
    var parameters: [String: ParameterValue] = [:]
    if let member = record.member("parameters") {
      for child in arena.children(member) {
        parameters[arena.keyName(child) ?? ""] = try ParameterValue.decode(record, child)
      }
    }
    return Profile(
      id: try record.text("id"), title: try record.text("title"), include: try rules.texts("include"),
      exclude: try rules.texts("exclude"), parameters: parameters)
  }

  /// Whether a profile has a rule. Selectors are rule ids with `*` for any characters, `severity:high`, `link:weak`.
  public func includes(_ rule: Rule) -> Bool {
    include.contains { Self.matches($0, rule) } && !exclude.contains { Self.matches($0, rule) }
  }

  private static func matches(_ selector: String, _ rule: Rule) -> Bool {
    if selector == "link:weak" { return rule.isWeaklyLinked }
    if selector.hasPrefix("severity:") { return rule.severity.rawValue == selector.dropFirst("severity:".count) }
    return globMatches(selector, rule.id)
  }
}

/// Whether `text` matches `pattern`, in which `*` stands for any characters. Linear in both for one star; no recursion.
public func globMatches(_ pattern: String, _ text: String) -> Bool {
  if pattern == "*" { return true }
  var (pattern, text) = (pattern, text)
  return pattern.withUTF8 { pattern in text.withUTF8 { globMatches(pattern, $0) } }
}

private func globMatches(_ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
  var patternIndex = 0
  var textIndex = 0
  var star: (pattern: Int, text: Int)?
  while textIndex < text.count {
    if patternIndex < pattern.count, pattern[patternIndex] == UInt8(ascii: "*") {
      star = (patternIndex, textIndex)
      patternIndex += 1
    } else if patternIndex < pattern.count, pattern[patternIndex] == text[textIndex] {
      patternIndex += 1
      textIndex += 1
    } else if let last = star {
      patternIndex = last.pattern + 1
      textIndex = last.text + 1
      star = (last.pattern, last.text + 1)
    } else {
      return false
    }
  }
  return pattern[patternIndex...].allSatisfy { $0 == UInt8(ascii: "*") }
}

extension PolicyLibrary {
  public func profile(_ id: String) throws(Diagnostic) -> Profile {
    guard let file = profileFiles.first(where: { $0.name == id }) else {
      let known = profileFiles.map(\.name)
      throw Diagnostic(
        .error, "unknown profile `\(safeText(id, limit: 80))`", help: "known profiles: \(known.joined(separator: ", "))"
      )
    }
    return try Profile.decode(file)
  }

  public func views() throws(Diagnostic) -> [View] {
    var views: [View] = []
    for file in viewFiles { views.append(try View.decode(file)) }
    return views
  }
}
