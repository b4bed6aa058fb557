/// What happens with arguments that nobody set, by resource type; some formats have defaults of their own.
struct DefaultSets: Sendable {
  struct Key: Hashable {
    let type: String
    /// The format whose defaults these are, nil for those of all others.
    let kind: DocumentSummary.Kind?
  }

  private let general: [String: [ProviderDefault]]
  private let special: [DocumentSummary.Kind: [String: [ProviderDefault]]]

  init(_ general: [String: [ProviderDefault]], special: [DocumentSummary.Kind: [String: [ProviderDefault]]]) {
    self.general = general
    self.special = special
  }

  func key(of type: String, in kind: DocumentSummary.Kind) -> Key {
    Key(type: type, kind: special.isEmpty || special[kind] == nil ? nil : kind)
  }

  /// All of them in a fixed order.
  var sorted: [(key: Key, defaults: [ProviderDefault])] {
    var result = general.keys.sorted().map { (Key(type: $0, kind: nil), general[$0] ?? []) }
    for kind in DocumentSummary.Kind.allCases {
      let own = special[kind] ?? [:]
      result += own.keys.sorted().map { (Key(type: $0, kind: kind), own[$0] ?? []) }
    }
    return result
  }
}
