import Network
import ResourceGraph

/// Load balancers with their listeners and targets.
extension NetworkAdapter {
  private static let balancers: Set<String> = ["aws_lb", "aws_alb"]
  private static let groups: Set<String> = ["aws_lb_target_group", "aws_alb_target_group"]
  private static let listeners: Set<String> = ["aws_lb_listener", "aws_alb_listener"]

  mutating func addLoadBalancers() {
    for id in resources(Self.groups) where graph.mode(of: id) == .managed { addTargetGroup(id) }
    for id in resources(Self.balancers) where graph.mode(of: id) == .managed { addBalancer(id) }
    for id in managed("aws_elb") { addClassic(id) }
  }

  private mutating func addBalancer(_ id: ResourceID) {
    let address = register(id)
    let type = text(attribute(id, "load_balancer_type")).value ?? "application"
    var subnets = subnets(id, ["subnets"])
    for block in blocks(id, "subnet_mapping").blocks {
      subnets += self.subnets(id, ["subnet_mapping", "subnet_id"], at: member(block, "subnet_id"))
    }
    let groups = groups(id, ["security_groups"])
    let isInternal = bool(attribute(id, "internal")).otherwise(false)
    let stack = text(attribute(id, "ip_address_type"))
    var isPublic = isInternal.negated
    if stack.value == "dualstack-without-public-ipv4" { isPublic = false }
    var ipv6 = Endpoint.Addresses.none
    if case .unknown(let unknown) = stack { ipv6 = .unknown(unknown) }
    if stack.value?.hasPrefix("dualstack") ?? false { ipv6 = .fromSubnet }
    var endpoint = Endpoint(
      id: Endpoint.ID(address), kind: .loadBalancer, placement: .each(subnets.isEmpty ? [noSubnet(id)] : subnets),
      // A Network Load Balancer made without groups has none ("Security groups for your Network Load Balancers").
      filtering: groups.isEmpty ? (type == "application" ? .defaultGroup : .none) : .groups(groups), ipv6: ipv6,
      hasPublicIPv4: isPublic)
    endpoint.isHiddenFromGateways = isInternal == true
    if ipv6 != .none, let unknown = isInternal.unknown { endpoint.ipv6 = .unknown(unknown) }
    add(endpoint, of: id)
    let (listeners, targets) = self.listeners(id)
    model.loadBalancers.append(
      LoadBalancer(
        id: LoadBalancer.ID(address), endpoint: Endpoint.ID(address), listeners: listeners,
        preservesClientAddress: type == "application" ? false : preservation(targets)))
  }

  /// The listeners of a load balancer, and the target groups that they forward to.
  private mutating func listeners(_ id: ResourceID) -> ([LoadBalancer.Listener], [ResourceID]) {
    var found: [LoadBalancer.Listener] = []
    var groups: [ResourceID] = []
    for listener in resources(Self.listeners) where graph.mode(of: listener) == .managed {
      guard let owner = link(listener, ["load_balancer_arn"], Self.balancers) else { continue }
      guard owner.resource == id || owner.unknown != nil && (owner.candidates.isEmpty || owner.candidates.contains(id))
      else { continue }
      var links = forwards(listener, "default_action")
      for rule in resources(["aws_lb_listener_rule", "aws_alb_listener_rule"]) where graph.mode(of: rule) == .managed {
        guard let parent = link(rule, ["listener_arn"], Self.listeners) else { continue }
        if parent.resource == listener || parent.unknown != nil && parent.candidates.isEmpty
          || parent.candidates.contains(listener)
        {
          links += forwards(rule, "action")
        }
      }
      groups += links.flatMap(\.candidates)
      let port: Fact<UInt16> =
        owner.unknown.map { .unknown($0) } ?? self.port(int(attribute(listener, "port")), listener, "port")
      for number in protocols(text(attribute(listener, "protocol"))) {
        found.append(
          LoadBalancer.Listener(
            id: register(listener), protocol: number, port: port,
            targetGroups: links.map { fact($0) as Fact<TargetGroup.ID> }))
      }
    }
    return (found, groups)
  }

  private mutating func forwards(_ id: ResourceID, _ action: String) -> [Link] {
    var links: [Link] = []
    for block in blocks(id, action).blocks {
      links += self.links(
        id, [action, "target_group_arn"], Self.groups, isCollection: true, at: member(block, "target_group_arn"))
      for forward in blocks(block, "forward").blocks {
        for group in blocks(forward, "target_group").blocks {
          links += self.links(
            id, [action, "forward", "target_group", "arn"], Self.groups, isCollection: true, at: member(group, "arn"))
        }
      }
    }
    var seen: Set<Link> = []
    return links.filter { seen.insert($0).inserted }
  }

  private func port(_ reading: Reading<Int>, _ id: ResourceID, _ name: String) -> Fact<UInt16> {
    switch reading {
    case .known(let number):
      UInt16(exactly: number).map { .known($0) } ?? .unknown(unknown(id, [name], "\(number) is no port"))
    case .unknown(let unknown): .unknown(unknown)
    case .absent: .unknown(unknown(id, [name]))
    }
  }

  private func protocols(_ name: Reading<String>) -> [IPProtocol] {
    switch name.value?.uppercased() {
    case "UDP": [.udp]
    case "TCP_UDP": [.tcp, .udp]
    default: [.tcp]
    }
  }

  /// Whether targets see the client ("Client IP preservation", Network Load Balancers guide): instances always by
  /// default, addresses for UDP only.
  private func preservation(_ groups: [ResourceID]) -> Fact<Bool> {
    let all = groups.map { id -> Fact<Bool> in
      switch text(attribute(id, "preserve_client_ip")) {
      case .known(let text): return .known(text == "true")
      case .unknown(let unknown): return .unknown(unknown)
      case .absent: break
      }
      let isUDP = ["UDP", "TCP_UDP"].contains(text(attribute(id, "protocol")).value?.uppercased() ?? "")
      switch text(attribute(id, "target_type")) {
      case .unknown(let unknown): return .unknown(unknown)
      case .known("ip"), .known("alb"): return .known(isUDP)
      default: return true
      }
    }
    guard let first = all.first else { return false }
    return all.allSatisfy { $0 == first }
      ? first
      : .unknown(
        Unknown("client address", reason: "its target groups differ in whether they keep the client's address"))
  }

  private mutating func addTargetGroup(_ id: ResourceID) {
    let address = register(id)
    if text(attribute(id, "target_type")).value == "lambda" {
      model.targetGroups.append(
        TargetGroup(id: TargetGroup.ID(address), port: .known(443), targets: []))
      return
    }
    let targets = targets(id)
    let port = self.port(int(attribute(id, "port")), id, "port")
    let numbers = protocols(text(attribute(id, "protocol")))
    model.targetGroups.append(
      TargetGroup(id: TargetGroup.ID(address), protocol: numbers[0], port: port, targets: targets))
  }

  private mutating func targets(_ group: ResourceID) -> [Fact<TargetGroup.Target>] {
    var targets: [Fact<TargetGroup.Target>] = []
    let types = Types.instance.union(Types.interface).union(Self.balancers).union(["aws_lambda_function"])
    for id in resources(["aws_lb_target_group_attachment", "aws_alb_target_group_attachment"])
    where graph.mode(of: id) == .managed {
      guard let owner = link(id, ["target_group_arn"], Self.groups), isAbout(owner, group),
        let target = link(id, ["target_id"], types)
      else { continue }
      let port = int(attribute(id, "port"))
      let own: Fact<UInt16>? = if case .absent = port { nil } else { self.port(port, id, "port") }
      targets += self.targets(target, port: own, doubt: owner.unknown)
    }
    for id in managed("aws_autoscaling_group") {
      for link in links(id, ["target_group_arns"], Self.groups) where isAbout(link, group) {
        targets += self.targets(.resource(id), port: nil, doubt: link.unknown)
      }
    }
    for id in managed("aws_autoscaling_attachment") {
      guard let owner = link(id, ["lb_target_group_arn"], Self.groups), isAbout(owner, group),
        let target = link(id, ["autoscaling_group_name"], ["aws_autoscaling_group"])
      else { continue }
      targets += self.targets(target, port: nil, doubt: owner.unknown)
    }
    for id in managed("aws_ecs_service") {
      for block in blocks(id, "load_balancer").blocks {
        let value = member(block, "target_group_arn")
        for link in links(id, ["load_balancer", "target_group_arn"], Self.groups, at: value) where isAbout(link, group)
        {
          let port = self.port(int(member(block, "container_port")), id, "load_balancer.container_port")
          targets += self.targets(.resource(id), port: port, doubt: link.unknown)
        }
      }
    }
    return targets
  }

  private func isAbout(_ link: Link, _ group: ResourceID) -> Bool {
    if case .unknown(_, nil) = link { return true }
    return link.candidates.contains(group)
  }

  private func targets(_ link: Link, port: Fact<UInt16>?, doubt: Unknown?) -> [Fact<TargetGroup.Target>] {
    switch link {
    case .unknown(let unknown, _): return [.unknown(unknown)]
    case .outside(let text):
      let address = try? Address(parsing: text)
      let match = model.endpoints.first { endpoint in
        if case .exactly(let prefixes) = endpoint.ipv4 { prefixes.contains { $0.address == address } } else { false }
      }
      return [
        match.map { .known(TargetGroup.Target($0.id, port: port)) }
          ?? .unknown(Unknown(text, reason: "a target is named that is not in the input"))
      ]
    case .resource(let id):
      if graph[id].type == "aws_lambda_function" { return [] }
      if let doubt { return [.unknown(doubt)] }
      let endpoints = (places[id] ?? []).compactMap { place -> Endpoint.ID? in
        if case .endpoint(let endpoint) = place { endpoint } else { nil }
      }
      if endpoints.isEmpty, Self.balancers.contains(graph[id].type) {
        return [.known(TargetGroup.Target(Endpoint.ID(graph.address(of: id)), port: port))]
      }
      return endpoints.prefix(1).map { .known(TargetGroup.Target($0, port: port)) }
    }
  }

  private mutating func addClassic(_ id: ResourceID) {
    let address = register(id)
    let subnets = subnets(id, ["subnets"])
    let groups = groups(id, ["security_groups"])
    add(
      Endpoint(
        id: Endpoint.ID(address), kind: .loadBalancer, placement: .each(subnets.isEmpty ? [noSubnet(id)] : subnets),
        filtering: groups.isEmpty ? .defaultGroup : .groups(groups),
        hasPublicIPv4: bool(attribute(id, "internal")).otherwise(false).negated), of: id)
    var targets = links(id, ["instances"], Types.instance)
    for attachment in managed("aws_elb_attachment") {
      guard link(attachment, ["elb"], ["aws_elb"])?.candidates.contains(id) ?? false else { continue }
      targets += [link(attachment, ["instance"], Types.instance)].compactMap { $0 }
    }
    for scaling in managed("aws_autoscaling_group")
    where links(scaling, ["load_balancers"], ["aws_elb"]).contains(.resource(id)) {
      targets.append(.resource(scaling))
    }
    for attachment in managed("aws_autoscaling_attachment") {
      guard link(attachment, ["elb"], ["aws_elb"])?.candidates.contains(id) ?? false else { continue }
      targets += [link(attachment, ["autoscaling_group_name"], ["aws_autoscaling_group"])].compactMap { $0 }
    }
    var listeners: [LoadBalancer.Listener] = []
    for (number, block) in blocks(id, "listener").blocks.enumerated() {
      let name = register(id, block, suffix: ".listener[\(number)]")
      let port = self.port(int(member(block, "instance_port")), id, "listener.instance_port")
      model.targetGroups.append(
        TargetGroup(
          id: TargetGroup.ID(name), port: port, targets: targets.flatMap { self.targets($0, port: nil, doubt: nil) }))
      listeners.append(
        LoadBalancer.Listener(
          id: name, port: self.port(int(member(block, "lb_port")), id, "listener.lb_port"),
          targetGroups: [.known(TargetGroup.ID(name))]))
    }
    model.loadBalancers.append(
      LoadBalancer(id: LoadBalancer.ID(address), endpoint: Endpoint.ID(address), listeners: listeners))
  }
}

extension Fact where Value == Bool {
  var negated: Fact<Bool> { map { !$0 } }
}
