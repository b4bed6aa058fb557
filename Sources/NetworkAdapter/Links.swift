import Network
import ResourceGraph

/// What one reference of an attribute leads to.
enum Link: Hashable, Sendable {
  case resource(ResourceID)
  /// The name of something that is not in the input.
  case outside(String)
  /// One of these, or, without candidates, anything.
  case unknown(Unknown, candidates: [ResourceID]?)

  var resource: ResourceID? { if case .resource(let id) = self { id } else { nil } }

  /// The resources that it certainly or possibly leads to.
  var candidates: [ResourceID] {
    switch self {
    case .resource(let id): [id]
    case .outside: []
    case .unknown(_, let candidates): candidates ?? []
    }
  }

  var unknown: Unknown? { if case .unknown(let unknown, _) = self { unknown } else { nil } }
}

/// The types that stand for one kind of thing.
enum Types {
  static let vpc: Set<String> = ["aws_vpc", "aws_default_vpc"]
  static let subnet: Set<String> = ["aws_subnet", "aws_default_subnet"]
  static let group: Set<String> = ["aws_security_group", "aws_default_security_group"]
  static let table: Set<String> = ["aws_route_table", "aws_default_route_table"]
  static let acl: Set<String> = ["aws_network_acl", "aws_default_network_acl"]
  static let prefixList: Set<String> = ["aws_ec2_managed_prefix_list", "aws_prefix_list"]
  static let instance: Set<String> = ["aws_instance", "aws_spot_instance_request"]
  static let interface: Set<String> = ["aws_network_interface"]
  static let interfaceOrInstance = interface.union(instance)
  static let groupOwner = vpc.union(["aws_eks_cluster"])
  static let launchTemplate: Set<String> = ["aws_launch_template"]
  static let launchConfiguration: Set<String> = ["aws_launch_configuration"]
  static let internetGateway: Set<String> = ["aws_internet_gateway"]
  static let privateGateway: Set<String> = ["aws_vpn_gateway"]
  static let edgeGateway = internetGateway.union(privateGateway)
  static let endpoint: Set<String> = ["aws_vpc_endpoint"]
  static let peering: Set<String> = ["aws_vpc_peering_connection"]
  static let cluster: Set<String> = ["aws_eks_cluster"]
}

extension NetworkAdapter {
  /// What an attribute refers to.
  mutating func links(
    _ id: ResourceID, _ path: [String], _ types: Set<String>, isCollection: Bool = true, at value: Attribute? = nil
  ) -> [Link] {
    if let value {
      guard graph.arena[value.node].kind != .null else { return [] }
    }
    let set: ReferenceSet
    switch value == nil ? readings?.found(of: id, path, types, isCollection: isCollection, in: graph) : nil {
    case .one(let target)?: return [.resource(target)]
    case .set(let known)?: set = known
    case nil:
      set = lookup.references(of: id, path: path, expected: types, isCollection: isCollection, value: value?.node)
    }
    if let only = set.references.first, set.isCertain, set.references.count == 1 { return [.resource(only.target)] }
    var links: [Link] = []
    var possible: [ResourceID] = []
    for reference in set.references {
      if reference.resolution == .possible {
        possible.append(reference.target)
      } else {
        links.append(.resource(reference.target))
      }
    }
    if !possible.isEmpty {
      let names = possible.prefix(4).map { graph.address(of: $0) }.joined(separator: ", ")
      let address = name(id, path)
      let unknown = Unknown(address, reason: "\(address) may refer to any of \(names)")
      links.append(.unknown(unknown, candidates: set.unresolved == nil ? possible : nil))
    } else if let step = set.unresolved {
      let address = name(id, path)
      links.append(
        .unknown(
          Unknown(address, reason: "\(address) is known only after apply (through \(step))"), candidates: nil))
    }
    for outsider in set.outsiders { links.append(.outside(outsider)) }
    if links.isEmpty, set.hasUnknown { links.append(.unknown(unknown(id, path), candidates: nil)) }
    return links
  }

  /// What a member of one block refers to, nothing if the block does not have it. Without a value ``links(_:_:_:isCollection:at:)``
  /// would say what all blocks together refer to.
  mutating func links(_ id: ResourceID, _ path: [String], _ types: Set<String>, of member: Attribute?) -> [Link] {
    guard let member else { return [] }
    return links(id, path, types, at: member)
  }

  private func name(_ id: ResourceID, _ path: [String]) -> String {
    "\(graph.address(of: id)).\(path.joined(separator: "."))"
  }

  /// What an attribute that refers to one thing refers to, nil if nothing is set.
  mutating func link(_ id: ResourceID, _ path: [String], _ types: Set<String>, at value: Attribute? = nil) -> Link? {
    let links = links(id, path, types, isCollection: false, at: value)
    guard links.count > 1 else { return links.first }
    let address = name(id, path)
    let isOpen = links.contains { if case .unknown(_, nil) = $0 { true } else { false } }
    return .unknown(
      Unknown(address, reason: "\(address) may refer to one of several"),
      candidates: isOpen ? nil : links.flatMap(\.candidates))
  }

  /// The identifier behind a link.
  func fact<Owner>(_ link: Link) -> Fact<Identifier<Owner>> {
    switch link {
    case .resource(let id): .known(Identifier(graph.address(of: id)))
    case .outside(let name): .known(Identifier(name))
    case .unknown(let unknown, _): .unknown(unknown)
    }
  }

  /// The resources of some types, in input order.
  func resources(_ types: some Sequence<String>) -> [ResourceID] {
    types.flatMap { graph.resources(ofType: $0) }.sorted()
  }

  /// The resources of some types that the input manages.
  func managed(_ types: String...) -> [ResourceID] { managed(types) }

  func managed(_ types: some Sequence<String>) -> [ResourceID] {
    resources(types).filter { graph.mode(of: $0) == .managed }
  }

  /// Notes where an element comes from and gives its identifier.
  mutating func register(_ id: ResourceID, _ attribute: Attribute? = nil, suffix: String = "") -> String {
    let address = graph.address(of: id)
    if attribute == nil, suffix.isEmpty {
      origins.add(id, called: address)
      return address
    }
    let name = address + suffix
    origins.add(ElementOrigin(resource: id, path: attribute?.path, node: attribute?.node), called: name)
    return name
  }
}
