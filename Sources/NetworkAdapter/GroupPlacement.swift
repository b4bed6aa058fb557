import Network
import ResourceGraph

/// Which groups rules belong to, and which groups interfaces carry.
extension NetworkAdapter {
  /// Puts a rule that is a resource of its own into the group that it names.
  mutating func place(
    _ id: ResourceID, _ name: String, _ direction: SecurityGroup.Direction, _ exists: Fact<Bool>,
    _ make: (inout NetworkAdapter) -> [SecurityGroup.Rule]
  ) {
    guard let link = link(id, [name], Types.group) else { return }
    var rules = make(&self)
    var exists = exists
    if case .resource(let group) = link, exists == true, graph.isSet(direction.rawValue, of: group) == true {
      exists = .unknown(
        Unknown(
          graph.address(of: id),
          reason:
            "\(graph.address(of: group)) has \(direction.rawValue) blocks of its own, which remove rules declared elsewhere"
        ))
    }
    if exists != true { for index in rules.indices { rules[index].exists = exists } }
    if case .unknown(_, nil) = link, let group = builtInGroup(id, [name], nil) {
      append(rules, to: group)
    } else {
      append(rules, to: link)
    }
  }

  mutating func append(_ rules: [SecurityGroup.Rule], to link: Link) {
    switch link {
    case .resource(let id):
      if let index = groupIndex(of: id) { model.securityGroups[index].rules += rules }
    case .outside(let name):
      // A group that something else made: what it admits besides is not known.
      addOutsideGroup(name)
      append(rules, to: SecurityGroup.ID(name))
    case .unknown(let unknown, let candidates):
      let groups = candidates?.map { SecurityGroup.ID(graph.address(of: $0)) } ?? model.securityGroups.map(\.id)
      for group in groups {
        append(
          rules.map { rule in
            var rule = rule
            rule.exists = .unknown(unknown)
            return rule
          }, to: group)
      }
    }
  }

  private mutating func append(_ rules: [SecurityGroup.Rule], to group: SecurityGroup.ID) {
    guard let index = groupIndex(named: group) else { return }
    model.securityGroups[index].rules += rules
  }

  private mutating func addOutsideGroup(_ name: String) {
    let id = SecurityGroup.ID(name)
    guard groupIndex(named: id) == nil else { return }
    let unknown = Unknown("\(name) rules", reason: "the rules of \(name) are not in the input")
    enter(
      SecurityGroup(
        id: id,
        rules: [SecurityGroup.Direction.ingress, .egress].map { direction in
          SecurityGroup.Rule(
            id: "\(name) \(direction.rawValue)", direction: direction, traffic: .all, peer: .unknown(unknown),
            exists: .unknown(unknown))
        }))
  }

  /// The groups of an interface, for an attribute that names them.
  mutating func groups(_ id: ResourceID, _ path: [String], at value: Attribute? = nil) -> [Fact<SecurityGroup.ID>] {
    links(id, path, Types.group, at: value).map { link in
      if case .unknown(_, nil) = link, let group = builtInGroup(id, path, value) { return .known(group) }
      if case .outside(let name) = link { addOutsideGroup(name) }
      return fact(link)
    }
  }
}
