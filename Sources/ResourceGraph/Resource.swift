import Values

/// The place of a resource in its ``ResourceGraph``.
public struct ResourceID: Hashable, Sendable, Comparable {
  public let index: UInt32

  public init(_ index: Int) { self.index = UInt32(index) }

  public static func < (left: ResourceID, right: ResourceID) -> Bool { left.index < right.index }
}

/// One thing that is, or will be, in the infrastructure.
///
/// Rules and relations copy resources all the time, so that what never changes is one object.
public struct Resource: Sendable {
  private let facts: Facts
  public let mode: ResourceMode
  public let action: ChangeAction
  /// The attributes as they will be, a record.
  public internal(set) var values: NodeID

  /// Unique in its input, in the input's own notation: `module.vpc.aws_subnet.private["a"]`, `Deployment/payments/api`.
  public var address: String { facts.address }
  /// The resource type or Kubernetes kind.
  public var type: String { facts.type }
  public var name: String { facts.name }
  /// The address of the module instance, empty for the root module and for inputs without modules.
  public var module: String { facts.module }
  public var instanceKey: InstanceKey? { facts.instanceKey }
  /// Which account and region, as far as the input says: resources with equal scopes share account-wide settings.
  public var providerScope: String { facts.providerScope }
  /// For Kubernetes the namespace, nil for cluster-wide kinds; nil for other inputs.
  public var namespace: String? { facts.namespace }
  /// The address that the resource had before it was moved.
  public var previousAddress: String? { facts.previousAddress }
  /// A former object that waits to be destroyed has one of these keys.
  public var deposedKey: String? { facts.deposedKey }
  public var origin: ResourceOrigin { facts.origin }
  /// Why the resource may not exist at all, such as a condition that is not known; nil if it certainly does.
  public var doubt: String? { facts.doubt }

  private final class Facts: Sendable {
    let address, type, name, module, providerScope: String
    let instanceKey: InstanceKey?
    let namespace, previousAddress, deposedKey, doubt: String?
    let origin: ResourceOrigin

    init(
      _ address: String, type: String, name: String, module: String, instanceKey: InstanceKey?, providerScope: String,
      namespace: String?, previousAddress: String?, deposedKey: String?, origin: ResourceOrigin,
      doubt: String?
    ) {
      self.address = address
      self.type = type
      self.name = name
      self.module = module
      self.instanceKey = instanceKey
      self.providerScope = providerScope
      self.namespace = namespace
      self.previousAddress = previousAddress
      self.deposedKey = deposedKey
      self.origin = origin
      self.doubt = doubt
    }
  }

  public init(
    address: String, type: String, name: String, mode: ResourceMode, module: String = "",
    instanceKey: InstanceKey? = nil,
    providerScope: String = "", namespace: String? = nil, action: ChangeAction = .none, previousAddress: String? = nil,
    deposedKey: String? = nil, values: NodeID, origin: ResourceOrigin, doubt: String? = nil
  ) {
    facts = Facts(
      address, type: type, name: name, module: module, instanceKey: instanceKey, providerScope: providerScope,
      namespace: namespace, previousAddress: previousAddress, deposedKey: deposedKey, origin: origin, doubt: doubt)
    self.mode = mode
    self.action = action
    self.values = values
  }
}

public enum ResourceMode: String, Hashable, Sendable {
  case managed
  /// Read, not managed: a data source.
  case data
}

/// The key of an instance made by `count` or `for_each`.
public enum InstanceKey: Hashable, Sendable {
  case index(Int64)
  case key(String)
}

/// What the change does to a resource that exists after it.
public enum ChangeAction: String, Hashable, Sendable {
  case none = "no-op"
  case create, update, replace, read
}

/// Where a resource stands in the inputs.
public struct ResourceOrigin: Hashable, Sendable {
  /// Index into ``ResourceGraph/documents``.
  public let document: Int
  private let place: Place
  /// Where the resource begins in a YAML input.
  public let position: SourcePosition?

  /// Plans have a place for each resource and evidence names few of them, so that pointers into them are spelt on demand.
  private enum Place: Hashable, Sendable {
    case pointer(String?)
    case change(UInt32, Side)
  }

  /// The side of a planned change that the attributes are on.
  public enum Side: String, Hashable, Sendable {
    case before, after
  }

  /// A JSON pointer (RFC 6901) to the resource's attributes in a JSON input, else nil.
  public var pointer: String? {
    switch place {
    case .pointer(let pointer): pointer
    case .change(let index, let side): "/resource_changes/\(index)/change/\(side.rawValue)"
    }
  }

  /// A JSON pointer to the mask that says which attributes are unknown, nil if the input has none.
  public var unknownPointer: String? {
    guard case .change(let index, .after) = place else { return nil }
    return "/resource_changes/\(index)/change/after_unknown"
  }

  public init(document: Int, pointer: String? = nil, position: SourcePosition? = nil) {
    self.document = document
    place = .pointer(pointer)
    self.position = position
  }

  /// - Parameter change: the place in the plan's `resource_changes`.
  public init(document: Int, change: Int, side: Side) {
    self.document = document
    place = .change(UInt32(change), side)
    position = nil
  }
}
