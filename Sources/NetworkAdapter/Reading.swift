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

  func map<Result>(_ transform: (Value) -> Reading<Result>) -> Reading<Result> {
    switch self {
    case .absent: .absent
    case .known(let value): transform(value)
    case .unknown(let unknown): .unknown(unknown)
    }
  }
}

/// One value of a resource, with the names that lead to it.
struct Attribute: Sendable {
  let resource: ResourceID
  let path: [String]
  let node: NodeID
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
    let name = "\(graph[id].address).\(path.joined(separator: "."))"
    return Unknown(name, reason: why ?? "\(name) is known only after apply")
  }

  /// The attribute at a path, nil if it is absent or null.
  func attribute(_ id: ResourceID, _ path: String...) -> Attribute? { attribute(id, path) }

  func attribute(_ id: ResourceID, _ path: [String]) -> Attribute? {
    var node = graph[id].values
    for name in path {
      guard let next = graph.arena.member(graph.arena.resolved(node), name) else { return nil }
      node = graph.arena.resolved(next)
      // Blocks that occur once are lists of one.
      if name != path.last, graph.arena[node].kind == .list {
        guard let first = graph.arena.children(node).first else { return nil }
        node = graph.arena.resolved(first)
      }
    }
    return graph.arena[node].kind == .null ? nil : Attribute(resource: id, path: path, node: node)
  }

  /// A member of a block, nil if it is absent or null.
  func member(_ block: Attribute, _ name: String) -> Attribute? {
    guard let node = graph.arena.member(block.node, name).map(graph.arena.resolved), graph.arena[node].kind != .null
    else { return nil }
    return Attribute(resource: block.resource, path: block.path + [name], node: node)
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
      var found: [Attribute] = []
      var unknown: Unknown?
      for child in graph.arena.children(attribute.node) {
        let node = graph.arena.resolved(child)
        if graph.arena[node].kind == .map {
          found.append(Attribute(resource: attribute.resource, path: attribute.path, node: node))
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
    return unknown(attribute.resource, attribute.path)
  }

  func read<Value>(_ attribute: Attribute?, _ convert: (NodeID) -> Value?) -> Reading<Value> {
    guard let attribute else { return .absent }
    let node = graph.arena[attribute.node]
    switch node.kind {
    case .null: return .absent
    case .unknown: return unknown(of: attribute.node, attribute).map { .unknown($0) } ?? .absent
    default:
      if let value = convert(attribute.node) { return .known(value) }
      return .unknown(unknown(attribute.resource, attribute.path, "\(name(attribute)) is not understood"))
    }
  }

  private func name(_ attribute: Attribute) -> String {
    "\(graph[attribute.resource].address).\(attribute.path.joined(separator: "."))"
  }

  func bool(_ attribute: Attribute?) -> Reading<Bool> {
    read(attribute) { graph.arena.bool($0) ?? graph.arena.string($0).flatMap(Bool.init) }
  }

  /// A text; an empty one counts as absent. What is sensitive reads as unknown, so that no evidence can show it.
  func text(_ attribute: Attribute?) -> Reading<String> {
    if let attribute, graph.arena[attribute.node].flags.contains(.sensitive) {
      return .unknown(unknown(attribute.resource, attribute.path, "\(name(attribute)) is sensitive"))
    }
    let text = read(attribute) { node in
      graph.arena.string(node) ?? graph.arena.int(node).map(String.init)
    }
    return text.value == "" ? .absent : text
  }

  func int(_ attribute: Attribute?) -> Reading<Int> {
    if let attribute, graph.arena[attribute.node].flags.contains(.sensitive) {
      return .unknown(unknown(attribute.resource, attribute.path, "\(name(attribute)) is sensitive"))
    }
    return read(attribute) { node in
      graph.arena.int(node).map { Int($0) } ?? graph.arena.string(node).flatMap { Int($0) }
    }
  }

  /// The elements of a list of scalars, and what is unknown about the list as a whole.
  func elements(_ attribute: Attribute?) -> (elements: [Attribute], unknown: Unknown?) {
    guard let attribute else { return ([], nil) }
    guard graph.arena[attribute.node].kind == .list else {
      if let unknown = unknown(of: attribute.node, attribute) { return ([], unknown) }
      return graph.arena[attribute.node].kind == .unknown ? ([], nil) : ([attribute], nil)
    }
    let isSensitive = graph.arena[attribute.node].flags.contains(.sensitive)
    if isSensitive { return ([], unknown(attribute.resource, attribute.path, "\(name(attribute)) is sensitive")) }
    return (
      graph.arena.children(attribute.node).map {
        Attribute(resource: attribute.resource, path: attribute.path, node: graph.arena.resolved($0))
      }, nil
    )
  }

  /// A CIDR block; one that cannot be read is unknown and noted.
  mutating func prefix(_ attribute: Attribute?, hostBits: Prefix.HostBits = .dropped) -> Reading<Prefix> {
    text(attribute).map { text in
      do throws(AddressError) {
        return .known(try Prefix(parsing: text, hostBits: hostBits))
      } catch {
        guard let attribute else { return .absent }
        note(attribute.resource, attribute.path, "is no CIDR block: \(error)")
        return .unknown(unknown(attribute.resource, attribute.path, "\(name(attribute)) is no CIDR block"))
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
