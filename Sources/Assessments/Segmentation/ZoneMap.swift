import CEL
import Diagnostics
import Network
import NetworkAdapter
import ResourceGraph
import Rules
import Values

/// Which resource is in which zone, and why.
public struct ZoneMap: Sendable {
  /// Why a resource is in a zone.
  public struct Membership: Hashable, Sendable {
    public let zone: String
    public let reason: String
    /// Whether it depends on something that is known only after apply.
    public let isDoubtful: Bool
  }

  public let isDeclared: Bool
  public let memberships: [ResourceID: [Membership]]

  public func zones(of id: ResourceID) -> [String] {
    (memberships[id] ?? []).filter { !$0.isDoubtful }.map(\.zone)
  }

  /// The strictest of the zones that PCI DSS scope knows.
  public func category(of id: ResourceID) -> String? {
    let zones = zones(of: id)
    return ScopeDeclaration.categories.first { zones.contains($0) }
  }

  /// Why the category of a resource is not certain: it may be in a stricter zone than those that it is certainly in.
  func doubt(about id: ResourceID) -> String? {
    let certain = category(of: id).flatMap { ScopeDeclaration.categories.firstIndex(of: $0) } ?? .max
    return memberships[id]?.first { membership in
      guard membership.isDoubtful, let rank = ScopeDeclaration.categories.firstIndex(of: membership.zone) else {
        return false
      }
      return rank < certain
    }?.reason
  }

  /// - Throws: a diagnostic for a condition that does not compile or cannot be evaluated.
  public init(
    _ scope: ScopeDeclaration?, _ graph: ResourceGraph, _ map: NetworkMap
  ) throws(Diagnostics.Diagnostic) {
    guard let scope, !scope.zones.isEmpty else {
      isDeclared = false
      memberships = [:]
      return
    }
    isDeclared = true
    var resolver = try ZoneResolver(scope, graph, map)
    memberships = try resolver.resolve()
  }
}

/// Matches selectors against resources.
private struct ZoneResolver {
  let scope: ScopeDeclaration
  let graph: ResourceGraph
  /// The subnets of each resource's interfaces.
  let subnets: [ResourceID: Set<String>]
  private var evaluator: Evaluator
  private let slot: Declarations.Slot
  private var conditions: [String: LinkedProgram] = [:]

  init(_ scope: ScopeDeclaration, _ graph: ResourceGraph, _ map: NetworkMap) throws(Diagnostic) {
    self.scope = scope
    self.graph = graph
    subnets = Self.subnets(graph, map)
    evaluator = Evaluator(arena: graph.arena)
    var declarations = Declarations()
    for function in ResourceMethods.functions(for: graph) + NetworkFunctions.functions + TextFunctions.functions {
      declarations.declare(function: function)
    }
    slot = declarations.declare(variable: "resource", .dyn)
    for condition in scope.zones.flatMap(\.selectors).compactMap(\.condition) where conditions[condition.text] == nil {
      conditions[condition.text] = evaluator.link(try ConditionCompiler.program(condition, declarations, .bool))
    }
  }

  private static func subnets(_ graph: ResourceGraph, _ map: NetworkMap) -> [ResourceID: Set<String>] {
    var result: [ResourceID: Set<String>] = [:]
    for (endpoint, owner) in zip(map.model.endpoints, map.owners) {
      switch endpoint.placement {
      case .each(let places), .oneOf(let places):
        result[owner, default: []].formUnion(places.compactMap { $0.value?.name })
      }
    }
    for subnet in map.model.subnets {
      if let id = graph.resource(named: subnet.id.name) { result[id, default: []].insert(subnet.id.name) }
    }
    return result
  }

  mutating func resolve() throws(Diagnostic) -> [ResourceID: [ZoneMap.Membership]] {
    var result: [ResourceID: [ZoneMap.Membership]] = [:]
    for index in graph.resources.indices {
      let id = ResourceID(index)
      guard graph[id].mode == .managed else { continue }
      for zone in scope.zones {
        if let membership = try membership(id, zone) { result[id, default: []].append(membership) }
      }
    }
    placeWorkloads(&result)
    return result
  }

  /// What runs in a declared cluster is where the cluster is, unless it is in a zone of its own.
  private func placeWorkloads(_ memberships: inout [ResourceID: [ZoneMap.Membership]]) {
    guard !scope.clusters.isEmpty else { return }
    for index in graph.resources.indices {
      let id = ResourceID(index)
      guard memberships[id] == nil, let cluster = scope.clusters.first(where: { runs($0, id) }),
        let place = graph.resource(named: cluster.address), let zones = memberships[place]
      else { continue }
      memberships[id] = zones.map {
        ZoneMap.Membership(
          zone: $0.zone, reason: "runs in \(cluster.address): \($0.reason)", isDoubtful: $0.isDoubtful)
      }
    }
  }

  private func runs(_ cluster: ScopeDeclaration.Cluster, _ id: ResourceID) -> Bool {
    let document = graph.documents[graph.document(of: id)]
    guard document.kind == .kubernetes else { return false }
    let isNamed = cluster.manifests.contains { pattern in
      globMatches(pattern, document.name) || document.name.hasPrefix(pattern.hasSuffix("/") ? pattern : "\(pattern)/")
    }
    guard isNamed || cluster.manifests.isEmpty else { return false }
    guard let namespaces = cluster.namespaces else { return true }
    return graph[id].namespace.map { name in namespaces.contains { globMatches($0, name) } } ?? false
  }

  private mutating func membership(
    _ id: ResourceID, _ zone: ScopeDeclaration.Zone
  ) throws(Diagnostic) -> ZoneMap.Membership? {
    var doubt: String?
    for selector in zone.selectors {
      switch try matches(id, selector) {
      case true?: return ZoneMap.Membership(zone: zone.name, reason: selector.text, isDoubtful: false)
      case false?: continue
      case nil: doubt = doubt ?? selector.text
      }
    }
    return doubt.map {
      ZoneMap.Membership(zone: zone.name, reason: "\($0), which is known only after apply", isDoubtful: true)
    }
  }

  /// Nil if it depends on something unknown.
  private mutating func matches(_ id: ResourceID, _ selector: ScopeDeclaration.Selector) throws(Diagnostic) -> Bool? {
    let resource = graph[id]
    func fits(_ patterns: [String]?, _ texts: [String]) -> Bool {
      patterns.map { patterns in patterns.contains { pattern in texts.contains { globMatches(pattern, $0) } } } ?? true
    }
    guard fits(selector.types, [resource.type]), fits(selector.addresses, [resource.address]),
      fits(selector.modules, modules(resource.module)), fits(selector.subnets, (subnets[id] ?? []).sorted()),
      fits(selector.namespaces, [resource.namespace].compactMap { $0 })
    else { return false }
    var isKnown = true
    for (names, paths) in [
      (selector.tags, [["tags_all"], ["tags"]]), (selector.labels, [["metadata", "labels"], ["labels"]]),
    ] {
      for (name, values) in names {
        switch mark(id, paths, name) {
        case .text(let text): if !values.contains(where: { globMatches($0, text) }) { return false }
        case .absent: return false
        case .unknown: isKnown = false
        }
      }
    }
    if let condition = selector.condition {
      guard let holds = try holds(condition, id) else { return nil }
      if !holds { return false }
    }
    return isKnown ? true : nil
  }

  /// A module and those around it, so that a zone may name any of them.
  private func modules(_ address: String) -> [String] {
    guard !address.isEmpty else { return [] }
    var result = [address]
    var rest = address[...]
    while let dot = rest.range(of: ".module.", options: .backwards) {
      rest = rest[..<dot]
      result.append(String(rest))
    }
    return result
  }

  private enum Mark {
    case text(String)
    case absent
    case unknown
  }

  private func mark(_ id: ResourceID, _ paths: [[String]], _ name: String) -> Mark {
    var isUnknown = false
    for path in paths {
      var node: NodeID? = graph[id].values
      for step in path { node = node.flatMap { graph.arena.member($0, step) }.map(graph.arena.resolved) }
      guard let map = node else { continue }
      if graph.arena[map].kind == .unknown { isUnknown = true }
      guard let value = graph.arena.member(map, name).map(graph.arena.resolved) else { continue }
      if let text = graph.arena.string(value) { return .text(text) }
      if graph.arena[value].kind == .unknown { return .unknown }
    }
    // All tags are unknown where the provider adds its own; those of the resource say enough if they are there.
    let own = graph.arena.member(graph[id].values, "tags").map(graph.arena.resolved)
    let isOwnKnown = own.map { graph.arena[$0].kind != .unknown } ?? true
    return isUnknown && !isOwnKnown ? .unknown : .absent
  }

  private mutating func holds(_ condition: RuleExpression, _ id: ResourceID) throws(Diagnostic) -> Bool? {
    guard let program = conditions[condition.text] else { return nil }
    evaluator.reset()
    evaluator.set(slot, to: graph[id].values)
    let value = evaluator.evaluate(program)
    switch evaluator.result(of: value) {
    case .value(let value): return value.boolValue ?? false
    case .unknown: return nil
    case .error(let error):
      throw Diagnostic(
        .error, "`where` cannot be evaluated for `\(safeText(graph[id].address, limit: 200))`: \(error.message)",
        at: condition.location, help: "guard attributes that not every resource has: `has(resource.x) && ...`")
    }
  }
}

extension Substring {
  fileprivate enum SearchDirection { case backwards }

  /// The last place of a text.
  fileprivate func range(of text: String, options: SearchDirection) -> Substring.Index? {
    var found: Substring.Index?
    var rest = self
    while let range = rest.firstRange(of: text) {
      found = range.lowerBound
      rest = rest[rest.index(after: range.lowerBound)...]
    }
    return found
  }
}

/// Compiles single conditions that belong to no resource type.
enum ConditionCompiler {
  static func program(
    _ expression: RuleExpression, _ declarations: Declarations, _ expected: CELType?
  ) throws(Diagnostic) -> Program {
    do throws(ExpressionError) {
      return try CELExpression(expression.text).checked(against: declarations, expecting: expected)
    } catch {
      let first = error.diagnostics.first
      throw Diagnostic(
        .error, first?.message ?? "the expression is not valid", at: expression.location,
        help: first.flatMap { $0.notes.isEmpty ? nil : $0.notes.joined(separator: "; ") })
    }
  }
}
