import ResourceGraph
import Values

/// The relations of all rules of a run: the elements for every subject, as lists that expressions can read.
struct RelationTable: Sendable {
  struct Key: Hashable, Sendable {
    let spec: RelationSpec
    let subjects: Set<String>
    /// The key of the relation that this one starts from, as text, so that keys stay small.
    let from: Int?
  }

  private var identities = IdentityIndexes()
  private var keys: [Key: Int] = [:]
  private var indexes: [RelationIndex] = []
  private var origins: [Int?] = []
  /// Elements by relation and subject, for relations that start from another relation.
  private var lists: [[ResourceID: NodeID]] = []
  private var openLists: [[ResourceID: NodeID]] = []
  private var sharedLists: [[Int: NodeID]] = []

  /// The number of a relation; equal relations of different rules have one.
  mutating func add(_ relation: CompiledRelation, from: Int?, _ graph: ResourceGraph) -> Int {
    let key = Key(spec: relation.spec, subjects: relation.subjects, from: from)
    if let number = keys[key] { return number }
    let number = indexes.count
    keys[key] = number
    indexes.append(RelationIndex(relation.spec, subjects: relation.subjects, in: graph, identities: &identities))
    origins.append(from)
    lists.append([:])
    openLists.append([:])
    sharedLists.append([:])
    return number
  }

  /// The elements of a relation for a resource, through the relations that it starts from.
  func elements(_ number: Int, of subject: ResourceID) -> [RelatedElement] {
    guard let origin = origins[number] else { return indexes[number].elements(of: subject) }
    var result: [RelatedElement] = []
    for start in elements(origin, of: subject) {
      guard let resource = start.resource else {
        result.append(start)
        continue
      }
      for element in indexes[number].elements(of: resource) {
        guard let doubt = start.doubt, element.doubt == nil else {
          result.append(element)
          continue
        }
        result.append(
          RelatedElement(
            resource: element.resource, resolution: .possible, via: element.via, through: element.through, doubt: doubt)
        )
      }
    }
    return result
  }

  /// Puts the list for a resource into the arena.
  ///
  /// - Parameter isOpen: whether further elements cannot be excluded, because the input is incomplete.
  mutating func prepare(
    _ number: Int, of subject: ResourceID, isOpen: Bool, _ graph: ResourceGraph, into values: inout ValueArenaBuilder
  ) {
    let shared = origins[number] == nil ? indexes[number].sharedList(of: subject) : nil
    if let shared, let list = sharedLists[number][shared] {
      lists[number][subject] = list
    } else if lists[number][subject] == nil {
      let list = push(elements(number, of: subject), graph, openBecause: nil, into: &values)
      lists[number][subject] = list
      if let shared { sharedLists[number][shared] = list }
    }
    if isOpen, openLists[number][subject] == nil {
      let reasons = graph.documents[graph.document(of: subject)].completeness.reasons
      openLists[number][subject] = push(
        elements(number, of: subject), graph, openBecause: reasons.first ?? "the input is incomplete", into: &values)
    }
  }

  func list(_ number: Int, of subject: ResourceID, isOpen: Bool) -> NodeID? {
    isOpen ? openLists[number][subject] : lists[number][subject]
  }

  private func push(
    _ elements: [RelatedElement], _ graph: ResourceGraph, openBecause: String?, into values: inout ValueArenaBuilder
  ) -> NodeID {
    let unnamed = elements.filter { $0.resource == nil }.map {
      values.unknownRoot($0.doubt ?? "", .unresolvedReference)
    }
    let open = openBecause.map { values.unknownRoot($0, .incompleteInput) }
    let mark = values.mark
    var nextUnnamed = 0
    for element in elements {
      let doubt = element.doubt.map { values.reason(UnknownReason(.unresolvedReference, $0)) }
      if let resource = element.resource {
        values.push(.link(to: graph.values(of: resource), doubt: doubt))
      } else {
        values.push(.link(to: unnamed[nextUnnamed].node, doubt: unnamed[nextUnnamed].reason))
        nextUnnamed += 1
      }
    }
    if let open { values.push(.link(to: open.node, doubt: open.reason)) }
    values.closeContainer(.list, since: mark)
    return values.finishRoot()
  }
}

extension ValueArenaBuilder {
  /// A root that is unknown, and its reason.
  fileprivate mutating func unknownRoot(_ detail: String, _ cause: UnknownReason.Cause) -> (
    node: NodeID, reason: UnknownReason.ID
  ) {
    let id = reason(UnknownReason(cause, detail))
    push(.unknown(id))
    return (finishRoot(), id)
  }
}
