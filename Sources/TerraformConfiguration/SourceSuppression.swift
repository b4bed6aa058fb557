import HCL

/// A comment `# pcicheck:ignore RULE … reason="…" until=YYYY-MM-DD` of the source. Whether reason and date will do is
/// for others to judge.
public struct SourceSuppression: Hashable, Sendable {
  /// The rules named.
  public let rules: [String]
  /// The reason given.
  public let reason: String?
  /// The date given, as written.
  public let until: String?
  /// The declaration that the comment stands above, beside or in: `aws_vpc.this`, `data.aws_ami.x`, `module.net`.
  /// Nil if it stands at none.
  public let target: String?
  /// Where the comment is.
  public let location: ConfigurationLocation

  /// Reads a comment; nil if it is no suppression.
  init?(_ comment: String, target: String?, location: ConfigurationLocation) {
    guard let words = SuppressionComment(comment) else { return nil }
    rules = words.rules
    reason = words.reason
    until = words.until
    self.target = target
    self.location = location
  }
}

/// The words of a comment `# pcicheck:ignore RULE … reason="…" until=YYYY-MM-DD`, in whatever file it stands.
public struct SuppressionComment: Hashable, Sendable {
  public let rules: [String]
  public let reason: String?
  public let until: String?

  /// Reads a comment; nil if it is no suppression.
  public init?(_ comment: String) {
    let text = comment.drop { "#/* \t".contains($0) }
    let marker = "pcicheck:ignore"
    guard text.hasPrefix(marker) else { return nil }
    var words = WordScanner(text.dropFirst(marker.count))
    var rules: [String] = []
    var reason: String?
    var until: String?
    while let word = words.next() {
      switch word.name {
      case "reason": reason = word.value
      case "until": until = word.value
      case nil where word.value != "*/": rules.append(word.value)
      default: break
      }
    }
    self.rules = rules
    self.reason = reason
    self.until = until
  }
}

/// Splits `RULE, OTHER reason="two words" until=date`.
private struct WordScanner {
  private var rest: Substring

  init(_ text: Substring) { rest = text }

  mutating func next() -> (name: String?, value: String)? {
    rest = rest.drop { $0.isWhitespace || $0 == "," }
    guard !rest.isEmpty else { return nil }
    let word = take { !$0.isWhitespace && $0 != "," && $0 != "=" }
    guard rest.first == "=" else { return word.isEmpty ? skipOne() : (nil, word) }
    rest.removeFirst()
    guard rest.first == "\"" else { return (word, take { !$0.isWhitespace && $0 != "," }) }
    rest.removeFirst()
    let value = take { $0 != "\"" }
    if !rest.isEmpty { rest.removeFirst() }
    return (word, value)
  }

  private mutating func skipOne() -> (name: String?, value: String)? {
    rest.removeFirst()
    return next()
  }

  private mutating func take(while predicate: (Character) -> Bool) -> String {
    let taken = rest.prefix(while: predicate)
    rest = rest.dropFirst(taken.count)
    return String(taken)
  }
}
