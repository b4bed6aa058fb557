/// A resource that a policy reaches only through a wide wildcard: one that nobody has listed.
struct BroadResource {
  /// A name that stands for "whatever there is".
  static let unlisted = "unlisted"

  /// Resources of the service, each reached only by patterns that mean all resources, or all of a kind.
  ///
  /// - Parameter service: the prefix of its actions; nil for a service that no policy names.
  static func candidates(_ document: PolicyDocument, service: String?, variables: VariableResolver) -> [String] {
    let name = service ?? unlisted
    var texts = ["arn:aws:\(name):\(unlisted):000000000000:\(unlisted)/\(unlisted)"]
    for statement in document.statements where statement.effect != .known(.deny) {
      guard let resource = statement.resource, !resource.isNegated else { continue }
      for pattern in resource.patterns where isBroad(pattern, service: service) {
        let text = instance(Pattern(pattern, .resource, variables).glob)
        if !texts.contains(text) { texts.append(text) }
      }
    }
    return texts
  }

  /// Whether a pattern covers all resources of a service, or all of one kind (`role/*`).
  static func isBroad(_ pattern: String, service: String?) -> Bool {
    if pattern.allSatisfy({ $0 == "*" }) { return !pattern.isEmpty }
    let parts = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
    if parts.count > 2, !covers(parts[2], service) { return false }
    guard parts.count == 6 else { return parts.count > 1 && pattern.hasSuffix("*") }
    let resource = parts[5]
    if resource.hasPrefix("*") { return true }
    if service == "s3" || service == nil { return false }
    guard let separator = resource.firstIndex(where: { $0 == "/" || $0 == ":" }) else { return false }
    return resource[resource.index(after: separator)...].hasPrefix("*")
  }

  private static func covers(_ pattern: String, _ service: String?) -> Bool {
    service.map { Glob.wildcards(pattern).matches($0) } ?? pattern.allSatisfy { $0 == "*" }
  }

  /// A text that the glob matches, with ``unlisted`` for its wildcards.
  static func instance(_ glob: Glob) -> String {
    var text = ""
    for token in glob.tokens {
      switch token {
      case .literal(let value), .folded(let value):
        if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
      case .one: text += "x"
      case .many, .manyInSegment: text += unlisted
      }
    }
    return text
  }
}
