import ResourceGraph
import Values

/// Says why arguments of planned resources are not known, one resource after the other.
///
/// Most unknown values are ids and the like that nobody can configure: what is said of them depends on the argument's name
/// alone, and is made once.
struct UnknownCauses: UnknownSource {
  private let configuration: ConfigurationIndex
  private let blocks: WrittenBlocks
  private var resource: Subject
  private var keys: ExpressionKeys?
  /// What is said of arguments of the resource's type that nobody lists.
  private var absent: [KeyID: UnknownReason.ID] = [:]
  /// The same for the other types.
  private var absentByType: [String: [KeyID: UnknownReason.ID]] = [:]

  /// The resource whose arguments are asked for.
  struct Subject {
    var type = ""
    var address = ""
    var module: ModuleAddress?
    var declaration: NodeID?
    var expressions: NodeID?
  }

  init(_ configuration: ConfigurationIndex, _ blocks: WrittenBlocks) {
    self.configuration = configuration
    self.blocks = blocks
    resource = Subject()
  }

  mutating func turn(to subject: Subject) {
    if subject.type != resource.type {
      absentByType[resource.type] = absent
      absent = absentByType.removeValue(forKey: subject.type) ?? [:]
    }
    resource = subject
  }

  mutating func unknown<Values: ValueBuilding>(
    at path: [KeyID], _ values: inout Values
  ) -> (reason: UnknownReason.ID, flags: ValueFlags) {
    if let name = path.first, path.count == 1, resource.declaration != nil, !isListed(name, values) {
      return (absent(name, &values), [])
    }
    let keys = self.keys ?? ExpressionKeys(values.arena)
    self.keys = keys
    let said = traced(path.map { values.name($0) }, values.arena, keys)
    return (values.reason(said.reason), said.flags)
  }

  private func isListed<Values: ValueBuilding>(_ name: KeyID, _ values: Values) -> Bool {
    guard let expressions = resource.expressions else { return false }
    return values.member(name, of: values.node(expressions)) != nil
  }

  /// The reason of an argument that the configuration does not list.
  private mutating func absent<Values: ValueBuilding>(_ key: KeyID, _ values: inout Values) -> UnknownReason.ID {
    if blocks.dependOnTypeAlone, let known = absent[key] { return known }
    let name = values.name(key)
    let isHidden = blocks.mayBeDynamic(name, type: resource.type, address: resource.address)
    let id = values.reason(UnknownReason(isHidden ? .notVisible : .notConfigured, name))
    absent[key] = id
    return id
  }

  private func traced(
    _ path: [String], _ arena: ValueArena, _ keys: ExpressionKeys
  ) -> (reason: UnknownReason, flags: ValueFlags) {
    var name: String { path.joined(separator: ".") }
    let expressions = Expressions(resource.declaration, arena, keys)
    guard expressions.isAvailable else { return (UnknownReason(.notVisible, "\(resource.address).\(name)"), []) }
    switch expressions.places(path, arena) {
    case .absent:
      let isHidden =
        path.count == 1 && blocks.mayBeDynamic(path[0], type: resource.type, address: resource.address)
      return (UnknownReason(isHidden ? .notVisible : .notConfigured, name), [])
    case .hidden: return (UnknownReason(.notVisible, name), [])
    case .references(let references):
      let constants = ConstantTracer(configuration, resource.module, resource.declaration, keys)
      // What is made of constants alone is known; if it is unknown all the same, the constant is null.
      if constants.areConstant(references, arena) { return (UnknownReason(.notConfigured, name), []) }
      let identities = IdentityTracer(configuration, resource.module, keys)
      return (
        UnknownReason(.derived, references.first.flatMap { arena.string($0) } ?? "an expression"),
        identities.isIdentity(references, arena) ? .notNull : []
      )
    }
  }
}

/// What values of state are: an unknown one is not shown.
struct HiddenValues: UnknownSource {
  func unknown<Values: ValueBuilding>(
    at path: [KeyID], _ values: inout Values
  ) -> (reason: UnknownReason.ID, flags: ValueFlags) {
    (values.reason(UnknownReason(.notVisible, path.map { values.name($0) }.joined(separator: "."))), [])
  }
}
