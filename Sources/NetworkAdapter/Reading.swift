import Network
import ResourceGraph
import Values

/// What an input says of one argument.
enum Reading<Value: Sendable>: Sendable {
  /// Nobody set it.
  case absent
  case known(Value)
  case unknown(Unknown)

  var value: Value? { if case .known(let value) = self { value } else { nil } }

  /// What holds where nobody set it.
  func otherwise(_ value: Value) -> Fact<Value> {
    switch self {
    case .absent: .known(value)
    case .known(let known): .known(known)
    case .unknown(let unknown): .unknown(unknown)
    }
  }
}

/// One value of a resource, with the names that lead to it.
struct Attribute: Sendable {
  let resource: ResourceID
  let path: AttributePath
  let node: NodeID
}

/// The names that lead to a value: those of the blocks around it, which all their members share, and its own.
struct AttributePath: Sendable {
  private let outer: [String]
  private let name: String?

  init(_ name: String) {
    outer = []
    self.name = name
  }

  /// - Parameter names: those of a block.
  init(block names: [String]) {
    outer = names
    name = nil
  }

  private init(_ outer: [String], _ name: String) {
    self.outer = outer
    self.name = name
  }

  var names: [String] { name.map { outer + [$0] } ?? outer }

  /// The names with dots between them.
  var text: String { outer.isEmpty ? name ?? "" : names.joined(separator: ".") }

  func appending(_ name: String) -> AttributePath { AttributePath(self.name == nil ? outer : names, name) }
}

/// Where the arguments of a rule stand: in a resource of its own or in a block.
enum ArgumentSource: Sendable {
  case resource(ResourceID)
  case block(Attribute)
}

extension NetworkAdapter {
  func argument(_ source: ArgumentSource, _ name: String) -> Attribute? {
    switch source {
    case .resource(let id): attribute(id, name)
    case .block(let block): member(block, name)
    }
  }

  /// An unknown that belongs to an attribute.
  func unknown(_ id: ResourceID, _ path: [String], _ why: String? = nil) -> Unknown {
    let name = "\(graph.address(of: id)).\(path.joined(separator: "."))"
    return Unknown(name, reason: why ?? "\(name) is known only after apply")
  }

  private func unknown(_ attribute: Attribute, _ why: String? = nil) -> Unknown {
    let name = name(attribute)
    return Unknown(name, reason: "\(name) \(why ?? "is known only after apply")")
  }

  /// The attribute of a name, nil if it is absent or null.
  func attribute(_ id: ResourceID, _ name: String) -> Attribute? {
    guard let node = member(graph.values(of: id), name), graph.arena[node].kind != .null else { return nil }
    return Attribute(resource: id, path: AttributePath(name), node: node)
  }

  /// The attribute at a path, nil if it is absent or null.
  func attribute(_ id: ResourceID, _ path: String...) -> Attribute? { attribute(id, path) }

  func attribute(_ id: ResourceID, _ path: [String]) -> Attribute? {
    if path.count == 1 { return attribute(id, path[0]) }
    var node = graph.values(of: id)
    for name in path {
      guard let next = member(graph.arena.resolved(node), name) else { return nil }
      node = next
      // Blocks that occur once are lists of one.
      if name != path.last, graph.arena[node].kind == .list {
        guard let first = graph.arena.children(node).first else { return nil }
        node = graph.arena.resolved(first)
      }
    }
    return graph.arena[node].kind == .null
      ? nil : Attribute(resource: id, path: AttributePath(block: path), node: node)
  }

  /// A member of a block, nil if it is absent or null.
  func member(_ block: Attribute, _ name: String) -> Attribute? {
    guard let node = member(block.node, name), graph.arena[node].kind != .null else { return nil }
    return Attribute(resource: block.resource, path: block.path.appending(name), node: node)
  }

  private func member(_ map: NodeID, _ name: String) -> NodeID? {
    guard let node = graph.arena.member(map, name) else { return nil }
    return graph.arena.resolved(node)
  }

  /// The blocks of a name, and whether there may be others.
  func blocks(_ parent: Attribute, _ name: String) -> (blocks: [Attribute], unknown: Unknown?) {
    list(member(parent, name))
  }

  func blocks(_ id: ResourceID, _ name: String) -> (blocks: [Attribute], unknown: Unknown?) {
    list(attribute(id, name))
  }

  private func list(_ attribute: Attribute?) -> (blocks: [Attribute], unknown: Unknown?) {
    guard let attribute else { return ([], nil) }
    switch graph.arena[attribute.node].kind {
    case .list:
      let children = graph.arena.children(attribute.node)
      if children.isEmpty { return ([], nil) }
      let path = AttributePath(block: attribute.path.names)
      var found: [Attribute] = []
      found.reserveCapacity(children.count)
      var unknown: Unknown?
      for child in children {
        let node = graph.arena.resolved(child)
        if graph.arena[node].kind == .map {
          found.append(Attribute(resource: attribute.resource, path: path, node: node))
        } else if let reason = self.unknown(of: node, attribute) {
          unknown = reason
        }
      }
      return (found, unknown)
    case .map: return ([attribute], nil)
    default: return ([], unknown(of: attribute.node, attribute))
    }
  }

  /// The unknown that a value is; nil for known values and for what nobody set.
  private func unknown(of node: NodeID, _ attribute: Attribute) -> Unknown? {
    let value = graph.arena[node]
    guard value.kind == .unknown, graph.arena[value.unknownReason].cause != .notConfigured else { return nil }
    return unknown(attribute)
  }

  /// - Parameter value: what the attribute's value was converted to, nil if it cannot be.
  private func read<Value>(_ attribute: Attribute, _ value: Value?) -> Reading<Value> {
    if let value { return .known(value) }
    switch graph.arena[attribute.node].kind {
    case .null: return .absent
    case .unknown: return unknown(of: attribute.node, attribute).map { .unknown($0) } ?? .absent
    default: return .unknown(unknown(attribute, "is not understood"))
    }
  }

  private func name(_ attribute: Attribute) -> String {
    "\(graph.address(of: attribute.resource)).\(attribute.path.text)"
  }

  private func isSensitive(_ attribute: Attribute) -> Bool {
    graph.arena[attribute.node].flags.contains(.sensitive)
  }

  func bool(_ attribute: Attribute?) -> Reading<Bool> {
    guard let attribute else { return .absent }
    return read(attribute, graph.arena.bool(attribute.node) ?? graph.arena.string(attribute.node).flatMap { Bool($0) })
  }

  /// A text; an empty one counts as absent. What is sensitive reads as unknown, so that no evidence can show it.
  func text(_ attribute: Attribute?) -> Reading<String> {
    guard let attribute else { return .absent }
    if isSensitive(attribute) { return .unknown(unknown(attribute, "is sensitive")) }
    let text = graph.arena.string(attribute.node) ?? graph.arena.int(attribute.node).map { String($0) }
    return text == "" ? .absent : read(attribute, text)
  }

  func int(_ attribute: Attribute?) -> Reading<Int> {
    guard let attribute else { return .absent }
    if isSensitive(attribute) { return .unknown(unknown(attribute, "is sensitive")) }
    if let number = graph.arena.int(attribute.node) { return .known(Int(number)) }
    return read(attribute, graph.arena.string(attribute.node).flatMap { Int($0) })
  }

  /// The elements of a list of scalars, and what is unknown about the list as a whole.
  func elements(_ attribute: Attribute?) -> (elements: [Attribute], unknown: Unknown?) {
    guard let attribute else { return ([], nil) }
    guard graph.arena[attribute.node].kind == .list else {
      if let unknown = unknown(of: attribute.node, attribute) { return ([], unknown) }
      return graph.arena[attribute.node].kind == .unknown ? ([], nil) : ([attribute], nil)
    }
    if isSensitive(attribute) { return ([], unknown(attribute, "is sensitive")) }
    var elements: [Attribute] = []
    let children = graph.arena.children(attribute.node)
    elements.reserveCapacity(children.count)
    for child in children {
      let node = graph.arena.resolved(child)
      elements.append(Attribute(resource: attribute.resource, path: attribute.path, node: node))
    }
    return (elements, nil)
  }

  /// A CIDR block; one that cannot be read is unknown and noted.
  mutating func prefix(_ attribute: Attribute?, hostBits: Prefix.HostBits = .dropped) -> Reading<Prefix> {
    guard let attribute else { return .absent }
    switch text(attribute) {
    case .absent: return .absent
    case .unknown(let unknown): return .unknown(unknown)
    case .known(let text):
      do throws(AddressError) {
        return .known(try Prefix(parsing: text, hostBits: hostBits))
      } catch {
        note(attribute.resource, attribute.path.names, "is no CIDR block: \(error)")
        return .unknown(unknown(attribute, "is no CIDR block"))
      }
    }
  }

  /// The blocks of a list of CIDR texts.
  mutating func prefixes(_ attribute: Attribute?) -> [Fact<Prefix>] {
    let (elements, unknown) = elements(attribute)
    var found = unknown.map { [Fact<Prefix>.unknown($0)] } ?? []
    for element in elements {
      switch prefix(element) {
      case .absent: continue
      case .known(let prefix): found.append(.known(prefix))
      case .unknown(let unknown): found.append(.unknown(unknown))
      }
    }
    return found
  }

  mutating func note(_ id: ResourceID, _ path: [String], _ message: String) {
    notes.append(AdapterNote(resource: id, attribute: path.joined(separator: "."), message: message))
  }
}
