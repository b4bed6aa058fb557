import Network
import ResourceGraph

/// Where the elements that are called after resources stand in the lists of the model, each in that of its kind.
///
/// They are kept by the number of the resource: to hash an address for every reference takes longer than to follow it.
struct ElementSlots: Sendable {
  /// Whether every resource has an address of its own; where not, elements are found by name alone.
  let isUsed: Bool
  private var slots: [Int32]

  init(_ graph: ResourceGraph) {
    isUsed = graph.hasUniqueAddresses
    slots = Array(repeating: -1, count: isUsed ? graph.resources.count : 0)
  }

  subscript(_ id: ResourceID) -> Int? {
    get {
      let slot = slots[Int(id.index)]
      return slot < 0 ? nil : Int(slot)
    }
    set { slots[Int(id.index)] = newValue.map { Int32($0) } ?? -1 }
  }
}

extension NetworkAdapter {
  func vpcIndex(of id: ResourceID) -> Int? {
    slots.isUsed ? slots[id] : vpcNames[VPC.ID(graph.address(of: id))]
  }

  func vpcIndex(named id: VPC.ID) -> Int? {
    vpcNames[id] ?? slot(named: id.name).flatMap { isThere($0, model.vpcs, id) { $0.id } ? $0 : nil }
  }

  mutating func enter(_ vpc: VPC, of id: ResourceID) {
    guard vpcIndex(of: id) == nil else { return }
    if slots.isUsed { slots[id] = model.vpcs.count } else { vpcNames[vpc.id] = model.vpcs.count }
    model.vpcs.append(vpc)
  }

  func subnetIndex(of id: ResourceID) -> Int? {
    slots.isUsed ? slots[id] : subnetNames[Subnet.ID(graph.address(of: id))]
  }

  func subnetIndex(named id: Subnet.ID) -> Int? {
    subnetNames[id] ?? slot(named: id.name).flatMap { isThere($0, model.subnets, id) { $0.id } ? $0 : nil }
  }

  mutating func enter(_ subnet: Subnet, of id: ResourceID) {
    if slots.isUsed { slots[id] = model.subnets.count } else { subnetNames[subnet.id] = model.subnets.count }
    model.subnets.append(subnet)
  }

  func groupIndex(of id: ResourceID) -> Int? {
    slots.isUsed ? slots[id] : groupNames[SecurityGroup.ID(graph.address(of: id))]
  }

  func groupIndex(named id: SecurityGroup.ID) -> Int? {
    groupNames[id] ?? slot(named: id.name).flatMap { isThere($0, model.securityGroups, id) { $0.id } ? $0 : nil }
  }

  mutating func enter(_ group: SecurityGroup, of id: ResourceID) {
    if slots.isUsed {
      slots[id] = model.securityGroups.count
    } else {
      groupNames[group.id] = model.securityGroups.count
    }
    model.securityGroups.append(group)
  }

  /// A group that is called after no resource.
  mutating func enter(_ group: SecurityGroup) {
    groupNames[group.id] = model.securityGroups.count
    model.securityGroups.append(group)
  }

  func endpointIndex(named id: Endpoint.ID) -> Int? {
    endpointNames[id] ?? slot(named: id.name).flatMap { isThere($0, model.endpoints, id) { $0.id } ? $0 : nil }
  }

  private func slot(named address: String) -> Int? {
    slots.isUsed ? graph.resource(named: address).flatMap { slots[$0] } : nil
  }

  /// Whether a slot is one in a list and holds an element of a name, not the slot of a resource of another kind.
  private func isThere<Element, Owner>(
    _ slot: Int, _ list: [Element], _ id: Identifier<Owner>, _ name: (Element) -> Identifier<Owner>
  ) -> Bool {
    slot < list.count && name(list[slot]) == id
  }
}
