import Network
import ResourceGraph

/// Resources that belong to others, such as rules to their listener, and the argument that says to which.
struct Belonging: Sendable {
  let types: [String]
  /// The block that the argument stands in, nil for arguments of the resource itself.
  let block: String?
  let argument: String
  let owners: Set<String>
  /// Whether the argument may name several owners.
  let isCollection: Bool
  let key: String

  init(_ types: String..., argument: String, of owners: Set<String>, block: String? = nil, isCollection: Bool = false) {
    self.types = types
    self.block = block
    self.argument = argument
    self.owners = owners
    self.isCollection = isCollection
    key = "\(types[0]).\(block ?? "").\(argument)"
  }
}

/// One resource that belongs, or may belong, to another.
struct Belonger {
  let resource: ResourceID
  let link: Link
  /// The block that says so, nil for arguments of the resource itself.
  let block: Attribute?
  fileprivate let order: Int
}

/// Who belongs to whom by one argument, worked out once: a search for each owner would be quadratic.
struct Belongers {
  private var byOwner: [ResourceID: [Belonger]] = [:]
  private var ofAnyone: [Belonger] = []
  private var ofNobodyKnown: [Belonger] = []

  fileprivate mutating func add(_ belonger: Belonger) {
    for owner in belonger.link.candidates where byOwner[owner]?.last?.order != belonger.order {
      byOwner[owner, default: []].append(belonger)
    }
    if case .unknown(_, let candidates) = belonger.link {
      if candidates == nil { ofAnyone.append(belonger) } else if candidates == [] { ofNobodyKnown.append(belonger) }
    }
  }

  /// Those that name an owner, for certain or as one of several.
  func naming(_ owner: ResourceID) -> [Belonger] { byOwner[owner] ?? [] }

  /// Those that name an owner, and those that may belong to anyone.
  ///
  /// - Parameter orNobodyKnown: whether to count those whose candidates are all outside the input.
  func concerning(_ owner: ResourceID, orNobodyKnown: Bool = false) -> [Belonger] {
    let others = orNobodyKnown ? ofAnyone + ofNobodyKnown : ofAnyone
    return others.isEmpty ? naming(owner) : (naming(owner) + others).sorted { $0.order < $1.order }
  }
}

extension NetworkAdapter {
  /// Who belongs to whom, in input order.
  mutating func belongers(_ belonging: Belonging) -> Belongers {
    if let known = belongers[belonging.key] { return known }
    var found = Belongers()
    var order = 0
    for id in managed(belonging.types) {
      for (link, block) in owners(id, belonging) {
        found.add(Belonger(resource: id, link: link, block: block, order: order))
        order += 1
      }
    }
    belongers[belonging.key] = found
    return found
  }

  private mutating func owners(_ id: ResourceID, _ belonging: Belonging) -> [(Link, Attribute?)] {
    if let name = belonging.block {
      return blocks(id, name).blocks.flatMap { block in
        links(id, [name, belonging.argument], belonging.owners, at: member(block, belonging.argument)).map {
          ($0, block)
        }
      }
    }
    if belonging.isCollection { return links(id, [belonging.argument], belonging.owners).map { ($0, nil) } }
    return link(id, [belonging.argument], belonging.owners).map { [($0, nil)] } ?? []
  }
}
