import Values

/// The place of a resource in its ``ResourceGraph``.
public struct ResourceID: Hashable, Sendable, Comparable {
  public let index: UInt32

  public init(_ index: Int) { self.index = UInt32(index) }

  public static func < (left: ResourceID, right: ResourceID) -> Bool { left.index < right.index }
}

/// One thing that is, or will be, in the infrastructure.
public struct Resource: Sendable {
  /// Unique in its input, in the input's own notation: `module.vpc.aws_subnet.private["a"]`, `Deployment/payments/api`.
  public let address: String
  /// The resource type or Kubernetes kind.
  public let type: String
  public let name: String
  public let mode: ResourceMode
  /// The address of the module instance, empty for the root module and for inputs without modules.
  public let module: String
  public let instanceKey: InstanceKey?
  /// Which account and region, as far as the input says: resources with equal scopes share account-wide settings.
  public let providerScope: String
  /// For Kubernetes the namespace, nil for cluster-wide kinds; nil for other inputs.
  public let namespace: String?
  public let action: ChangeAction
  /// The address that the resource had before it was moved.
  public let previousAddress: String?
  /// A former object that waits to be destroyed has one of these keys.
  public let deposedKey: String?
  /// The attributes as they will be, a record.
  public internal(set) var values: NodeID
  public let origin: ResourceOrigin
  /// Why the resource may not exist at all, such as a condition that is not known; nil if it certainly does.
  public let doubt: String?

  public init(
    address: String, type: String, name: String, mode: ResourceMode, module: String = "",
    instanceKey: InstanceKey? = nil,
    providerScope: String = "", namespace: String? = nil, action: ChangeAction = .none, previousAddress: String? = nil,
    deposedKey: String? = nil, values: NodeID, origin: ResourceOrigin, doubt: String? = nil
  ) {
    self.address = address
    self.type = type
    self.name = name
    self.mode = mode
    self.module = module
    self.instanceKey = instanceKey
    self.providerScope = providerScope
    self.namespace = namespace
    self.action = action
    self.previousAddress = previousAddress
    self.deposedKey = deposedKey
    self.values = values
    self.origin = origin
    self.doubt = doubt
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
  /// A JSON pointer (RFC 6901) to the resource's attributes in a JSON input, else nil.
  public let pointer: String?
  /// A JSON pointer to the mask that says which attributes are unknown, nil if the input has none.
  public let unknownPointer: String?
  /// Where the resource begins in a YAML input.
  public let position: SourcePosition?

  public init(
    document: Int, pointer: String? = nil, unknownPointer: String? = nil, position: SourcePosition? = nil
  ) {
    self.document = document
    self.pointer = pointer
    self.unknownPointer = unknownPointer
    self.position = position
  }
}
