import Assessments
import Diagnostics
import Network
import NetworkAdapter
import ResourceGraph
import Rules

/// A network as a picture shows it: VPCs with groups of subnets, what is in them, and what flows.
public struct Diagram: Sendable {
  /// The names of the formats; the first is the default.
  public static let formatNames = ["svg", "mermaid", "dot"]

  struct Node: Sendable {
    let id: String
    let label: String
    let kind: String
    let zone: String?
    /// What it sends to the Internet, as ports; empty for nothing.
    var outbound: String = ""
  }

  /// Subnets that share endpoints, drawn as one.
  struct Group: Sendable {
    let name: String
    let subnets: [String]
    /// 0 where routes lead to an Internet gateway, 1 where they lead to a NAT gateway, 2 where they lead nowhere.
    let tier: Int
    let nodes: [Int]
    /// Its place among all groups of the picture.
    let number: Int
  }

  struct Area: Sendable {
    let label: String
    let detail: String
    let groups: [Group]
  }

  struct Edge: Sendable {
    let from: Int
    let to: Int
    let ports: String
    let isCertain: Bool
    let isViolation: Bool
  }

  var nodes: [Node] = []
  /// Nodes outside any VPC: the Internet, networks outside, pods.
  var outside: [Int] = []
  var areas: [Area] = []
  var edges: [Edge] = []
  var zones: [String] = []

  public func render(_ format: String) -> String {
    switch format {
    case "mermaid": MermaidDiagram(self).text
    case "dot": DOTDiagram(self).text
    default: SVGDiagram(self).text
    }
  }
}

extension NetworkSession {
  /// - Throws: a diagnostic for a scope or rule that cannot be used.
  public func diagram(
    _ declaration: ScopeDeclaration?, policies: PCICheck.Policies
  ) throws(Diagnostic) -> Diagram {
    let zones = try ZoneMap(declaration, graph, map)
    let rules = try RuleSelection(policies.library, profile: "complete", selectors: ["network-*"]).allRules()
    let violations = try FlowViolations(
      graph, map, engine, zones: zones, rules: rules, scope: declaration)
    var builder = DiagramBuilder(graph: graph, map: map, engine: engine, zones: zones, violations: violations.pairs)
    builder.diagram.zones = declaration?.zones.map(\.name) ?? []
    builder.build()
    return builder.diagram
  }
}

/// Collects what the picture shows.
struct DiagramBuilder {
  let graph: ResourceGraph
  let map: NetworkMap
  let engine: Reachability
  let zones: ZoneMap
  let violations: Set<FlowViolations.Pair>
  var diagram = Diagram()
  private var index: [String: Int] = [:]

  init(
    graph: ResourceGraph, map: NetworkMap, engine: Reachability, zones: ZoneMap, violations: Set<FlowViolations.Pair>
  ) {
    self.graph = graph
    self.map = map
    self.engine = engine
    self.zones = zones
    self.violations = violations
  }

  mutating func build() {
    add("internet", label: "Internet", kind: "internet", zone: nil, isOutside: true)
    for network in map.model.onPremises {
      add(network.id.name, label: network.label, kind: "on-premises", zone: nil, isOutside: true)
    }
    for (endpoint, owner) in zip(map.model.endpoints, map.owners) {
      let zone = zones.category(of: owner) ?? zones.zones(of: owner).first
      add(endpoint.id.name, label: endpoint.label, kind: endpoint.kind.rawValue, zone: zone, isOutside: false)
    }
    for pod in map.model.clusters.flatMap(\.pods) {
      let zone = graph.resource(named: pod.id.name).flatMap { zones.category(of: $0) ?? zones.zones(of: $0).first }
      add(pod.id.name, label: pod.label, kind: "pod", zone: zone, isOutside: true)
    }
    addAreas()
    addFlows()
    addPodFlows()
  }

  private mutating func add(_ id: String, label: String, kind: String, zone: String?, isOutside: Bool) {
    guard index[id] == nil else { return }
    index[id] = diagram.nodes.count
    if isOutside { diagram.outside.append(diagram.nodes.count) }
    diagram.nodes.append(Diagram.Node(id: id, label: label, kind: kind, zone: zone))
  }

  // MARK: Places

  private mutating func addAreas() {
    var groupOf: [Subnet.ID: Int] = [:]
    var members: [[Subnet.ID]] = []
    var homeless: [Int] = []
    var placed: [Int: [Int]] = [:]
    let known = Set(map.model.subnets.map(\.id))
    func join(_ subnets: [Subnet.ID]) -> Int? {
      var target: Int?
      for subnet in subnets where known.contains(subnet) {
        if let own = groupOf[subnet] {
          if let first = target, first != own {
            for moved in members[own] { groupOf[moved] = first }
            members[first] += members[own]
            members[own] = []
            placed[first, default: []] += placed.removeValue(forKey: own) ?? []
          } else {
            target = own
          }
        } else {
          let number = target ?? members.count
          if number == members.count { members.append([]) }
          members[number].append(subnet)
          groupOf[subnet] = number
          target = number
        }
      }
      return target
    }
    for endpoint in map.model.endpoints {
      guard let node = index[endpoint.id.name] else { continue }
      let places: [Subnet.ID] =
        switch endpoint.placement {
        case .each(let all), .oneOf(let all): all.compactMap(\.value)
        }
      if let group = join(places) { placed[group, default: []].append(node) } else { homeless.append(node) }
    }
    for subnet in map.model.subnets where groupOf[subnet.id] == nil { _ = join([subnet.id]) }
    diagram.outside += homeless
    addVPCs(members, placed)
  }

  private mutating func addVPCs(_ members: [[Subnet.ID]], _ placed: [Int: [Int]]) {
    let subnets = Dictionary(map.model.subnets.map { ($0.id, $0) }) { first, _ in first }
    for vpc in map.model.vpcs {
      var groups: [Diagram.Group] = []
      for (number, ids) in members.enumerated() where !ids.isEmpty {
        let own = ids.compactMap { subnets[$0] }.filter { $0.vpc == .known(vpc.id) }
        guard !own.isEmpty else { continue }
        groups.append(
          Diagram.Group(
            name: own.count == 1 ? own[0].label : "\(own.count) subnets", subnets: own.map { text($0) },
            tier: own.map { tier($0, vpc) }.min() ?? 2, nodes: placed[number] ?? [], number: number))
      }
      // A public endpoint of a managed service has a network of its own, which is not the customer's.
      let isManaged = vpc.id.name.hasSuffix(" public endpoint")
      if groups.allSatisfy({ $0.nodes.isEmpty }) && groups.count > 12 { groups = Array(groups.prefix(12)) }
      if isManaged {
        diagram.outside += groups.flatMap(\.nodes)
      } else {
        let blocks = vpc.prefixes.compactMap(\.value).map(\.description).joined(separator: ", ")
        diagram.areas.append(Diagram.Area(label: vpc.label, detail: blocks, groups: groups))
      }
    }
  }

  private func text(_ subnet: Subnet) -> String {
    let blocks = subnet.prefixes.compactMap(\.value).map(\.description).joined(separator: ", ")
    return "\(subnet.label) \(blocks)"
  }

  private func tier(_ subnet: Subnet, _ vpc: VPC) -> Int {
    guard let table = (subnet.routeTable ?? vpc.mainRouteTable)?.value,
      let found = map.model.routeTables.first(where: { $0.id == table })
    else { return 2 }
    var tier = 2
    for route in found.routes {
      switch route.target {
      case .known(.internetGateway): tier = 0
      case .known(.natGateway), .known(.egressOnlyInternetGateway), .known(.transitGateway): tier = min(tier, 1)
      default: continue
      }
    }
    return tier
  }

  // MARK: Flows

  private mutating func addFlows() {
    let all = map.model.endpoints.map(\.id)
    guard let inside = try? engine.prepare(.endpoints(all)), let world = try? engine.prepare(.internet) else { return }
    let networks = try? engine.prepare(.onPremises(map.model.onPremises.map(\.id)))
    var found: [FlowViolations.Pair: (certain: PacketSet, possible: PacketSet)] = [:]
    var outbound: [String: PacketSet] = [:]
    func note(_ flows: [Flow]) {
      for flow in flows {
        for sender in flow.senders.prefix(200) {
          for receiver in flow.receivers.prefix(200) where sender != receiver {
            let pair = FlowViolations.Pair(from: sender.id, to: receiver.id)
            let known = found[pair] ?? (.empty, .empty)
            found[pair] = (known.certain.union(flow.packets.lower), known.possible.union(flow.packets.upper))
          }
        }
      }
    }
    note(engine.flows(from: world, to: inside, includesProxies: false))
    note(engine.flows(from: inside, to: inside, includesProxies: false))
    if let networks { note(engine.flows(from: networks, to: inside, includesProxies: false)) }
    for flow in engine.flows(from: inside, to: world, includesProxies: false) {
      for sender in flow.senders { outbound[sender.id] = (outbound[sender.id] ?? .empty).union(flow.packets.upper) }
    }
    for (id, packets) in outbound { if let node = index[id] { diagram.nodes[node].outbound = Self.ports(packets) } }
    for (pair, packets) in found {
      guard let from = index[pair.from], let to = index[pair.to] else { continue }
      diagram.edges.append(
        Diagram.Edge(
          from: from, to: to, ports: Self.ports(packets.possible), isCertain: !packets.certain.isEmpty,
          isViolation: violations.contains(pair)))
    }
    diagram.edges.sort { ($0.from, $0.to) < ($1.from, $1.to) }
  }

  private mutating func addPodFlows() {
    guard let cluster = map.model.clusters.first, cluster.pods.count <= 60 else { return }
    for receiver in cluster.pods {
      for sender in [nil] + cluster.pods.map(Optional.some) where sender?.id != receiver.id {
        let from = sender.map { Location.pod($0.id, in: cluster.id) } ?? .internet
        guard let answer = try? engine.answer(Query(from: from, to: .pod(receiver.id, in: cluster.id))),
          answer.verdict != .unreachable, let start = index[sender?.id.name ?? "internet"],
          let end = index[receiver.id.name]
        else { continue }
        let pair = FlowViolations.Pair(from: sender?.id.name ?? "internet", to: receiver.id.name)
        diagram.edges.append(
          Diagram.Edge(
            from: start, to: end, ports: Self.ports(answer.packets.upper), isCertain: answer.verdict == .reachable,
            isViolation: violations.contains(pair)))
      }
    }
  }

  /// Protocols and ports, short.
  private static func ports(_ packets: PacketSet) -> String {
    var texts: [String] = []
    for box in packets.boxes {
      let text = box.protocolText == "all protocols" ? "all" : "\(box.protocolText)\(box.portText)"
      let short = text.replacing(" port ", with: " ")
      if !texts.contains(short) { texts.append(short) }
    }
    if texts.contains("all") { return "all" }
    texts.sort()
    return texts.prefix(3).joined(separator: ", ") + (texts.count > 3 ? ", ..." : "")
  }
}
