import Diagnostics
import ResourceGraph
import Values

/// One example of a rule: a small graph and the verdicts that it must have.
public struct RuleExample: Sendable {
  public let name: String
  public let graph: ResourceGraph
  /// Parameters of the rule that have another value in this example, by name.
  public let parameters: [String: ParameterValue]
  /// What the example says of zones.
  public let scope: ScopeDeclaration?
  /// By address, or `plan`.
  public let expected: [(address: String, verdict: String)]
  public let location: SourceLocation

  /// The examples of a rule file, with the provider's defaults put in.
  public static func decode(_ file: PolicyFile, _ library: PolicyLibrary) throws(Diagnostic) -> [RuleExample] {
    guard let (arena, root) = try file.loadExamples() else { return [] }
    var examples: [RuleExample] = []
    for child in arena.children(root) {
      let record = try RecordReader(arena, child, file: file.path, what: "example")
      examples.append(try decode(record, library))
    }
    return examples
  }

  /// One example.
  static func decode(
    _ arena: ValueArena, _ node: NodeID, file: String, _ library: PolicyLibrary
  ) throws(Diagnostic) -> RuleExample {
    try decode(try RecordReader(arena, node, file: file, what: "example"), library)
  }

  private static func decode(_ record: RecordReader, _ library: PolicyLibrary) throws(Diagnostic) -> RuleExample {
    try record.checkMembers(["name", "given", "plan", "scope", "parameters", "expect"])
    let name = try record.text("name")
    let given = try record.record(try record.required("given"), "`given`")
    var builder = ExampleGraphBuilder(given)
    try builder.build()
    let isComplete =
      try record.member("plan").map { node throws(Diagnostic) in
        try record.record(node, "`plan`").optionalBool("complete") ?? true
      } ?? true
    let types = Set(builder.graph.resources.map(\.type))
    let graph = builder.finish(
      completeness: isComplete ? .complete : .incomplete(["the example says so"]),
      defaults: try library.defaults(for: types))
    var parameters: [String: ParameterValue] = [:]
    if let member = record.member("parameters") {
      for child in record.arena.children(member) {
        parameters[record.arena.keyName(child) ?? ""] = try ParameterValue.decode(record, child)
      }
    }
    var expected: [(address: String, verdict: String)] = []
    let expect = try record.record(try record.required("expect"), "`expect`")
    for child in record.arena.children(expect.node) {
      let address = record.arena.keyName(child) ?? ""
      guard address == "plan" || graph.resource(named: address) != nil else {
        throw record.problem("`expect` names `\(safeText(address, limit: 120))`, which is not in `given`", at: child)
      }
      expected.append((address, try expect.text(at: child, address)))
    }
    let scope = try record.member("scope").map { node throws(Diagnostic) in
      try ScopeDeclaration.decode(try record.record(node, "`scope`"))
    }
    return RuleExample(
      name: name, graph: graph, parameters: parameters, scope: scope, expected: expected,
      location: record.location(record.node))
  }
}

/// Turns `given` into a graph.
private struct ExampleGraphBuilder {
  private let given: RecordReader
  private(set) var graph = ResourceGraphBuilder(values: ValueArenaBuilder())
  private var resolver = ExampleResolver()
  private let addresses: [String]

  init(_ given: RecordReader) {
    self.given = given
    addresses = given.arena.children(given.node).compactMap { given.arena.keyName($0) }
  }

  mutating func build() throws(Diagnostic) {
    for child in given.arena.children(given.node) {
      guard let text = given.arena.keyName(child), let address = ExampleAddress(text) else {
        throw given.problem("`given` maps addresses to attributes", at: child)
      }
      let kind = given.arena[child].kind
      guard kind == .map || kind == .null else { throw given.problem("expected attributes", at: child) }
      let mark = graph.values.mark
      if let namespaceAndName = address.kubernetes { pushMetadata(namespaceAndName, child) }
      for member in given.arena.children(child) {
        guard let name = given.arena.keyName(member), address.kubernetes == nil || name != "metadata" else { continue }
        resolver.written.insert("\(text).\(name)")
        try push(member, key: graph.values.key(name), owner: text, path: [name])
      }
      graph.values.closeContainer(.map, since: mark, flags: .record)
      graph.add(
        Resource(
          address: text, type: address.type, name: address.name, mode: address.mode, module: address.module,
          instanceKey: address.key, namespace: address.kubernetes?.namespace, action: .create,
          values: graph.values.finishRoot(), origin: ResourceOrigin(document: 0, pointer: "/given/\(text)")))
    }
  }

  consuming func finish(completeness: Completeness, defaults: [String: [ProviderDefault]]) -> ResourceGraph {
    let hasManifests = graph.resources.contains { $0.namespace != nil }
    graph.add(
      DocumentSummary(
        name: "example", sha256: "", kind: hasManifests ? .kubernetes : .terraformPlan, completeness: completeness),
      resolver: resolver)
    return graph.build(defaults: defaults)
  }

  /// An object's own name and namespace, with what the example says of labels and annotations.
  private mutating func pushMetadata(_ identity: (namespace: String?, name: String), _ object: NodeID) {
    let mark = graph.values.mark
    graph.values.push(graph.values.stringNode(identity.name), key: graph.values.key("name"))
    if let namespace = identity.namespace {
      graph.values.push(graph.values.stringNode(namespace), key: graph.values.key("namespace"))
    }
    for member in given.arena.children(object, of: "metadata") {
      guard let name = given.arena.keyName(member), name != "name", name != "namespace" else { continue }
      try? push(member, key: graph.values.key(name), owner: "", path: ["metadata", name])
    }
    graph.values.closeContainer(.map, since: mark, key: graph.values.key("metadata"))
  }

  private mutating func push(_ id: NodeID, key: KeyID, owner: String, path: [String]) throws(Diagnostic) {
    let arena = given.arena
    let node = arena[id]
    switch node.kind {
    case .map:
      if let special = arena.children(id).first, arena[id].childCount == 1, let name = arena.keyName(special),
        name.hasPrefix("$")
      {
        return try pushSpecial(name, special, key: key, owner: owner, path: path)
      }
      let mark = graph.values.mark
      for child in arena.children(id) {
        let name = arena.keyName(child) ?? ""
        try push(child, key: graph.values.key(name), owner: owner, path: path + [name])
      }
      graph.values.closeContainer(.map, since: mark, key: key)
    case .list:
      let mark = graph.values.mark
      for child in arena.children(id) { try push(child, key: .none, owner: owner, path: path) }
      graph.values.closeContainer(.list, since: mark, key: key)
    case .string: graph.values.push(graph.values.stringNode(arena.string(id) ?? ""), key: key)
    default: graph.values.push(ValueNode(node.kind, low: node.low, high: node.high), key: key)
    }
  }

  private mutating func pushSpecial(
    _ name: String, _ value: NodeID, key: KeyID, owner: String, path: [String]
  ) throws(Diagnostic) {
    let place = "\(owner).\(path.joined(separator: "."))"
    let reason: UnknownReason
    switch name {
    case "$unset":
      reason = UnknownReason(.notConfigured, path.joined(separator: "."))
      resolver.written.remove(place)
    case "$unknown":
      reason = UnknownReason(.derived, "something known only after apply")
      resolver.untraceable.insert(place)
    case "$ref":
      let text = try given.text(at: value, "$ref")
      reason = UnknownReason(.derived, text)
      guard let target = addresses.filter({ text == $0 || text.hasPrefix("\($0).") }).max(by: { $0.count < $1.count })
      else { throw given.problem("`$ref` names nothing in `given`", at: value) }
      resolver.targets[place, default: []].append(target)
    case "$sensitive":
      try push(value, key: key, owner: owner, path: path)
      if var node = graph.values.removeTop() {
        node.flags.insert(.sensitive)
        graph.values.push(node, key: key)
      }
      return
    default:
      throw given.problem(
        "unknown special value `\(safeText(name, limit: 40))`", at: value,
        help: "known: $ref, $unknown, $unset, $sensitive")
    }
    graph.values.push(.unknown(graph.values.reason(reason)), key: key)
  }
}

/// The references that an example writes down.
private struct ExampleResolver: ReferenceResolver {
  /// Target addresses by `address.path`.
  var targets: [String: [String]] = [:]
  var untraceable: Set<String> = []
  /// Arguments that the example gives.
  var written: Set<String> = []

  func references(
    of resource: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet {
    let place = "\(graph[resource].address).\(path.joined(separator: "."))"
    let found = (targets[place] ?? []).compactMap { graph.resource(named: $0) }.filter {
      expected.contains(graph[$0].type)
    }
    let resolution: Resolution = isCollection || found.count == 1 ? .configuration : .possible
    return ReferenceSet(
      references: found.map { Reference(target: $0, resolution: resolution) },
      unresolved: path.indices.contains { isUntraceable(resource, path[...$0], in: graph) } ? place : nil)
  }

  /// What is in something unknown is not known either.
  private func isUntraceable(_ resource: ResourceID, _ path: ArraySlice<String>, in graph: ResourceGraph) -> Bool {
    untraceable.contains("\(graph[resource].address).\(path.joined(separator: "."))")
  }

  func isSet(
    _ attribute: String, of resource: ResourceID, in graph: ResourceGraph, _ arena: borrowing ValueArena
  ) -> Bool? {
    written.contains("\(graph[resource].address).\(attribute)")
  }
}

/// The parts of an address in `given`.
struct ExampleAddress {
  let type, name, module: String
  let mode: ResourceMode
  let key: InstanceKey?
  let kubernetes: (namespace: String?, name: String)?

  init?(_ text: String) {
    if text.contains("/"), !text.contains("[") {
      let parts = text.split(separator: "/").map(String.init)
      guard (2...3).contains(parts.count) else { return nil }
      type = parts[0]
      name = parts[parts.count - 1]
      module = ""
      mode = .managed
      key = nil
      kubernetes = (parts.count == 3 ? parts[1] : nil, name)
      return
    }
    var parts = Self.split(text)
    var modules: [String] = []
    while parts.count > 3, parts[0] == "module" {
      modules.append("module.\(parts[1])")
      parts.removeFirst(2)
    }
    mode = parts.first == "data" ? .data : .managed
    if mode == .data { parts.removeFirst() }
    guard parts.count == 2 else { return nil }
    let bracket = parts[1].firstIndex(of: "[")
    type = parts[0]
    name = String(bracket.map { parts[1][..<$0] } ?? parts[1][...])
    module = modules.joined(separator: ".")
    kubernetes = nil
    key = bracket.flatMap { start in
      let inner = parts[1][parts[1].index(after: start)...].dropLast()
      return Int64(inner).map(InstanceKey.index) ?? .key(String(inner.dropFirst().dropLast()))
    }
  }

  /// Splits at dots that stand outside brackets.
  private static func split(_ text: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in text {
      if character == "[" { depth += 1 }
      if character == "]" { depth -= 1 }
      if character == ".", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
    }
    return parts
  }
}
