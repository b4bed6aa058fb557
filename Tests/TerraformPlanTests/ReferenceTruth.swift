import ResourceGraph
import TestSupport
import Values

/// Holds the edges that a plan gives against those that the state after apply shows by ids.
struct ReferenceTruth {
  /// Counts over the attributes that a configuration sets.
  struct Score {
    /// Edges of the state.
    var truth = 0
    /// Edges that the plan states, and those of them that the state has.
    var stated = 0
    var right = 0
    /// Edges of the state that the plan neither states nor leaves open.
    var silent: [String] = []
    var wrong: [String] = []
    /// Edges of the state that the plan leaves open.
    var open: [String] = []

    var precision: Double { stated == 0 ? 1 : Double(right) / Double(stated) }
    var recall: Double { truth == 0 ? 1 : Double(right) / Double(truth) }

    static func + (left: Score, right: Score) -> Score {
      Score(
        truth: left.truth + right.truth, stated: left.stated + right.stated, right: left.right + right.right,
        silent: left.silent + right.silent, wrong: left.wrong + right.wrong, open: left.open + right.open)
    }
  }

  /// One attribute of a type that in some resource holds the identity of another type's resource.
  private struct Pair: Hashable {
    let type: String
    let path: [String]
    let target: String
  }

  private let state: ResourceGraph
  private let pairs: [Pair: Bool]

  init(state: ResourceGraph) {
    self.state = state
    pairs = Self.pairs(state, Self.owners(state))
  }

  func score(_ plan: ResourceGraph) -> Score {
    var score = Score()
    var stateIdentities = IdentityIndexes()
    var planIdentities = IdentityIndexes()
    for (pair, isCollection) in pairs.sorted(by: { "\($0.key)" < "\($1.key)" }) {
      let via = RelationSpec.Via(path: pair.path, isCollection: isCollection)
      let spec = RelationSpec(types: [pair.target], direction: .outgoing, via: [via])
      let truths = RelationIndex(spec, subjects: [pair.type], in: state, identities: &stateIdentities)
      let found = RelationIndex(spec, subjects: [pair.type], in: plan, identities: &planIdentities)
      for id in plan.resources(ofType: pair.type) where plan[id].mode == .managed && isSet(pair.path, id, plan) {
        guard let there = state.resource(named: plan[id].address), holds(pair.path, there) else { continue }
        let truth = Set(truths.elements(of: there).compactMap { $0.resource.map { state[$0].address } })
        add(truth, found.elements(of: id), plan, "\(plan[id].address).\(pair.path.joined(separator: "."))", to: &score)
      }
    }
    return score
  }

  private func add(
    _ truth: Set<String>, _ elements: [RelatedElement], _ plan: ResourceGraph, _ name: String,
    to score: inout Score
  ) {
    let stated = Set(elements.filter { $0.doubt == nil }.compactMap { $0.resource.map { plan[$0].address } })
    let named = Set(elements.compactMap { $0.resource.map { plan[$0].address } })
    let isOpen = elements.contains { $0.resource == nil }
    score.truth += truth.count
    score.stated += stated.count
    score.right += stated.intersection(truth).count
    score.wrong += stated.subtracting(truth).sorted().map { "\(name) -> \($0)" }
    let missed = truth.subtracting(stated)
    score.open += missed.filter { isOpen || named.contains($0) }.sorted().map { "\(name) -> \($0)" }
    score.silent += missed.filter { !isOpen && !named.contains($0) }.sorted().map { "\(name) -> \($0)" }
  }

  /// Whether the plan's configuration has something to say of an attribute: what the provider fills is no reference.
  private func isSet(_ path: [String], _ id: ResourceID, _ plan: ResourceGraph) -> Bool {
    var nodes = [plan[id].values]
    for name in path {
      nodes = nodes.flatMap { node in
        plan.arena[node].kind == .list ? Array(plan.arena.children(node)) : [node]
      }
      if nodes.contains(where: { plan.arena[$0].kind == .unknown && !isUnset($0, plan.arena) }) { return true }
      nodes = nodes.compactMap { plan.arena.member($0, name) }
    }
    return nodes.contains { plan.arena[$0].kind != .null && !isUnset($0, plan.arena) }
  }

  /// Whether a resource has such an attribute at all: values without a declared type can have any shape.
  private func holds(_ path: [String], _ id: ResourceID) -> Bool {
    var found = false
    Self.walk(state[id].values, [], false, state.arena) { place, _, _ in found = found || place == path }
    return found || !path.starts(with: ["input"])
  }

  private func isUnset(_ node: NodeID, _ arena: ValueArena) -> Bool {
    arena[node].kind == .unknown && arena[arena[node].unknownReason].cause == .notConfigured
  }

  private static func owners(_ state: ResourceGraph) -> [String: [ResourceID]] {
    var owners: [String: [ResourceID]] = [:]
    for (index, resource) in state.resources.enumerated() {
      for name in ["id", "arn"] {
        guard let member = state.arena.member(resource.values, name), let text = state.arena.string(member),
          text.count > 5, !isBorrowed(text, resource, state.arena)
        else { continue }
        owners[text, default: []].append(ResourceID(index))
      }
    }
    return owners
  }

  /// Whether a resource has an id only because it refers to what has it by right: the lock of a vault has the vault's
  /// name, the parts of a bucket have the bucket's.
  private static func isBorrowed(_ text: String, _ resource: Resource, _ arena: ValueArena) -> Bool {
    let own = Set(IdentityIndex.attributes(of: resource.type))
    var isBorrowed = resource.type == "aws_cloudwatch_event_target"
    walk(resource.values, [], false, arena) { path, value, _ in
      if value == text, path.count == 1, !own.contains(path[0]) { isBorrowed = true }
    }
    return isBorrowed
  }

  private static func pairs(_ state: ResourceGraph, _ owners: [String: [ResourceID]]) -> [Pair: Bool] {
    var pairs: [Pair: Bool] = [:]
    for (index, resource) in state.resources.enumerated() where resource.mode == .managed {
      walk(resource.values, [], false, state.arena) { path, text, isCollection in
        for owner in owners[text] ?? [] where owner != ResourceID(index) && !["id", "arn"].contains(path[0]) {
          // A name that somebody chose twice is no reference.
          guard let last = path.last, !["name", "namespace", "Name"].contains(last) else { continue }
          pairs[Pair(type: resource.type, path: path, target: state[owner].type)] = isCollection
        }
      }
    }
    return pairs
  }

  private static func walk(
    _ node: NodeID, _ path: [String], _ isCollection: Bool, _ arena: ValueArena,
    _ visit: ([String], String, Bool) -> Void
  ) {
    switch arena[node].kind {
    case .string: if let text = arena.string(node), !path.isEmpty { visit(path, text, isCollection) }
    case .list: for child in arena.children(node) { walk(child, path, true, arena, visit) }
    case .map:
      for child in arena.children(node) {
        if let name = arena.keyName(child) { walk(child, path + [name], isCollection, arena, visit) }
      }
    default: break
    }
  }
}
