import ResourceGraph
import Values

/// On what a verdict rests.
public struct Evidence: Sendable {
  /// The attributes that were read, each once, in the order of first reading.
  public var reads: [AttributeRead] = []
  /// The relations that were followed.
  public var relations: [RelationRead] = []
  /// Why what was needed is not known; sentences without values.
  public var unknowns: [String] = []
  /// The way of a packet through the network, or what blocks it.
  public var path: [PathStep] = []

  public init() {}

  public var isEmpty: Bool { reads.isEmpty && relations.isEmpty && unknowns.isEmpty && path.isEmpty }
}

/// One element on a way through the network.
public struct PathStep: Hashable, Sendable {
  /// What it does there: `route`, `ingress-rule`, `network-acl`, ...
  public let role: String
  public let element: String
  /// The resource behind it, and the attribute or block that says so.
  public let address: String?
  public let attribute: String?
  /// Where the resource stands: a JSON pointer in a JSON input.
  public let pointer: String?
  /// Where its block is written, where the configuration is at hand: `main.tf:12:1`.
  public let source: String?
  public let note: String?
}

/// One attribute of one resource.
public struct AttributeRead: Hashable, Sendable {
  public let address: String
  /// Dotted, with indexes: `ingress[0].from_port`.
  public let path: String
  public let value: EvidenceValue
  /// Where it stood: a JSON pointer in a JSON input, else nil.
  public let pointer: String?
  /// Where it stood in a YAML input.
  public let position: SourcePosition?
  /// Where it, or the block that would have it, is written in the configuration behind the input.
  public let source: SourceTrail?
  /// The default that was assumed because nobody set the attribute.
  public let assumed: Assumption?
}

/// A default and the page that says so.
public struct Assumption: Hashable, Sendable {
  public let source: String
  public let because: String
}

/// A value as evidence shows it.
public enum EvidenceValue: Hashable, Sendable {
  /// A scalar or a short list or map, as JSON.
  case json(String)
  /// Not in the input, or null.
  case absent
  /// Sensitive: neither the value nor anything that tells it is shown. The digest, if there is one, tells equal values.
  case redacted(digest: String?)
  /// Known only after apply, or not visible; the reason says which.
  case unknown(cause: String, detail: String)
}

/// One element of a relation.
public struct RelationRead: Hashable, Sendable {
  public let name: String
  public let from: String
  /// Nil where the relation has no element, or one that cannot be named.
  public let to: String?
  public let via: String
  public let resolution: Resolution?
  public let through: [String]
  public let doubt: String?
}
