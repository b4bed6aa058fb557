/// The elements of one relation for every resource that a rule may judge, computed in one pass.
public struct RelationIndex: Sendable {
  private var elements: [ResourceID: [RelatedElement]] = [:]
  /// For relations by group (sibling, namespace): the subject's group; its elements are the same for all in it.
  private var groupOfSubject: [ResourceID: Int] = [:]
  private var groups: [[RelatedElement]] = []
  /// Elements that every subject has: sources whose reference cannot be resolved at all.
  private var everywhere: [RelatedElement] = []

  /// More unresolved sources than this are one element: they say the same, and a list for each subject would make the
  /// work quadratic.
  private static let listedUnresolved = 8

  /// - Parameters:
  ///   - spec: the relation.
  ///   - subjects: the types of the resources that it starts from.
  ///   - identities: those of the run, so that relations of one run share them.
  public init(
    _ spec: RelationSpec, subjects: Set<String>, in graph: ResourceGraph, identities: inout IdentityIndexes
  ) {
    switch spec.direction {
    case .incoming: addIncoming(spec, subjects, graph, &identities)
    case .outgoing: addOutgoing(spec, subjects, graph, &identities)
    case .sibling: addGroups(spec, subjects, graph) { $0.providerScope }
    case .sameNamespace: addGroups(spec, subjects, graph) { $0.type == "Namespace" ? $0.name : $0.namespace ?? "" }
    }
  }

  /// Whether no subject has an element.
  public var isEmpty: Bool { elements.isEmpty && groups.isEmpty && everywhere.isEmpty }

  /// A number that subjects with the very same elements share; nil if the subject's elements are its own.
  public func sharedList(of subject: ResourceID) -> Int? {
    if let group = groupOfSubject[subject] { return group }
    return elements[subject] == nil ? -1 : nil
  }

  public func elements(of subject: ResourceID) -> [RelatedElement] {
    if let group = groupOfSubject[subject] { return groups[group] }
    guard !everywhere.isEmpty else { return elements[subject] ?? [] }
    return (elements[subject] ?? []) + everywhere
  }

  private mutating func addIncoming(
    _ spec: RelationSpec, _ subjects: Set<String>, _ graph: ResourceGraph, _ identities: inout IdentityIndexes
  ) {
    var finder = ReferenceFinder(graph, expected: subjects, &identities)
    let paths = spec.via.map { ($0, $0.path.joined(separator: ".")) }
    var unresolved: [RelatedElement] = []
    for type in spec.types.sorted() {
      for source in graph.resources(ofType: type) {
        for (via, path) in paths {
          let set = finder.references(of: source, via: via)
          for reference in set.references {
            let doubt = reference.resolution == .possible ? Self.doubt(source, path, reference, graph) : nil
            append(
              RelatedElement(
                resource: source, resolution: reference.resolution, via: path, through: reference.through,
                doubt: doubt ?? Self.existenceDoubt(source, graph)),
              to: reference.target)
          }
          if let step = set.unresolved {
            unresolved.append(
              RelatedElement(
                resource: source, resolution: .possible, via: path, through: [step],
                doubt: "\(graph[source].address).\(path) is known only after apply (through \(step))"))
          }
        }
      }
    }
    everywhere = unresolved.count <= Self.listedUnresolved ? unresolved : [Self.summary(of: unresolved)]
  }

  private mutating func addOutgoing(
    _ spec: RelationSpec, _ subjects: Set<String>, _ graph: ResourceGraph, _ identities: inout IdentityIndexes
  ) {
    var finder = ReferenceFinder(graph, expected: spec.types, &identities)
    let paths = spec.via.map { ($0, $0.path.joined(separator: ".")) }
    for type in subjects.sorted() {
      for subject in graph.resources(ofType: type) {
        for (via, path) in paths {
          let set = finder.references(of: subject, via: via)
          for reference in set.references {
            append(outgoing(subject, path, reference, spec, graph), to: subject)
          }
          if spec.countsOutsiders, set.namesOutsiders {
            append(
              RelatedElement(
                resource: nil, resolution: .value, via: path,
                doubt: "\(graph[subject].address).\(path) names something that is not in the input"), to: subject)
          }
          if let step = set.unresolved {
            append(
              RelatedElement(
                resource: nil, resolution: .possible, via: path, through: [step],
                doubt: "\(graph[subject].address).\(path) is known only after apply (through \(step))"), to: subject)
          }
        }
      }
    }
  }

  /// What a data source shows of a resource is not what the resource's own declaration would: its settings are unknown.
  private func outgoing(
    _ subject: ResourceID, _ path: String, _ reference: Reference, _ spec: RelationSpec, _ graph: ResourceGraph
  ) -> RelatedElement {
    let target = graph[reference.target]
    if target.mode == .data, !Self.isDataOnly(target.type) {
      return RelatedElement(
        resource: nil, resolution: reference.resolution, via: path, through: reference.through,
        doubt: "\(graph[subject].address).\(path) refers to \(target.address), whose settings the input does not show")
    }
    let doubt = reference.resolution == .possible ? Self.doubt(subject, path, reference, graph) : nil
    return RelatedElement(
      resource: reference.target, resolution: reference.resolution, via: path, through: reference.through,
      doubt: doubt ?? Self.existenceDoubt(reference.target, graph))
  }

  /// Types that exist as data sources alone.
  private static func isDataOnly(_ type: String) -> Bool { type == "aws_iam_policy_document" }

  private mutating func addGroups(
    _ spec: RelationSpec, _ subjects: Set<String>, _ graph: ResourceGraph, by key: (Resource) -> String
  ) {
    var numbers: [String: Int] = [:]
    for type in spec.types.sorted() {
      for id in graph.resources(ofType: type) {
        let name = key(graph[id])
        let number = numbers[name] ?? groups.count
        if number == groups.count {
          numbers[name] = number
          groups.append([])
        }
        groups[number].append(
          RelatedElement(
            resource: id, resolution: .value, via: spec.direction.rawValue, doubt: Self.existenceDoubt(id, graph)))
      }
    }
    for type in subjects.sorted() {
      for subject in graph.resources(ofType: type) { groupOfSubject[subject] = numbers[key(graph[subject])] }
    }
  }

  /// A resource can refer twice to the same one; the surest reference counts. Sources come in order, so that a
  /// second reference of the same source directly follows the first.
  private mutating func append(_ element: RelatedElement, to subject: ResourceID) {
    if let last = elements[subject]?.last, last.resource != nil, last.resource == element.resource {
      if last.doubt != nil, element.doubt == nil {
        elements[subject, default: []].removeLast()
      } else {
        return
      }
    }
    elements[subject, default: []].append(element)
  }

  private static func doubt(_ source: ResourceID, _ path: String, _ reference: Reference, _ graph: ResourceGraph)
    -> String
  {
    let steps = reference.through.isEmpty ? "" : " (through \(reference.through.joined(separator: ", ")))"
    return "\(graph[source].address).\(path) may refer to \(graph[reference.target].address)\(steps)"
  }

  /// Why a resource may not be there at all.
  private static func existenceDoubt(_ id: ResourceID, _ graph: ResourceGraph) -> String? {
    graph[id].doubt.map { "\(graph[id].address): \($0)" }
  }

  private static func summary(of unresolved: [RelatedElement]) -> RelatedElement {
    let first = unresolved.first?.doubt ?? ""
    return RelatedElement(
      resource: nil, resolution: .possible, via: unresolved.first?.via ?? "",
      doubt: "\(first), and \(unresolved.count - 1) more like it")
  }
}
