/// Whether something is managed or only read.
public enum ResourceMode: Hashable, Sendable {
  case managed, data, ephemeral

  /// The word before the type in references, empty for managed resources.
  var prefix: String {
    switch self {
    case .managed: ""
    case .data: "data."
    case .ephemeral: "ephemeral."
    }
  }
}

/// A resource of a module instance: all instances of its block there.
public struct ResourceAddress: Hashable, Sendable, CustomStringConvertible {
  /// The module instance.
  public let module: ModuleInstance
  /// Managed or data.
  public let mode: ResourceMode
  /// The resource's type.
  public let type: String
  /// The block's name.
  public let name: String

  /// An address of given parts.
  public init(module: ModuleInstance, mode: ResourceMode, type: String, name: String) {
    self.module = module
    self.mode = mode
    self.type = type
    self.name = name
  }

  /// The part behind the module: `data.aws_ami.linux`.
  public var declaration: String { "\(mode.prefix)\(type).\(name)" }

  /// The address as Terraform writes it.
  public var description: String { module.steps.isEmpty ? declaration : "\(module).\(declaration)" }
}

/// One instance of a resource.
public struct InstanceAddress: Hashable, Sendable, CustomStringConvertible {
  /// The resource.
  public let resource: ResourceAddress
  /// The key if the resource has `count` or `for_each`.
  public let key: IterationKey?

  /// An address of given parts.
  public init(_ resource: ResourceAddress, _ key: IterationKey? = nil) {
    self.resource = resource
    self.key = key
  }

  /// Reads an address as plans write it: `module.a["x"].aws_subnet.this[0]`.
  public init?(_ text: String) {
    var scanner = AddressScanner(text)
    guard let module = scanner.module() else { return nil }
    let mode: ResourceMode = scanner.take("data.") ? .data : scanner.take("ephemeral.") ? .ephemeral : .managed
    guard let type = scanner.name(), scanner.take("."), let name = scanner.name() else { return nil }
    let key = scanner.key()
    guard scanner.isAtEnd else { return nil }
    self.init(ResourceAddress(module: module, mode: mode, type: type, name: name), key)
  }

  /// The address as Terraform writes it.
  public var description: String { "\(resource)\(key?.text ?? "")" }
}
