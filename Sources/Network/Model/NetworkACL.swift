/// A stateless filter at a subnet's edge: entries in ascending order, the first that matches decides, nothing matches
/// means denied, and replies are judged like any packet ("Network ACLs", Amazon VPC user guide).
public struct NetworkACL: Sendable {
  public typealias ID = Identifier<NetworkACL>

  public enum Direction: String, Hashable, Sendable, CustomStringConvertible {
    case inbound
    case outbound

    // Without it, text that names a direction makes the run-time library search for what it conforms to.
    public var description: String { rawValue }
  }

  public enum Action: String, Hashable, Sendable {
    case allow
    case deny
  }

  public struct Entry: Sendable {
    public let id: String
    public let label: String
    public var direction: Direction
    public var number: Int
    public var action: Fact<Action>
    public var traffic: Traffic
    /// The source of inbound, the destination of outbound packets.
    public var prefix: Fact<Prefix>
    /// Unknown for an entry that may or may not be created.
    public var exists: Fact<Bool>

    public init(
      id: String, label: String? = nil, direction: Direction, number: Int, action: Fact<Action>, traffic: Traffic,
      prefix: Fact<Prefix>, exists: Fact<Bool> = true
    ) {
      self.id = id
      self.label = label ?? id
      self.direction = direction
      self.number = number
      self.action = action
      self.traffic = traffic
      self.prefix = prefix
      self.exists = exists
    }
  }

  public let id: ID
  public let label: String
  public var entries: [Entry]

  public init(id: ID, label: String? = nil, entries: [Entry] = []) {
    self.id = id
    self.label = label ?? id.name
    self.entries = entries
  }
}
