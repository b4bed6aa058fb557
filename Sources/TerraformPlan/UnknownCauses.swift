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
  /// The arguments that the resource's configuration lists.
  private var listed = NameStamps()
  /// What is said of arguments that are not listed, for each type.
  private var tables: [AbsentArguments] = []
  private var numbers: [String: Int] = [:]
  /// The place of the resource's type in `tables`.
  private var table = 0

  /// The resource whose arguments are asked for.
  struct Subject {
    var type = ""
    var address = ""
    var module: ModuleAddress?
    var declaration: NodeID?
    var expressions: NodeID?
  }

  /// What is said of the arguments of a type that no configuration lists: an id of a reason by argument.
  private struct AbsentArguments {
    private var reasons: [UInt32] = []

    subscript(_ key: KeyID) -> UnknownReason.ID? {
      get {
        guard key.index < reasons.count, case let reason = reasons[Int(key.index)], reason > 0 else { return nil }
        return UnknownReason.ID(reason - 1)
      }
      set {
        let missing = Int(key.index) + 1 - reasons.count
        if missing > 0 { reasons += repeatElement(0, count: missing) }
        reasons[Int(key.index)] = newValue.map { $0.index + 1 } ?? 0
      }
    }
  }

  init(_ configuration: ConfigurationIndex, _ blocks: WrittenBlocks) {
    self.configuration = configuration
    self.blocks = blocks
    resource = Subject()
  }

  mutating func turn(to subject: Subject, in arena: borrowing ValueArena) {
    if tables.isEmpty || subject.type != resource.type { table = number(of: subject.type) }
    resource = subject
    listed.turn(keyCount: arena.strings.keyCount)
    guard let expressions = subject.expressions, arena[expressions].kind == .map else { return }
    for argument in arena.children(expressions) { _ = listed.insert(arena[argument].key) }
  }

  private mutating func number(of type: String) -> Int {
    if let known = numbers[type] { return known }
    tables.append(AbsentArguments())
    numbers[type] = tables.count - 1
    return tables.count - 1
  }

  mutating func unknown<Values: ValueBuilding>(
    at path: [KeyID], _ values: inout Values
  ) -> (reason: UnknownReason.ID, flags: ValueFlags) {
    if path.count == 1, resource.declaration != nil, !listed.contains(path[0]) {
      return (absent(path[0], &values), [])
    }
    let keys = self.keys ?? ExpressionKeys(values.arena)
    self.keys = keys
    // A closure would hold a copy of the values.
    var names: [String] = []
    for key in path { names.append(values.name(key)) }
    let said = traced(names, values.arena, keys)
    return (values.reason(said.reason), said.flags)
  }

  /// The reason of an argument that the configuration does not list.
  private mutating func absent<Values: ValueBuilding>(_ key: KeyID, _ values: inout Values) -> UnknownReason.ID {
    if let known = tables[table][key] { return known }
    let name = values.name(key)
    // An argument that is not listed can be a `dynamic` block.
    let isHidden = blocks.mayBeDynamic(name, type: resource.type, address: resource.address)
    let id = values.reason(UnknownReason(isHidden ? .notVisible : .notConfigured, name))
    if blocks.dependOnTypeAlone { tables[table][key] = id }
    return id
  }

  private func traced(
    _ path: [String], _ arena: ValueArena, _ keys: ExpressionKeys
  ) -> (reason: UnknownReason, flags: ValueFlags) {
    let name = path.joined(separator: ".")
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
