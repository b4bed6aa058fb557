@testable import Network

extension HandDerived {
  /// A load balancer in the public subnet in front of an application in the private one, and a database behind it.
  static func balanced(
    _ model: inout NetworkModel, scheme: Fact<Bool> = true, preserves: Fact<Bool> = false,
    admitsInternet: Bool = true, appAdmits: Opening = .group(.tcp(8080), "lb"), port: Fact<UInt16> = .known(443)
  ) {
    twoTiers(&model)
    model.group("lb", in: [.to(.tcp(443), admitsInternet ? "0.0.0.0/0" : "10.0.0.0/8")])
    model.group("app", in: [appAdmits])
    model.group("db", in: [.group(.tcp(5432), "app")])
    model.endpoints.append(
      Endpoint(
        id: "lb", kind: .loadBalancer, placement: .each(["public"]), filtering: .groups(["lb"]), hasPublicIPv4: scheme))
    model.host("app", in: "private", "app")
    model.host("db", in: "private", "db")
    model.targetGroups.append(TargetGroup(id: "tg", port: .known(8080), targets: [.known(.init("app"))]))
    model.loadBalancers.append(
      LoadBalancer(
        id: "lb", endpoint: "lb",
        listeners: [LoadBalancer.Listener(id: "https", port: port, targetGroups: ["tg"])],
        preservesClientAddress: preserves))
  }

  static let proxies: [HandDerived] = [
    HandDerived(
      name: "application behind an Internet-facing load balancer",
      because: "the Internet reaches the listener, the load balancer's group is admitted at the target's port",
      build: { balanced(&$0) }, query: internet("app", 8080), verdict: .reachable,
      mentions: ["https", "tg", "lb in 0.0", "app in 0.0", "load-balancer"],
      contrast: (internet("app", 443), .unreachable)),
    HandDerived(
      name: "database two hops behind the load balancer",
      because: "the application is no proxy: a connection to the database starts there, not on the Internet",
      build: { balanced(&$0) }, query: internet("db", 5432), verdict: .unreachable,
      contrast: (between("app", "db", 5432), .reachable)),
    HandDerived(
      name: "a load balancer listens on its listeners' ports only",
      because: "the group admits port 443 and a listener is there; port 80 is neither",
      build: { balanced(&$0) },
      query: Query(from: .internet, to: .loadBalancer("lb"), protocol: .tcp, ports: PortRange(443)),
      verdict: .reachable, mentions: ["https"],
      contrast: (Query(from: .internet, to: .loadBalancer("lb"), protocol: .tcp, ports: PortRange(80)), .unreachable)),
    HandDerived(
      name: "internal load balancer",
      because: "no public address, so the Internet does not reach the listener",
      build: { balanced(&$0, scheme: false) }, query: internet("app", 8080), verdict: .unreachable,
      mentions: ["public-address"]),
    HandDerived(
      name: "load balancer whose scheme is not known",
      because: "`internal` is decided by the provider when nobody sets it",
      build: { balanced(&$0, scheme: .unknown(unknown("lb internal"))) }, query: internet("app", 8080),
      verdict: .indeterminate, mentions: ["lb internal"]),
    HandDerived(
      name: "load balancer that admits the inside only",
      because: "the load balancer's own group keeps strangers out",
      build: { balanced(&$0, admitsInternet: false) }, query: internet("app", 8080), verdict: .unreachable,
      mentions: ["lb"]),
    HandDerived(
      name: "client address preserved, target admits the world",
      because: "the target sees the stranger's address and 0.0.0.0/0 admits it",
      build: { balanced(&$0, preserves: true, appAdmits: .to(.tcp(8080), "0.0.0.0/0")) },
      query: internet("app", 8080), verdict: .reachable),
    HandDerived(
      name: "client address preserved, target admits the VPC",
      because: "the target sees the stranger's address, which is not in 10.0.0.0/16",
      build: { balanced(&$0, preserves: true, appAdmits: .to(.tcp(8080), "10.0.0.0/16")) },
      query: internet("app", 8080), verdict: .unreachable),
    HandDerived(
      name: "client address not preserved, target admits the VPC",
      because: "the target sees the load balancer's private address, which is in 10.0.0.0/16",
      build: { balanced(&$0, appAdmits: .to(.tcp(8080), "10.0.0.0/16")) }, query: internet("app", 8080),
      verdict: .reachable),
    HandDerived(
      name: "whether the client address is preserved is not known",
      because: "the target admits the VPC: it depends on whose address it sees",
      build: {
        balanced(&$0, preserves: .unknown(unknown("preserve_client_ip")), appAdmits: .to(.tcp(8080), "10.0.0.0/16"))
      }, query: internet("app", 8080), verdict: .indeterminate, mentions: ["preserve_client_ip"]),
    HandDerived(
      name: "listener whose port is not known",
      because: "the load balancer's group admits 443 only; whether the listener is there is not known",
      build: { balanced(&$0, port: .unknown(unknown("listener port"))) }, query: internet("app", 8080),
      verdict: .indeterminate, mentions: ["listener port"]),
    HandDerived(
      name: "PrivateLink is one way",
      because: "the consumer reaches the provider's target through the endpoint, never the other way round",
      build: privateLink, query: between("consumer", "app", 8080), verdict: .reachable,
      mentions: ["private-link", "https"], contrast: (between("app", "consumer", 443), .unreachable)),
    HandDerived(
      name: "PrivateLink does not open the provider's VPC",
      because: "only the load balancer's targets are behind the endpoint",
      build: privateLink, query: between("consumer", "db", 5432), verdict: .unreachable),
  ]

  @Sendable static func privateLink(_ model: inout NetworkModel) {
    balanced(&model, scheme: false, appAdmits: .to(.tcp(8080), "10.0.0.0/16"))
    model.vpc("consumer", "10.0.0.0/16")
    model.subnet("consumer", in: "consumer", "10.0.9.0/24")
    model.group("endpoint", in: [.to(.tcp(443), "10.0.0.0/16")])
    model.host("consumer", in: "consumer", "open")
    model.endpoints.append(
      Endpoint(
        id: "vpce", kind: .vpcEndpoint, placement: .each(["consumer"]), filtering: .groups(["endpoint"])))
    model.privateLinks.append(PrivateLink(id: "service", consumer: "vpce", providers: ["lb"]))
  }
}
