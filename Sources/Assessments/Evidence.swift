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
  /// Where the resource's values stand: a JSON pointer in a JSON input; nil for what does not stand there.
  let base: String?
  /// The steps from ``base`` to the value; nil where they are those of ``path``.
  let steps: String?
  /// Where it stood in a YAML input.
  public let position: SourcePosition?
  /// Where it, or the block that would have it, is written in the configuration behind the input.
  public let source: SourceTrail?
  /// The default that was assumed because nobody set the attribute.
  public let assumed: Assumption?

  /// Where it stood: a JSON pointer in a JSON input, else nil. Thousands of reads share the pointer of their resource.
  public var pointer: String? { base.map { $0 + (steps ?? Self.steps(path)) } }

  /// `ingress[0].from_port` as steps of a JSON pointer: `/ingress/0/from_port`.
  private static func steps(_ path: String) -> String {
    var steps: [UInt8] = [UInt8(ascii: "/")]
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "."), UInt8(ascii: "["): steps.append(UInt8(ascii: "/"))
      case UInt8(ascii: "]"): break
      default: steps.append(byte)
      }
    }
    return String(decoding: steps, as: UTF8.self)
  }

  /// Whether a member's name can be told from a dotted path, and stands in a pointer as it is.
  static func isPlain(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        byte != UInt8(ascii: ".") && byte != UInt8(ascii: "[") && byte != UInt8(ascii: "]") && byte != UInt8(ascii: "/")
          && byte != UInt8(ascii: "~")
      }
  }
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
