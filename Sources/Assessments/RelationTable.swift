import NetworkAdapter
import Parallel
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
  private var lists: [NodeColumn] = []
  private var openLists: [NodeColumn] = []
  private var sharedLists: [[Int: NodeID]] = []
  /// The list that all subjects have, where no relation leads anywhere.
  private var commonLists: [NodeID?] = []

  /// What was looked up before it was asked for.
  private var found: [Key: RelationIndex] = [:]

  /// Fewer resources than this are gone through before a second thread has started.
  private static let worthwhile = 1_000

  /// Looks relations up in the whole graph, on all cores; in a small one each is looked up when it is asked for. So it
  /// is where configurations are asked: what they remember must not depend on which thread came first.
  ///
  /// - Parameter readsLinks: whether to look up as well what the network's adapter will ask.
  mutating func look(up relations: [CompiledRelation], in graph: ResourceGraph, readsLinks: Bool) -> LinkReadings? {
    guard graph.resources.count >= Self.worthwhile, !graph.followsSources else { return nil }
    var wanted: [Key] = []
    var known: Set<Key> = []
    for relation in relations {
      let key = Key(spec: relation.spec, subjects: relation.subjects, from: nil)
      if known.insert(key).inserted { wanted.append(key) }
    }
    let work = wanted
    let portions = readsLinks ? LinkReadings.count(of: graph) : 0
    let start = (identities: identities, lookup: ReferenceLookup(graph))
    let results = parallelMap(work.count + portions, isWorthwhile: true, from: start) {
      (state: inout (identities: IdentityIndexes, lookup: ReferenceLookup), number: Int) -> Looked in
      // Relations first: some of them are much longer than others.
      guard number < work.count else {
        return .links(LinkReadings.read(number - work.count, of: graph, &state.lookup))
      }
      return .relation(
        RelationIndex(work[number].spec, subjects: work[number].subjects, in: graph, identities: &state.identities))
    }
    var links: [LinkReadings.Portion] = []
    for (number, result) in results.enumerated() {
      switch result {
      case .relation(let index): found[wanted[number]] = index
      case .links(let portion): links.append(portion)
      }
    }
    return readsLinks ? LinkReadings(links, of: graph) : nil
  }

  private enum Looked: Sendable {
    case relation(RelationIndex)
    case links(LinkReadings.Portion)
  }

  /// The number of a relation; equal relations of different rules have one.
  mutating func add(_ relation: CompiledRelation, from: Int?, _ graph: ResourceGraph) -> Int {
    let key = Key(spec: relation.spec, subjects: relation.subjects, from: from)
    if let number = keys[key] { return number }
    let number = indexes.count
    keys[key] = number
    let known = found[Key(spec: relation.spec, subjects: relation.subjects, from: nil)]
    indexes.append(
      known ?? RelationIndex(relation.spec, subjects: relation.subjects, in: graph, identities: &identities))
    origins.append(from)
    lists.append(NodeColumn())
    openLists.append(NodeColumn())
    sharedLists.append([:])
    commonLists.append(nil)
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

  /// Whether no subject has an element.
  private func isEmpty(_ number: Int) -> Bool {
    indexes[number].isEmpty || origins[number].map { isEmpty($0) } ?? false
  }

  /// Puts the list for all subjects into the arena if it is the same for all.
  mutating func prepareForAll(_ number: Int, into values: inout ValueArenaBuilder) -> Bool {
    guard isEmpty(number) else { return false }
    if commonLists[number] == nil {
      let mark = values.mark
      values.closeContainer(.list, since: mark)
      commonLists[number] = values.finishRoot()
    }
    return true
  }

  /// Puts the list for a resource into the arena.
  ///
  /// - Parameter isOpen: whether further elements cannot be excluded, because the input is incomplete.
  mutating func prepare(
    _ number: Int, of subject: ResourceID, isOpen: Bool, _ graph: ResourceGraph, into values: inout ValueArenaBuilder
  ) {
    let place = graph.place(of: subject)
    let shared = origins[number] == nil ? indexes[number].sharedList(of: subject) : nil
    if let shared, let list = sharedLists[number][shared] {
      lists[number][place] = list
    } else if commonLists[number] == nil, lists[number][place] == nil {
      let list = push(elements(number, of: subject), graph, openBecause: nil, into: &values)
      lists[number][place] = list
      if let shared { sharedLists[number][shared] = list }
    }
    if isOpen, openLists[number][place] == nil {
      let reasons = graph.documents[graph.document(of: subject)].completeness.reasons
      openLists[number][place] = push(
        elements(number, of: subject), graph, openBecause: reasons.first ?? "the input is incomplete", into: &values)
    }
  }

  func list(_ number: Int, of place: ResourcePlace, isOpen: Bool) -> NodeID? {
    isOpen ? openLists[number][place] : commonLists[number] ?? lists[number][place]
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
