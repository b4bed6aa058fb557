import Network
import ResourceGraph
import Values

/// Network policies.
extension NetworkAdapter {
  mutating func policy(_ id: ResourceID) -> NetworkPolicy {
    let spec = node(id, ["spec"])
    let types = spec.map { children(node($0, ["policyTypes"])).compactMap { graph.arena.string($0) } } ?? []
    let ingress = spec.flatMap { node($0, ["ingress"]) }
    let egress = spec.flatMap { node($0, ["egress"]) }
    // Without policyTypes a policy is about ingress, and about egress where it has egress rules.
    let isIngress = types.isEmpty || types.contains("Ingress")
    let isEgress = types.isEmpty ? !children(egress).isEmpty : types.contains("Egress")
    return NetworkPolicy(
      id: register(id), namespace: graph[id].namespace ?? "default",
      podSelector: selector(spec.flatMap { node($0, ["podSelector"]) }),
      ingress: isIngress ? children(ingress).map { rule($0, "from", id) } : nil,
      egress: isEgress ? children(egress).map { rule($0, "to", id) } : nil)
  }

  private mutating func rule(_ rule: NodeID, _ side: String, _ id: ResourceID) -> NetworkPolicy.Rule {
    let peers = children(node(rule, [side]))
    let ports = children(node(rule, ["ports"]))
    return NetworkPolicy.Rule(
      ports: ports.isEmpty ? nil : ports.map { port($0, id) }, peers: peers.isEmpty ? nil : peers.map { peer($0, id) })
  }

  private func port(_ port: NodeID, _ id: ResourceID) -> NetworkPolicy.Port {
    let number = self.number(of: string(port, "protocol"))
    guard let value = node(port, ["port"]) else { return NetworkPolicy.Port(number, .known(.all)) }
    if let name = graph.arena.string(value), Int(name) == nil {
      return NetworkPolicy.Port(number, .known(.named(name)))
    }
    guard let first = self.number(port, "port"),
      let range = try? PortRange(from: first, to: self.number(port, "endPort") ?? first)
    else { return NetworkPolicy.Port(number, .unknown(hidden(id, "ports"))) }
    return NetworkPolicy.Port(number, .known(.range(range)))
  }

  private mutating func peer(_ peer: NodeID, _ id: ResourceID) -> NetworkPolicy.Peer {
    if let block = node(peer, ["ipBlock"]) {
      let except = children(node(block, ["except"])).map { prefix(graph.arena.string($0), id) }
      return .block(prefix(string(block, "cidr"), id), except: except)
    }
    let namespaces = node(peer, ["namespaceSelector"]).map { selector($0) }
    let pods = node(peer, ["podSelector"]).map { selector($0) }
    return .pods(namespaces: namespaces, pods: pods)
  }

  mutating func prefix(_ text: String?, _ id: ResourceID) -> Fact<Prefix> {
    guard let text, let prefix = try? Prefix(parsing: text, hostBits: .dropped) else {
      note(id, ["spec"], "has an ipBlock that is no CIDR block")
      return .unknown(hidden(id, "blocks"))
    }
    return .known(prefix)
  }
}
