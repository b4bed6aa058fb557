import Network
import ResourceGraph
import Values

/// Values of Kubernetes objects.
extension NetworkAdapter {
  func node(_ id: ResourceID, _ path: [String]) -> NodeID? { node(graph.values(of: id), path) }

  func node(_ root: NodeID, _ path: [String]) -> NodeID? {
    var node = graph.arena.resolved(root)
    for name in path {
      guard let next = graph.arena.member(node, name) else { return nil }
      node = graph.arena.resolved(next)
    }
    return graph.arena[node].kind == .null ? nil : node
  }

  func children(_ node: NodeID?) -> [NodeID] {
    node.map { graph.arena.children($0).map(graph.arena.resolved) } ?? []
  }

  func string(_ root: NodeID, _ path: String...) -> String? {
    node(root, path).flatMap { graph.arena.string($0) }
  }

  func number(_ root: NodeID, _ path: String...) -> Int? {
    node(root, path).flatMap { node in
      graph.arena.int(node).map { Int($0) } ?? graph.arena.string(node).flatMap { Int($0) }
    }
  }

  func hidden(_ id: ResourceID, _ what: String) -> Unknown {
    Unknown("\(graph.address(of: id)) \(what)", reason: "the \(what) of \(graph.address(of: id)) are not understood")
  }

  func labels(_ node: NodeID?, _ id: ResourceID) -> Fact<[String: String]> {
    var labels: [String: String] = [:]
    guard let node else { return .known([:]) }
    guard graph.arena[node].kind == .map else { return .unknown(hidden(id, "labels")) }
    for child in graph.arena.children(node) {
      guard let name = graph.arena.keyName(child), let value = graph.arena.string(graph.arena.resolved(child)) else {
        return .unknown(hidden(id, "labels"))
      }
      labels[name] = value
    }
    return .known(labels)
  }

  func selector(_ node: NodeID?) -> LabelSelector {
    guard let node else { return .everything }
    var requirements: [LabelSelector.Requirement] = []
    for child in children(self.node(node, ["matchLabels"])) {
      guard let name = graph.arena.keyName(child), let value = graph.arena.string(child) else { continue }
      requirements.append(.isIn(key: name, values: [value]))
    }
    for expression in children(self.node(node, ["matchExpressions"])) {
      guard let key = string(expression, "key") else { continue }
      let values = children(self.node(expression, ["values"])).compactMap { graph.arena.string($0) }
      switch string(expression, "operator") {
      case "In": requirements.append(.isIn(key: key, values: values))
      case "NotIn": requirements.append(.isNotIn(key: key, values: values))
      case "Exists": requirements.append(.exists(key: key))
      case "DoesNotExist": requirements.append(.doesNotExist(key: key))
      default: continue
      }
    }
    return LabelSelector(requirements)
  }

  func number(of name: String?) -> IPProtocol {
    switch name?.uppercased() {
    case "UDP": .udp
    case "SCTP": .sctp
    default: .tcp
    }
  }
}
