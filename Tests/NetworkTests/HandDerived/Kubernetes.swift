import NetworkOracle

@testable import Network

extension HandDerived {
  /// A shop, its database and a lab in namespaces of their own.
  static func cluster(
    _ model: inout NetworkModel, _ policies: [NetworkPolicy] = [], _ services: [Service] = [],
    _ ingresses: [Ingress] = []
  ) {
    model.clusters.append(
      Cluster(
        id: "k", namespaces: ["shop": .known(["zone": "cde"]), "lab": .known(["zone": "out"])],
        pods: [
          Pod(
            id: "web", namespace: "shop", labels: .known(["app": "web"]),
            ports: [Pod.NamedPort("http", number: 8080)]),
          Pod(id: "db", namespace: "shop", labels: .known(["app": "db"]), ports: [Pod.NamedPort("pg", number: 5432)]),
          Pod(id: "lab", namespace: "lab", labels: .known(["app": "web"])),
          Pod(id: "proxy", namespace: "ingress", labels: .known(["app": "proxy"])),
        ], policies: policies, services: services, ingresses: ingresses))
  }

  static func pods(_ from: Pod.ID, _ to: Pod.ID, _ port: UInt16) -> Query {
    Query(from: .pod(from, in: "k"), to: .pod(to, in: "k"), protocol: .tcp, ports: PortRange(port))
  }

  static func outside(_ to: Pod.ID, _ port: UInt16) -> Query {
    Query(from: .internet, to: .pod(to, in: "k"), protocol: .tcp, ports: PortRange(port))
  }

  static let closed = NetworkPolicy(id: "deny", namespace: "shop", ingress: [])

  static func admit(_ peers: [NetworkPolicy.Peer]?, _ ports: [NetworkPolicy.Port]? = nil) -> NetworkPolicy {
    NetworkPolicy(
      id: "admit", namespace: "shop", podSelector: LabelSelector(labels: ["app": "db"]),
      ingress: [NetworkPolicy.Rule(ports: ports, peers: peers)])
  }

  static func service(_ exposure: Service.Exposure, preserves: Bool = false) -> Service {
    Service(
      id: "web", namespace: "shop", selector: .known(LabelSelector(labels: ["app": "web"])), exposure: exposure,
      ports: [Service.Port(443, target: .named("http"))], preservesClientAddress: preserves)
  }

  static let kubernetes: [HandDerived] = [
    HandDerived(
      name: "no policy, no isolation", because: "pods accept everything until a policy selects them",
      build: { cluster(&$0) }, query: pods("lab", "db", 5432), verdict: .reachable),
    HandDerived(
      name: "default deny", because: "the policy selects every pod of the namespace and admits nothing",
      build: { cluster(&$0, [closed]) }, query: pods("web", "db", 5432), verdict: .unreachable,
      contrast: (pods("db", "lab", 80), .reachable)),
    HandDerived(
      name: "policies add up", because: "one closes, the other admits the web pods of its own namespace at one port",
      build: {
        let web = NetworkPolicy.Peer.pods(namespaces: nil, pods: LabelSelector(labels: ["app": "web"]))
        cluster(&$0, [closed, admit([web], [NetworkPolicy.Port(.tcp, .known(.named("pg")))])])
      }, query: pods("web", "db", 5432), verdict: .reachable, mentions: ["admit"],
      contrast: (pods("web", "db", 22), .unreachable)),
    HandDerived(
      name: "a pod selector alone means the policy's namespace",
      because: "the lab's pod has the label but another namespace",
      build: {
        cluster(&$0, [admit([.pods(namespaces: nil, pods: LabelSelector(labels: ["app": "web"]))])])
      }, query: pods("lab", "db", 5432), verdict: .unreachable, contrast: (pods("web", "db", 5432), .reachable)),
    HandDerived(
      name: "namespace and pod selector in one peer are both asked for",
      because: "the lab's namespace is not of zone cde",
      build: {
        cluster(
          &$0,
          [
            admit([
              .pods(
                namespaces: LabelSelector(labels: ["zone": "cde"]), pods: LabelSelector(labels: ["app": "web"]))
            ])
          ])
      }, query: pods("lab", "db", 5432), verdict: .unreachable, contrast: (pods("web", "db", 5432), .reachable)),
    HandDerived(
      name: "namespace that is not in the input",
      because: "the labels of namespace ingress are not known, so whether it is of zone cde is not either",
      build: { cluster(&$0, [admit([.pods(namespaces: LabelSelector(labels: ["zone": "cde"]), pods: nil)])]) },
      query: pods("proxy", "db", 5432), verdict: .indeterminate),
    HandDerived(
      name: "isolation for egress only", because: "the web pods may send nothing, but receive",
      build: {
        cluster(
          &$0,
          [
            NetworkPolicy(
              id: "no-egress", namespace: "shop", podSelector: LabelSelector(labels: ["app": "web"]), egress: [])
          ])
      }, query: pods("web", "db", 5432), verdict: .unreachable, contrast: (pods("db", "web", 80), .reachable)),
    HandDerived(
      name: "public service in front of open pods", because: "443 of the load balancer becomes port http of the pods",
      build: { cluster(&$0, [], [service(.loadBalancer(isPublic: true))]) }, query: outside("web", 8080),
      verdict: .reachable, mentions: ["service", "web"], contrast: (outside("web", 443), .unreachable)),
    HandDerived(
      name: "public service, default deny behind it", because: "no policy admits anyone to the pods",
      build: { cluster(&$0, [closed], [service(.loadBalancer(isPublic: true))]) }, query: outside("web", 8080),
      verdict: .unreachable),
    HandDerived(
      name: "ipBlock with an exception",
      because: "with the client's address preserved, all but 10.0.0.0/8 are admitted: strangers are",
      build: {
        let policy = NetworkPolicy(
          id: "block", namespace: "shop",
          ingress: [
            NetworkPolicy.Rule(peers: [
              .block(.known(prefix("0.0.0.0/0")), except: [.known(prefix("198.51.100.0/24"))])
            ])
          ])
        cluster(&$0, [policy], [service(.loadBalancer(isPublic: true), preserves: true)])
      }, query: outside("web", 8080), verdict: .reachable,
      contrast: (
        Query(from: .internet, to: .pod("web", in: "k"), sourceAddresses: [prefix("198.51.100.0/25")]), .unreachable
      )),
    HandDerived(
      name: "ipBlock when a node's address may take the client's place",
      because: "externalTrafficPolicy Cluster: the documentation leaves open which address the policy sees",
      build: {
        let policy = NetworkPolicy(
          id: "block", namespace: "shop",
          ingress: [NetworkPolicy.Rule(peers: [.block(.known(prefix("203.0.113.0/24")), except: [])])])
        cluster(&$0, [policy], [service(.loadBalancer(isPublic: true))])
      }, query: outside("web", 8080), verdict: .indeterminate),
    HandDerived(
      name: "ingress through a controller that the policy admits",
      because: "the policy admits namespace ingress by its name, and the controller's pods are there",
      build: { ingress(&$0, admitting: "ingress") }, query: outside("web", 8080), verdict: .reachable,
      mentions: ["ingress"], contrast: (outside("db", 5432), .unreachable)),
    HandDerived(
      name: "ingress through a controller that the policy does not admit",
      because: "the policy admits another namespace",
      build: { ingress(&$0, admitting: "lab") }, query: outside("web", 8080), verdict: .unreachable),
    HandDerived(
      name: "a plugin that may not enforce policies", because: "then the policy is only text",
      build: {
        cluster(&$0, [closed])
        $0.clusters[0].enforcesPolicies = .unknown(unknown("network plugin"))
      }, query: pods("lab", "db", 5432), verdict: .indeterminate, mentions: ["network plugin"]),
    HandDerived(
      name: "pod to a database of the VPC", because: "the policy lets it out and the node's group is admitted",
      build: {
        twoTiers(&$0)
        $0.group("node")
        $0.group("db", in: [.group(.tcp(5432), "node")])
        $0.host("node", in: "public", "node")
        $0.host("rds", in: "private", "db")
        cluster(&$0)
        $0.clusters[0].pods[0].interface = "node"
      },
      query: Query(from: .pod("web", in: "k"), to: .endpoint("rds"), protocol: .tcp, ports: PortRange(5432)),
      verdict: .reachable,
      contrast: (Query(from: .pod("web", in: "k"), to: .endpoint("rds"), ports: PortRange(22)), .unreachable)),
  ]

  private static func ingress(_ model: inout NetworkModel, admitting namespace: String) {
    let admitted = NetworkPolicy.Peer.pods(
      namespaces: LabelSelector(labels: ["kubernetes.io/metadata.name": namespace]), pods: nil)
    let policy = NetworkPolicy(id: "admit", namespace: "shop", ingress: [NetworkPolicy.Rule(peers: [admitted])])
    let controller = Ingress.Controller.pods(
      namespaces: LabelSelector(labels: ["kubernetes.io/metadata.name": "ingress"]),
      pods: LabelSelector(labels: ["app": "proxy"]))
    cluster(
      &model, [policy], [service(.cluster)],
      [
        Ingress(
          id: "shop", namespace: "shop", isPublic: true, controller: .known(controller),
          backends: [Ingress.Backend("web", port: 443)])
      ])
  }
}
