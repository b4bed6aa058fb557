/// A stateful filter of the interfaces that carry it: what no rule admits is dropped, replies always pass ("Security
/// groups", Amazon VPC user guide).
public struct SecurityGroup: Sendable {
  public typealias ID = Identifier<SecurityGroup>

  public enum Direction: String, Hashable, Sendable, CustomStringConvertible {
    case ingress
    case egress

    // Without it, text that names a direction makes the run-time library search for what it conforms to.
    public var description: String { rawValue }
  }

  public enum Peer: Hashable, Sendable {
    case prefix(Prefix)
    case prefixList(PrefixList.ID)
    /// The interfaces that carry another group, by their private addresses.
    case group(SecurityGroup.ID)
    /// The same for a group by a name that is certain. Where the model does not have it, no interface carries it whose
    /// groups the model has.
    case namedGroup(SecurityGroup.ID)
    /// The interfaces that carry this group.
    case itself
  }

  public struct Rule: Sendable {
    public let id: String
    public let label: String
    public var direction: Direction
    public var traffic: Traffic
    public var peer: Fact<Peer>
    /// Unknown for a rule that may or may not be created.
    public var exists: Fact<Bool>

    public init(
      id: String, label: String? = nil, direction: Direction, traffic: Traffic, peer: Fact<Peer>,
      exists: Fact<Bool> = true
    ) {
      self.id = id
      self.label = label ?? id
      self.direction = direction
      self.traffic = traffic
      self.peer = peer
      self.exists = exists
    }
  }

  public let id: ID
  public let label: String
  public var rules: [Rule]

  public init(id: ID, label: String? = nil, rules: [Rule] = []) {
    self.id = id
    self.label = label ?? id.name
    self.rules = rules
  }
}
