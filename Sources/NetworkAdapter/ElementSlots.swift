import Network
import ResourceGraph

/// Where the elements that are called after resources stand in the lists of the model, each in that of its kind.
///
/// They are kept by the number of the resource: to hash an address for every reference takes longer than to follow it.
struct ElementSlots: Sendable {
  /// Whether every resource has an address of its own; where not, elements are found by name alone.
  let isUsed: Bool
  private var slots: [Int32]

  /// - Parameter count: for how many resources.
  init(_ graph: ResourceGraph, count: Int) {
    isUsed = graph.hasUniqueAddresses
    slots = Array(repeating: -1, count: isUsed ? count : 0)
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
  func vpcIndex(of id: ResourceID) -> Int? { index(of: id, vpcNames) }

  func vpcIndex(named id: VPC.ID) -> Int? { index(named: id, vpcNames, model.vpcs) }

  mutating func enter(_ vpc: VPC, of id: ResourceID) {
    guard vpcIndex(of: id) == nil else { return }
    Self.enter(vpc, of: id, &slots, &vpcNames, &model.vpcs)
  }

  func subnetIndex(of id: ResourceID) -> Int? { index(of: id, subnetNames) }

  func subnetIndex(named id: Subnet.ID) -> Int? { index(named: id, subnetNames, model.subnets) }

  mutating func enter(_ subnet: Subnet, of id: ResourceID) {
    Self.enter(subnet, of: id, &slots, &subnetNames, &model.subnets)
  }

  func groupIndex(of id: ResourceID) -> Int? { index(of: id, groupNames) }

  func groupIndex(named id: SecurityGroup.ID) -> Int? { index(named: id, groupNames, model.securityGroups) }

  mutating func enter(_ group: SecurityGroup, of id: ResourceID) {
    Self.enter(group, of: id, &slots, &groupNames, &model.securityGroups)
  }

  /// A group that is called after no resource.
  mutating func enter(_ group: SecurityGroup) {
    groupNames[group.id] = model.securityGroups.count
    model.securityGroups.append(group)
  }

  func endpointIndex(named id: Endpoint.ID) -> Int? { index(named: id, endpointNames, model.endpoints) }

  private func index<Kind>(of id: ResourceID, _ names: IdentifierIndex<Kind>) -> Int? {
    slots.isUsed ? slots[id] : names[Identifier<Kind>(graph.address(of: id))]
  }

  /// A slot counts if it is one in the list and holds an element of the name: it may be that of a resource of another kind.
  private func index<Kind: NamedElement>(
    named id: Identifier<Kind>, _ names: IdentifierIndex<Kind>, _ list: [Kind]
  ) -> Int? {
    if let known = names[id] { return known }
    guard slots.isUsed, let slot = graph.resource(named: id.name).flatMap({ slots[$0] }), slot < list.count,
      list[slot].id == id
    else { return nil }
    return slot
  }

  private static func enter<Kind: NamedElement>(
    _ element: Kind, of id: ResourceID, _ slots: inout ElementSlots, _ names: inout IdentifierIndex<Kind>,
    _ list: inout [Kind]
  ) {
    if slots.isUsed { slots[id] = list.count } else { names[element.id] = list.count }
    list.append(element)
  }
}
