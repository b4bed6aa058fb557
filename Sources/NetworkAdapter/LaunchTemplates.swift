import Network
import ResourceGraph

/// What a launch template or configuration says of the interfaces of its instances.
struct InterfaceTemplate {
  var subnets: [Fact<Subnet.ID>] = []
  var groups: [Fact<SecurityGroup.ID>] = []
  var isPublic: Reading<Bool> = .absent
  var hasIPv6 = false
}

/// Scaling groups and the templates of instances.
extension NetworkAdapter {
  /// The template that a resource launches from, nil if it names none.
  mutating func launchTemplate(_ id: ResourceID) -> InterfaceTemplate? {
    for path in [["launch_template"], ["mixed_instances_policy", "launch_template", "launch_template_specification"]] {
      guard var block = blocks(id, path[0]).blocks.first else { continue }
      var isThere = true
      for name in path.dropFirst() {
        if let next = blocks(block, name).blocks.first { block = next } else { isThere = false }
      }
      guard isThere else { continue }
      for name in ["id", "name", "launch_template_id", "launch_template_name"] {
        guard let value = member(block, name), let link = link(id, path + [name], Types.launchTemplate, at: value)
        else {
          continue
        }
        return template(link, id)
      }
    }
    if let link = link(id, ["launch_configuration"], Types.launchConfiguration) { return template(link, id) }
    return nil
  }

  private mutating func template(_ link: Link, _ id: ResourceID) -> InterfaceTemplate {
    guard let target = link.resource, graph.mode(of: target) == .managed else {
      let unknown =
        link.unknown
        ?? Unknown(
          "\(graph.address(of: id)) template", reason: "the template of \(graph.address(of: id)) is not in the input")
      return InterfaceTemplate(groups: [.unknown(unknown)], isPublic: .unknown(unknown))
    }
    var template = InterfaceTemplate()
    if graph[target].type == "aws_launch_configuration" {
      template.groups = groups(target, ["security_groups"])
      template.isPublic = bool(attribute(target, "associate_public_ip_address"))
      return template
    }
    template.groups = groups(target, ["vpc_security_group_ids"])
    for block in blocks(target, "network_interfaces").blocks {
      template.groups += groups(
        target, ["network_interfaces", "security_groups"], at: member(block, "security_groups"))
      template.subnets += subnets(target, ["network_interfaces", "subnet_id"], at: member(block, "subnet_id"))
      if case .absent = template.isPublic {
        template.isPublic = bool(member(block, "associate_public_ip_address"))
      }
      if let count = int(member(block, "ipv6_address_count")).value, count > 0 { template.hasIPv6 = true }
    }
    return template
  }

  mutating func addScalingGroups() {
    for id in managed("aws_autoscaling_group") {
      let address = register(id)
      let template = launchTemplate(id)
      let subnets = subnets(id, ["vpc_zone_identifier"])
      let groups = template?.groups ?? []
      add(
        Endpoint(
          id: Endpoint.ID(address), kind: .instance, placement: .each(subnets.isEmpty ? [noSubnet(id)] : subnets),
          filtering: groups.isEmpty ? .defaultGroup : .groups(groups),
          ipv6: template?.hasIPv6 == true ? .fromSubnet : assignedIPv6(subnets),
          hasPublicIPv4: publicAddress(template?.isPublic ?? .absent, .absent, subnets)), of: id)
    }
  }
}
