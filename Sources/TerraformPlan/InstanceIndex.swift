import ResourceGraph
import Synchronization
import Values

/// The planned instances of one document, by where the configuration declares them.
final class InstanceIndex: Sendable {
  /// The instances of one declaration; most have one.
  enum Instances {
    case none
    case one(ResourceID)
    case several([ResourceID])
  }

  /// Where the configuration declares a resource.
  struct Declaration {
    let node: NodeID
    /// The number of the module instance.
    let module: UInt32

    fileprivate static let none = Declaration(node: NodeID(.max), module: .max)
    fileprivate var isThere: Bool { module != .max }
  }

  /// One instance of a module.
  private struct Module {
    /// Nil if its text is no address; nothing in it is declared then.
    let address: ModuleAddress?
    /// The declarations of its configuration, by `type.name` (`data.type.name`).
    let declarations: [String: NodeID]
    /// Its resources in plan order.
    var members: [ResourceID] = []
  }

  /// The number of the first resource.
  private let first: Int
  /// Where each resource is declared, from the first on.
  private let declared: [Declaration]
  private let modules: [Module]
  /// Numbers of modules by address.
  private let numbers: [String: Int]
  /// By ``declaration(_:in:)``.
  private let instances: [UInt64: Instances]
  /// What the configuration does not declare, by number of module and `type.name`.
  private let undeclared: [String: [ResourceID]]
  /// Instances of module calls, by the address without the last key: `module.a[0].module.b`.
  private let moduleInstances: [String: Set<ModuleAddress>]
  /// The members of modules by type (`data.type`), worked out where a trail ends.
  private let byType = Mutex<[Int: [String: [ResourceID]]]>([:])

  init(_ resources: [Resource], document: Int, _ configuration: ConfigurationIndex) {
    let first = resources.firstIndex { $0.origin.document == document } ?? resources.count
    var planned = PlannedModules(configuration)
    var last: (module: PlannedModules.Module, number: Int)?
    var declared: [Declaration] = []
    var modules: [Module] = []
    var numbers: [String: Int] = [:]
    var instances: [UInt64: Instances] = [:]
    var undeclared: [String: [ResourceID]] = [:]
    var moduleInstances: [String: Set<ModuleAddress>] = [:]
    declared.reserveCapacity(resources.count - first)
    instances.reserveCapacity(resources.count - first)
    for index in first..<resources.count {
      let resource = resources[index]
      guard resource.origin.document == document else {
        declared.append(.none)
        continue
      }
      let module = planned[resource.module]
      let number: Int
      if let last, last.module === module {
        number = last.number
      } else if let known = numbers[resource.module] {
        number = known
      } else {
        number = modules.count
        numbers[resource.module] = number
        modules.append(Module(address: module.address, declarations: module.configuration?.resources ?? [:]))
        if !resource.module.isEmpty, let address = module.address { Self.add(address, to: &moduleInstances) }
      }
      last = (module, number)
      let id = ResourceID(index)
      modules[number].members.append(id)
      let name = Self.declarationName(resource)
      guard module.address != nil, let node = modules[number].declarations[name] else {
        undeclared["\(number) \(name)", default: []].append(id)
        declared.append(.none)
        continue
      }
      declared.append(Declaration(node: node, module: UInt32(number)))
      Self.add(id, to: &instances, Self.declaration(node, in: number))
    }
    self.first = first
    self.declared = declared
    self.modules = modules
    self.numbers = numbers
    self.instances = instances
    self.undeclared = undeclared
    self.moduleInstances = moduleInstances
  }

  private static func declarationName(_ resource: Resource) -> String {
    resource.mode == .data ? "data.\(resource.type).\(resource.name)" : "\(resource.type).\(resource.name)"
  }

  /// A number for a declaration in one module instance: a key of a type of its own would cost a search through all
  /// conformances of the program.
  private static func declaration(_ node: NodeID, in module: Int) -> UInt64 {
    UInt64(module) << 32 | UInt64(node.index)
  }

  private static func add(_ id: ResourceID, to instances: inout [UInt64: Instances], _ key: UInt64) {
    switch instances.updateValue(.one(id), forKey: key) {
    case nil, .some(.none): break
    case .one(let earlier)?: instances[key] = .several([earlier, id])
    case .several(var ids)?:
      ids.append(id)
      instances[key] = .several(ids)
    }
  }

  private static func add(_ module: ModuleAddress, to instances: inout [String: Set<ModuleAddress>]) {
    guard let last = module.steps.last, let parent = module.parent else { return }
    if instances[parent.appending(last.call).text, default: []].insert(module).inserted {
      add(parent, to: &instances)
    }
  }

  /// Where the configuration declares a resource, nil if it does not.
  func declaration(of id: ResourceID) -> Declaration? {
    let index = Int(id.index) - first
    guard declared.indices.contains(index), declared[index].isThere else { return nil }
    return declared[index]
  }

  /// Where the expressions of a resource stand, nil if the configuration does not declare it.
  func place(of id: ResourceID, in graph: ResourceGraph) -> Place? {
    guard let declaration = declaration(of: id), let address = modules[Int(declaration.module)].address else {
      return nil
    }
    return Place(
      module: address, key: graph.instanceKey(of: id), declaration: declaration.node, number: Int(declaration.module))
  }

  /// - Parameter declaration: `type.name`, data sources `data.type.name`.
  func instances(of declaration: String, in place: Place) -> Instances {
    guard let number = place.number ?? numbers[place.module.text] else { return .none }
    return instances(of: declaration, inModule: number)
  }

  /// - Parameter number: that of the module instance.
  func instances(of declaration: String, inModule number: Int) -> Instances {
    if let node = modules[number].declarations[declaration] {
      return instances[Self.declaration(node, in: number)] ?? .none
    }
    guard !undeclared.isEmpty, let found = undeclared["\(number) \(declaration)"] else {
      return .none
    }
    return .several(found)
  }

  /// Managed resources of a type and then data sources.
  func resources(ofType type: String, in module: ModuleAddress, _ graph: ResourceGraph) -> [ResourceID] {
    guard let number = numbers[module.text] else { return [] }
    return byType.withLock { known in
      let types = known[number] ?? Self.grouped(modules[number].members, graph)
      known[number] = types
      return (types[type] ?? []) + (types["data.\(type)"] ?? [])
    }
  }

  private static func grouped(_ members: [ResourceID], _ graph: ResourceGraph) -> [String: [ResourceID]] {
    var types: [String: [ResourceID]] = [:]
    for id in members {
      let type = graph.type(of: id)
      types[graph.mode(of: id) == .data ? "data.\(type)" : type, default: []].append(id)
    }
    return types
  }

  /// The instances of a module call that hold resources.
  func instances(ofCall call: String, in module: ModuleAddress) -> [ModuleAddress] {
    (moduleInstances[module.appending(call).text] ?? []).sorted { $0.text < $1.text }
  }
}

/// Where an expression stands: in which module instance, and with which `each.key` or `count.index`.
struct Place: Sendable {
  let module: ModuleAddress
  let key: InstanceKey?
  /// The resource or module call that the expression belongs to, for its `for_each`.
  let declaration: NodeID
  /// The number of the module instance, nil where nobody looked it up.
  var number: Int?
}
