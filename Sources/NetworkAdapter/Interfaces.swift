import Network
import ResourceGraph

/// Instances and network interfaces.
extension NetworkAdapter {
  mutating func addInterfaces() {
    for id in managed("aws_network_interface") { addInterface(id) }
    for id in resources(Types.instance) where graph.mode(of: id) == .managed { addInstance(id) }
    for id in managed("aws_network_interface_attachment") {
      guard let instance = link(id, ["instance_id"], Types.instance)?.resource,
        let interface = link(id, ["network_interface_id"], Types.interface)?.resource
      else { continue }
      places[instance, default: []] += places[interface] ?? []
    }
  }

  /// Adds an endpoint and the way back to its resource.
  mutating func add(_ endpoint: Endpoint, of id: ResourceID) {
    if slots.isUsed, endpoint.id.name == graph.address(of: id) {
      guard slots[id] == nil else { return }
      slots[id] = model.endpoints.count
    } else {
      guard endpointNames[endpoint.id] == nil else { return }
      endpointNames[endpoint.id] = model.endpoints.count
    }
    model.endpoints.append(endpoint)
    owners.append(id)
    places[id, default: []].append(.endpoint(endpoint.id))
  }

  private mutating func addInterface(_ id: ResourceID) {
    let address = register(id)
    let groups = groups(id, ["security_groups"])
    let subnets = subnets(id, ["subnet_id"])
    let endpoint = Endpoint(
      id: Endpoint.ID(address), kind: .other,
      placement: .each(subnets.isEmpty ? [.unknown(unknown(id, ["subnet_id"]))] : subnets),
      filtering: groups.isEmpty ? .defaultGroup : .groups(groups),
      ipv4: addresses(id, ["private_ips", "private_ip"]) ?? .fromSubnet, ipv6: ipv6(id, subnets),
      hasPublicIPv4: false)
    add(endpoint, of: id)
    let (attachments, _) = blocks(id, "attachment")
    for attachment in attachments {
      let instance = link(id, ["attachment", "instance"], Types.instance, at: member(attachment, "instance"))
      if let instance = instance?.resource { places[instance, default: []].append(.endpoint(endpoint.id)) }
    }
  }

  private mutating func addInstance(_ id: ResourceID) {
    let address = register(id)
    var interfaces: [ResourceID] = []
    for name in ["network_interface", "primary_network_interface"] where graph.isSet(name, of: id) != false {
      for block in blocks(id, name).blocks {
        let value = member(block, "network_interface_id")
        guard let link = link(id, [name, "network_interface_id"], Types.interface, at: value) else { continue }
        interfaces += link.candidates
      }
    }
    if !interfaces.isEmpty {
      for interface in interfaces { places[id, default: []] += places[interface] ?? [] }
      return
    }
    let template = launchTemplate(id)
    var subnets = subnets(id, ["subnet_id"])
    if subnets.isEmpty { subnets = template?.subnets ?? [] }
    var groups = groups(id, ["vpc_security_group_ids"])
    if groups.isEmpty { groups = self.groups(id, ["security_groups"]) }
    if groups.isEmpty { groups = template?.groups ?? [] }
    let ownPublic = bool(attribute(id, "associate_public_ip_address"))
    let isPublic = publicAddress(ownPublic, template?.isPublic ?? .absent, subnets)
    let endpoint = Endpoint(
      id: Endpoint.ID(address), kind: .instance,
      placement: .each(subnets.isEmpty ? [noSubnet(id)] : subnets),
      filtering: groups.isEmpty ? .defaultGroup : .groups(groups),
      ipv4: addresses(id, ["private_ip"]) ?? .fromSubnet, ipv6: ipv6(id, subnets), hasPublicIPv4: isPublic)
    add(endpoint, of: id)
  }

  func noSubnet(_ id: ResourceID) -> Fact<Subnet.ID> {
    let address = graph.address(of: id)
    return .unknown(
      Unknown(
        "\(address) subnet", reason: "\(address) names no subnet: it goes to the default VPC, which is not in the input"
      ))
  }

  /// Whether an interface gets a public IPv4 address: what it says, else what its template says, else what its subnet
  /// does ("Public IPv4 addresses", Amazon EC2 user guide).
  func publicAddress(_ own: Reading<Bool>, _ template: Reading<Bool>, _ subnets: [Fact<Subnet.ID>]) -> Fact<Bool> {
    for reading in [own, template] {
      switch reading {
      case .known(let value): return .known(value)
      case .unknown(let unknown): return .unknown(unknown)
      case .absent: continue
      }
    }
    let all = subnets.map { assigned($0, "map_public_ip_on_launch") }
    guard let first = all.first else {
      return .unknown(Unknown("public address", reason: "which subnet assigns the address is not known"))
    }
    if let unknown = all.compactMap(\.unknown).first { return .unknown(unknown) }
    return all.allSatisfy { $0 == first }
      ? first
      : .unknown(Unknown("public address", reason: "its subnets differ in whether they assign public addresses"))
  }

  /// What a subnet does for the interfaces in it.
  private func assigned(_ subnet: Fact<Subnet.ID>, _ name: String) -> Fact<Bool> {
    guard let place = subnet.value else {
      return .unknown(subnet.unknown ?? Unknown(name, reason: "the subnet is not known"))
    }
    guard let id = graph.resource(named: place.name) else {
      return .unknown(Unknown("\(place).\(name)", reason: "\(place) is not in the input"))
    }
    let isDefault = graph[id].type == "aws_default_subnet" && name == "map_public_ip_on_launch"
    return bool(attribute(id, name)).otherwise(isDefault)
  }

  /// Whether an interface has an IPv6 address.
  mutating func ipv6(_ id: ResourceID, _ subnets: [Fact<Subnet.ID>]) -> Endpoint.Addresses {
    if let fixed = addresses(id, ["ipv6_addresses"]) { return fixed }
    if case .unknown(let unknown) = list(of: id, "ipv6_addresses") { return .unknown(unknown) }
    switch int(attribute(id, "ipv6_address_count")) {
    case .known(let count) where count > 0: return .fromSubnet
    case .unknown(let unknown): return .unknown(unknown)
    default: break
    }
    return assignedIPv6(subnets)
  }

  private func list(of id: ResourceID, _ name: String) -> Reading<Int> {
    let (elements, unknown) = elements(attribute(id, name))
    return unknown.map { .unknown($0) } ?? .known(elements.count)
  }

  /// The IPv6 address that a subnet assigns by itself.
  func assignedIPv6(_ subnets: [Fact<Subnet.ID>]) -> Endpoint.Addresses {
    let all = subnets.map { assigned($0, "assign_ipv6_address_on_creation") }
    if all.contains(true) { return .fromSubnet }
    return all.compactMap(\.unknown).first.map { .unknown($0) } ?? .none
  }

  /// Elastic IPs.
  mutating func associateAddresses() {
    for id in managed("aws_eip") {
      associateAddress(id, instance: "instance", interface: "network_interface")
    }
    for id in managed("aws_eip_association") {
      associateAddress(id, instance: "instance_id", interface: "network_interface_id")
    }
  }

  private mutating func associateAddress(_ id: ResourceID, instance: String, interface: String) {
    for (name, types) in [(instance, Types.instance), (interface, Types.interfaceOrInstance)] {
      guard let link = link(id, [name], types) else { continue }
      let everyone = resources(Types.interfaceOrInstance)
      let targets = link.unknown != nil && link.candidates.isEmpty ? everyone : link.candidates
      for target in targets {
        for case .endpoint(let endpoint) in places[target] ?? [] {
          guard let index = endpointIndex(named: endpoint) else { continue }
          if let unknown = link.unknown {
            if model.endpoints[index].hasPublicIPv4 == false {
              model.endpoints[index].hasPublicIPv4 = .unknown(unknown)
            }
          } else {
            model.endpoints[index].hasPublicIPv4 = true
            _ = register(id)
          }
        }
      }
    }
  }

  /// Groups that are attached to an interface afterwards.
  mutating func attachGroups() {
    for id in managed("aws_network_interface_sg_attachment") {
      let added = groups(id, ["security_group_id"])
      guard let target = link(id, ["network_interface_id"], Types.interfaceOrInstance) else { continue }
      for candidate in target.candidates {
        for case .endpoint(let endpoint) in places[candidate] ?? [] {
          guard let index = endpointIndex(named: endpoint) else { continue }
          let groups =
            target.unknown.map { unknown in added.map { _ in Fact<SecurityGroup.ID>.unknown(unknown) } } ?? added
          if case .groups(let own) = model.endpoints[index].filtering {
            model.endpoints[index].filtering = .groups(own + groups)
          } else {
            // Beside the default group, which an interface without groups carries.
            let subnet: Fact<Subnet.ID>? =
              switch model.endpoints[index].placement {
              case .each(let places), .oneOf(let places): places.first
              }
            let vpc = subnet?.value.flatMap { subnetIndex(named: $0) }.flatMap { model.subnets[$0].vpc.value }
            let own: [Fact<SecurityGroup.ID>] = vpc.flatMap { defaultGroup($0) }.map { [.known($0)] } ?? []
            model.endpoints[index].filtering = .groups(own + groups)
          }
        }
      }
    }
  }
}
