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
  /// By argument: nobody set it, or a block that nobody lists hides it.
  private var notConfigured: [KeyID: UnknownReason.ID] = [:]
  private var notVisible: [KeyID: UnknownReason.ID] = [:]
  private var dynamic: [TypedName: Bool] = [:]

  /// The resource whose arguments are asked for.
  struct Subject {
    var type = ""
    var address = ""
    var module: ModuleAddress?
    var declaration: NodeID?
    var expressions: NodeID?
  }

  private struct TypedName: Hashable {
    let type: String
    let name: KeyID
  }

  init(_ configuration: ConfigurationIndex, _ blocks: WrittenBlocks) {
    self.configuration = configuration
    self.blocks = blocks
    resource = Subject()
  }

  mutating func turn(to subject: Subject) { resource = subject }

  mutating func unknown(
    at path: [KeyID], _ values: inout ValueArenaBuilder
  ) -> (reason: UnknownReason.ID, flags: ValueFlags) {
    if let name = path.first, path.count == 1, resource.declaration != nil, !isListed(name, values) {
      return (absent(name, &values), [])
    }
    let said = traced(path.map { values.name($0) }, values.arena)
    return (values.reason(said.reason), said.flags)
  }

  private func isListed(_ name: KeyID, _ values: borrowing ValueArenaBuilder) -> Bool {
    guard let expressions = resource.expressions else { return false }
    return values.member(name, of: values.node(expressions)) != nil
  }

  /// The reason of an argument that the configuration does not list.
  private mutating func absent(_ key: KeyID, _ values: inout ValueArenaBuilder) -> UnknownReason.ID {
    if isHidden(key, values) {
      if let known = notVisible[key] { return known }
      let id = values.reason(UnknownReason(.notVisible, values.name(key)))
      notVisible[key] = id
      return id
    }
    if let known = notConfigured[key] { return known }
    let id = values.reason(UnknownReason(.notConfigured, values.name(key)))
    notConfigured[key] = id
    return id
  }

  /// Whether an argument that is not listed can be a `dynamic` block.
  private mutating func isHidden(_ key: KeyID, _ values: borrowing ValueArenaBuilder) -> Bool {
    guard blocks.dependOnTypeAlone else {
      return blocks.mayBeDynamic(values.name(key), type: resource.type, address: resource.address)
    }
    let name = TypedName(type: resource.type, name: key)
    if let known = dynamic[name] { return known }
    let isHidden = blocks.mayBeDynamic(values.name(key), type: resource.type, address: resource.address)
    dynamic[name] = isHidden
    return isHidden
  }

  private func traced(_ path: [String], _ arena: ValueArena) -> (reason: UnknownReason, flags: ValueFlags) {
    let name = path.joined(separator: ".")
    let expressions = Expressions(resource.declaration, arena)
    guard expressions.isAvailable else { return (UnknownReason(.notVisible, "\(resource.address).\(name)"), []) }
    let finding = expressions.find(path, arena)
    switch finding {
    case .absent:
      let isHidden =
        path.count == 1 && blocks.mayBeDynamic(path[0], type: resource.type, address: resource.address)
      return (UnknownReason(isHidden ? .notVisible : .notConfigured, name), [])
    case .hidden: return (UnknownReason(.notVisible, name), [])
    case .references(let references):
      let constants = ConstantTracer(configuration, resource.module, resource.declaration)
      // What is made of constants alone is known; if it is unknown all the same, the constant is null.
      if constants.areConstant(references, arena) { return (UnknownReason(.notConfigured, name), []) }
      let identities = IdentityTracer(configuration, resource.module, resource.declaration)
      return (
        UnknownReason(.derived, references.first ?? "an expression"),
        identities.isIdentity(finding, arena) ? .notNull : []
      )
    }
  }
}

/// What values of state are: an unknown one is not shown.
struct HiddenValues: UnknownSource {
  func unknown(at path: [KeyID], _ values: inout ValueArenaBuilder) -> (reason: UnknownReason.ID, flags: ValueFlags) {
    (values.reason(UnknownReason(.notVisible, path.map { values.name($0) }.joined(separator: "."))), [])
  }
}
