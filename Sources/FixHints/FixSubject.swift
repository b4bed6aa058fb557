import Assessments
import Diagnostics
import ResourceGraph
import Rules
import Values

/// A failing resource with what its evidence says.
struct FixSubject {
  let graph: ResourceGraph
  let id: ResourceID
  let observation: Observation
  /// Whether every instance of the resource's block fails.
  let failsInAllInstances: Bool

  var resource: Resource { graph[id] }
  /// Where its block is written.
  var place: SourceLocation? { observation.block?.place ?? position }

  private var position: SourceLocation? {
    graph[id].origin.position.map { position in
      SourceLocation(
        file: graph.documents[graph.document(of: id)].name, line: Int(position.line), column: Int(position.column))
    }
  }

  /// The attributes of a resource that the verdict rests on, without indexes; those by which the rule found its way are
  /// among them.
  func reads(of address: String, _ relations: [Rule.RelationDeclaration]) -> Set<String> {
    var paths: Set<String> = []
    if address == observation.address {
      for relation in relations where relation.direction == "outgoing" && relation.from == nil {
        paths.formUnion(relation.via)
      }
    }
    for read in observation.evidence.reads where read.address == address {
      paths.insert(Self.withoutIndexes(read.path))
    }
    return paths
  }

  static func withoutIndexes(_ path: String) -> String {
    guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
    var result = ""
    var isInside = false
    for character in path {
      if character == "[" { isInside = true }
      if !isInside { result.append(character) }
      if character == "]" { isInside = false }
    }
    return result
  }

  /// The resources of a type that the rule was led to, surely, by relations of a direction; nil for any.
  func related(_ type: String, _ mode: ResourceMode, in relations: [Rule.RelationDeclaration], _ direction: String?)
    -> [ResourceID]
  {
    let names = Set(relations.filter { direction == nil || $0.direction == direction }.map(\.name))
    var found: [ResourceID] = []
    for read in observation.evidence.relations where names.contains(read.name) && read.doubt == nil {
      guard let to = read.to, read.resolution != .possible, let id = graph.resource(named: to),
        graph.document(of: id) == graph.document(of: self.id)
      else { continue }
      if graph[id].type == type, graph[id].mode == mode, !found.contains(id) { found.append(id) }
    }
    return found
  }

  /// The resource of a type that the failing one's own arguments refer to, if there is one.
  func referenced(_ type: String) -> ResourceID? {
    for member in graph.arena.children(graph.values(of: id)) {
      guard let name = graph.arena.keyName(member) else { continue }
      let found = graph.configuredTargets(of: id, attribute: name, types: [type])
      if found.count == 1 { return found[0] }
    }
    return nil
  }

  /// Whether nothing in a name has to be hidden or spelt out.
  static func isPlain(_ resource: Resource) -> Bool {
    guard HCLText.isName(resource.name), HCLText.isName(resource.type) else { return false }
    guard withoutSecrets(resource.address) == resource.address else { return false }
    return true
  }
}

extension Resource {
  /// The address of the block that the resource is an instance of, keys left out.
  var blockAddress: String {
    let prefix = mode == .data ? "data." : ""
    let path = FixSubject.withoutIndexes(module)
    return "\(path.isEmpty ? "" : "\(path).")\(prefix)\(type).\(name)"
  }

  /// How another block of the module refers to the resource.
  var localName: String { "\(mode == .data ? "data." : "")\(type).\(name)" }

  /// The key as it stands behind the name.
  var keyText: String {
    switch instanceKey {
    case .index(let index): "[\(index)]"
    case .key(let key): "[\(HCLText.quoted(key))]"
    case nil: ""
    }
  }
}
