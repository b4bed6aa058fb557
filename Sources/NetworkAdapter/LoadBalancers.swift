import Network
import ResourceGraph

/// Load balancers with their listeners and targets.
extension NetworkAdapter {
  private static let balancers: Set<String> = ["aws_lb", "aws_alb"]
  private static let groups: Set<String> = ["aws_lb_target_group", "aws_alb_target_group"]
  private static let listeners: Set<String> = ["aws_lb_listener", "aws_alb_listener"]
  private static let classic: Set<String> = ["aws_elb"]
  private static let scalingGroup: Set<String> = ["aws_autoscaling_group"]
  private static let targetTypes = Types.interfaceOrInstance.union(balancers).union(["aws_lambda_function"])

  private static let ownedListeners = Belonging(
    "aws_lb_listener", "aws_alb_listener", argument: "load_balancer_arn", of: balancers)
  private static let rules = Belonging(
    "aws_lb_listener_rule", "aws_alb_listener_rule", argument: "listener_arn", of: listeners)
  private static let targetAttachments = Belonging(
    "aws_lb_target_group_attachment", "aws_alb_target_group_attachment", argument: "target_group_arn", of: groups)
  private static let scalingTargets = Belonging(
    "aws_autoscaling_group", argument: "target_group_arns", of: groups, isCollection: true)
  private static let scalingAttachments = Belonging(
    "aws_autoscaling_attachment", argument: "lb_target_group_arn", of: groups)
  private static let serviceTargets = Belonging(
    "aws_ecs_service", argument: "target_group_arn", of: groups, block: "load_balancer")
  private static let classicAttachments = Belonging("aws_elb_attachment", argument: "elb", of: classic)
  private static let classicScaling = Belonging(
    "aws_autoscaling_group", argument: "load_balancers", of: classic, isCollection: true)
  private static let classicScalingAttachments = Belonging("aws_autoscaling_attachment", argument: "elb", of: classic)

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
    for owned in belongers(Self.ownedListeners).concerning(id, orNobodyKnown: true) {
      let (listener, owner) = (owned.resource, owned.link)
      var links = forwards(listener, "default_action")
      for rule in belongers(Self.rules).concerning(listener, orNobodyKnown: true) {
        links += forwards(rule.resource, "action")
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
    for owned in belongers(Self.targetAttachments).concerning(group) {
      let id = owned.resource
      guard let target = link(id, ["target_id"], Self.targetTypes) else { continue }
      let port = int(attribute(id, "port"))
      let own: Fact<UInt16>? = if case .absent = port { nil } else { self.port(port, id, "port") }
      targets += self.targets(target, port: own, doubt: owned.link.unknown)
    }
    for owned in belongers(Self.scalingTargets).concerning(group) {
      targets += self.targets(.resource(owned.resource), port: nil, doubt: owned.link.unknown)
    }
    for owned in belongers(Self.scalingAttachments).concerning(group) {
      guard let target = link(owned.resource, ["autoscaling_group_name"], Self.scalingGroup) else { continue }
      targets += self.targets(target, port: nil, doubt: owned.link.unknown)
    }
    for owned in belongers(Self.serviceTargets).concerning(group) {
      let value = owned.block.flatMap { member($0, "container_port") }
      let port = self.port(int(value), owned.resource, "load_balancer.container_port")
      targets += self.targets(.resource(owned.resource), port: port, doubt: owned.link.unknown)
    }
    return targets
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
    for attachment in belongers(Self.classicAttachments).naming(id) {
      targets += [link(attachment.resource, ["instance"], Types.instance)].compactMap { $0 }
    }
    for scaling in belongers(Self.classicScaling).naming(id) where scaling.link.resource == id {
      targets.append(.resource(scaling.resource))
    }
    for attachment in belongers(Self.classicScalingAttachments).naming(id) {
      targets += [link(attachment.resource, ["autoscaling_group_name"], Self.scalingGroup)].compactMap { $0 }
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
