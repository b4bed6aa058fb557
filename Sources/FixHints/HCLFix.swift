import Assessments
import Diagnostics
import ResourceGraph
import Rules
import Values

/// Writes a rule's example with the names of a failing resource and of those around it.
struct HCLFix {
  private let subject: FixSubject
  private let template: FixTemplate
  private let paths: FragmentPaths
  private var changes: [FixHint.Change] = []
  private var placeholders: Set<String> = []
  /// The names of the blocks that are written here.
  private var written: [FixReference: String] = [:]
  /// The names that new blocks have, by type.
  private var taken: [String: Set<String>] = [:]

  init(_ subject: FixSubject, _ template: FixTemplate, _ paths: FragmentPaths) {
    self.subject = subject
    self.template = template
    self.paths = paths
  }

  private var graph: ResourceGraph { subject.graph }

  mutating func hint() -> FixHint? {
    guard case .hcl(let blocks, let fragment) = template.language, FixSubject.isPlain(subject.resource) else {
      return nil
    }
    let own = ownBlock(blocks)
    let others = usedByOthersAlone(blocks, own)
    let companions = blocks.filter { block in
      guard let type = block.resourceType, block.labels != own?.labels || block.type != own?.type,
        !others.contains(block.labels)
      else { return false }
      // A block of another type that the rule judges is about that type, unless it is made for the failing one.
      return !template.appliedTypes.contains(type)
        || own?.references.contains { $0.type == type && $0.label == block.labels[1] } == true
        || own == nil && block.references.contains { $0.type == subject.resource.type }
    }
    // Blocks can mention each other, so all names are given before anything is written.
    if let own { name(own, subject.resource.localName) }
    var roles: [(block: FixBlock, existing: ResourceID?)] = []
    for block in companions {
      guard let existing = place(of: block) else { return nil }
      roles.append((block, existing.isEmpty ? nil : existing[0]))
    }
    guard own == nil || isUnderstood(own) else { return nil }
    if let items = own?.items ?? (fragment.isEmpty ? nil : paths.nested(fragment, subject)) {
      let kept = items.filter { item in item.name.map { paths.knows($0, of: subject.resource.type) } ?? true }
      change(subject.id, kept, isSubject: true)
    } else if !fragment.isEmpty {
      return nil
    }
    for (block, existing) in roles {
      if let existing { change(existing, block.items, isSubject: false) } else { add(block) }
    }
    attachPolicy(roles)
    guard !changes.isEmpty else { return nil }
    return FixHint(language: .hcl, changes: changes, placeholders: placeholders.sorted())
  }

  // MARK: - What the blocks of the example are

  /// The block that stands for the failing resource: one of its type, else one of another type that the rule judges.
  private func ownBlock(_ blocks: [FixBlock]) -> FixBlock? {
    let type = subject.resource.type
    if let exact = blocks.first(where: { $0.resourceType == type && $0.isData == (subject.resource.mode == .data) }) {
      return exact
    }
    return blocks.first { block in
      guard let other = block.resourceType, !block.isData, template.appliedTypes.contains(other) else { return false }
      return !block.references.contains { $0.type == type }
        && block.items.compactMap(\.name).allSatisfy { paths.knows($0, of: type) }
    }
  }

  /// The labels of blocks that only the blocks of other types mention.
  private func usedByOthersAlone(_ blocks: [FixBlock], _ own: FixBlock?) -> Set<[String]> {
    guard let own else { return [] }
    let others = blocks.filter { block in
      block.labels != own.labels && template.appliedTypes.contains(block.resourceType ?? "")
    }
    let mentioned = Set(others.flatMap(\.references).map { [$0.type, $0.label] })
    return mentioned.subtracting(own.references.map { [$0.type, $0.label] })
  }

  /// Whether the failing resource has what the block mentions.
  private func isUnderstood(_ block: FixBlock?) -> Bool {
    guard let block else { return true }
    return block.items.contains { $0.name.map { paths.knows($0, of: subject.resource.type) } ?? false }
  }

  /// The existing resource that a block of the example stands for, none for a new one; nil if neither makes sense.
  private mutating func place(of block: FixBlock) -> [ResourceID]? {
    guard let type = block.resourceType else { return nil }
    let mode: ResourceMode = block.isData ? .data : .managed
    var existing = subject.related(type, mode, in: template.relations, "outgoing")
    if existing.isEmpty {
      let incoming = subject.related(type, mode, in: template.relations, "incoming")
      existing = SingleCompanions.contains(type) ? incoming : incoming.filter { isNamesake($0, block) }
    }
    if let found = existing.first, isNear(graph[found]), FixSubject.isPlain(graph[found]) {
      name(block, graph[found].localName + graph[found].keyText)
      return [found]
    }
    for reference in block.references
    where template.appliedTypes.contains(reference.type) && reference.type != subject.resource.type {
      // The example is about a resource of another type; only what all types have carries over.
      guard reference.attribute == "id" || reference.attribute == "arn" else { return nil }
    }
    let label = freeName(type, block.isData)
    name(block, "\(block.isData ? "data." : "")\(type).\(label)")
    return []
  }

  /// Whether a resource has the name that the block sets.
  private func isNamesake(_ id: ResourceID, _ block: FixBlock) -> Bool {
    var isNamed = false
    for case .attribute(let attribute) in block.items where attribute.name == "name" || attribute.name == "type" {
      guard case .string(let text)? = attribute.expression.literal,
        graph.arena.string(graph.values(of: id), attribute.name) == text
      else { return false }
      isNamed = isNamed || attribute.name == "name"
    }
    return isNamed
  }

  private mutating func name(_ block: FixBlock, _ name: String) {
    guard let type = block.resourceType else { return }
    written[FixReference(type: type, label: block.labels[1], isData: block.isData, attribute: nil)] = name
  }

  /// The failing resource's name, or one like it that no other resource of the type has in the module.
  private mutating func freeName(_ type: String, _ isData: Bool) -> String {
    let module = subject.resource.module
    var names = taken[type] ?? []
    for id in graph.resources(ofType: type) where graph[id].module == module { names.insert(graph[id].name) }
    var name = subject.resource.name
    var number = 2
    while names.contains(name) {
      name = "\(subject.resource.name)_\(number)"
      number += 1
    }
    taken[type, default: []].insert(name)
    return name
  }

  /// Whether a resource is in the failing one's module.
  private func isNear(_ other: Resource) -> Bool { other.module == subject.resource.module }

  // MARK: - Writing

  /// Writes what is to be set in a block that is there.
  private mutating func change(_ id: ResourceID, _ items: [FixItem], isSubject: Bool) {
    let resource = graph[id]
    let address = isSubject ? subject.observation.address : resource.address
    let needed = NeededItems(graph: graph, reads: subject.reads(of: address, isSubject ? template.relations : []))
    var kept = needed.items(items, in: graph.values(of: id))
    // The example and the resource agree in everything that is known: what decides lies deeper than values are compared.
    if isSubject, !kept.contains(where: { $0.name != nil }) {
      kept = items.filter { item in item.name.map { needed.isRead($0) } ?? false }
    }
    guard kept.contains(where: { $0.name != nil }) else { return }
    let keyword = resource.mode == .data ? "data" : "resource"
    let block = FixBlock(type: keyword, labels: [resource.type, resource.name], items: kept)
    let place = isSubject ? subject.place : graph.trail(of: id)?.place
    append(.change, resource.blockAddress, place, block, repeats: .none)
  }

  /// Writes a new block.
  private mutating func add(_ block: FixBlock) {
    guard let type = block.resourceType,
      let name = written[FixReference(type: type, label: block.labels[1], isData: block.isData, attribute: nil)],
      let label = name.split(separator: ".").last.map(String.init)
    else { return }
    let mentionsSubject = block.references.contains { self.name(of: $0, .none).isSubject }
    let repeats: Repeats
    switch subject.resource.instanceKey {
    case .index where mentionsSubject && subject.failsInAllInstances: repeats = .count
    case .key where mentionsSubject && subject.failsInAllInstances: repeats = .forEach
    default: repeats = .none
    }
    let path = FixSubject.withoutIndexes(subject.resource.module)
    let address = path.isEmpty ? name : "\(path).\(name)"
    let renamed = FixBlock(type: block.type, labels: [type, label], items: repeats.items(subject) + block.items)
    append(.add, address, subject.place, renamed, repeats: repeats)
  }

  /// A new policy document has to be used by the policy.
  private mutating func attachPolicy(_ roles: [(block: FixBlock, existing: ResourceID?)]) {
    guard let document = roles.first(where: { $0.block.isData && $0.existing == nil })?.block,
      document.resourceType == "aws_iam_policy_document", paths.knows("policy", of: subject.resource.type)
    else { return }
    let reference = FixReference(
      type: "aws_iam_policy_document", label: document.labels[1], isData: true, attribute: "json")
    let attribute = FixAttribute(
      name: "policy", expression: FixExpression(pieces: [.reference(reference), .text(".json")], literal: nil))
    let block = FixBlock(
      type: "resource", labels: [subject.resource.type, subject.resource.name], items: [.attribute(attribute)])
    append(.change, subject.resource.blockAddress, subject.place, block, repeats: .none)
  }

  private mutating func append(
    _ action: FixHint.Change.Action, _ address: String, _ place: SourceLocation?, _ block: FixBlock, repeats: Repeats
  ) {
    let named = self
    var writer = FixWriter { named.name(of: $0, repeats).text }
    writer.write(block)
    for reference in block.references {
      let name = name(of: reference, repeats)
      if name.isPlaceholder { placeholders.insert(name.text) }
    }
    changes.append(FixHint.Change(action: action, address: address, place: place, text: writer.text))
  }

  // MARK: - Names

  /// How a new block repeats itself for the instances of the failing one.
  private enum Repeats {
    case none, count, forEach

    func items(_ subject: FixSubject) -> [FixItem] {
      let text: (String) -> FixExpression = { FixExpression(pieces: [.text($0)], literal: nil) }
      switch self {
      case .none: return []
      case .count:
        let value = text("length(\(subject.resource.localName))")
        return [.attribute(FixAttribute(name: "count", expression: value)), .blank]
      case .forEach:
        return [.attribute(FixAttribute(name: "for_each", expression: text(subject.resource.localName))), .blank]
      }
    }

    func key(_ resource: Resource) -> String {
      switch self {
      case .none: resource.keyText
      case .count: "[count.index]"
      case .forEach: "[each.key]"
      }
    }
  }

  private struct Name {
    let text: String
    var isPlaceholder = false
    var isSubject = false
  }

  private func name(of reference: FixReference, _ repeats: Repeats) -> Name {
    let resource = subject.resource
    let own = FixReference(type: reference.type, label: reference.label, isData: reference.isData, attribute: nil)
    if let name = written[own] {
      let isSubject = name == resource.localName
      return Name(text: isSubject ? name + repeats.key(resource) : name, isSubject: isSubject)
    }
    let placeholder = Name(
      text: "\(reference.isData ? "data." : "")\(reference.type).\(reference.label)", isPlaceholder: true)
    // Any other label is a resource of the reader's.
    guard reference.label == "NAME", !reference.isDetached else { return placeholder }
    if reference.type == resource.type, reference.isData == (resource.mode == .data) {
      return Name(text: resource.localName + repeats.key(resource), isSubject: true)
    }
    let mode: ResourceMode = reference.isData ? .data : .managed
    let related = subject.related(reference.type, mode, in: template.relations, nil).filter { isNear(graph[$0]) }
    if related.count == 1, FixSubject.isPlain(graph[related[0]]) {
      let other = graph[related[0]]
      let isParallel = other.instanceKey != nil && other.instanceKey == resource.instanceKey
      return Name(text: other.localName + (isParallel ? repeats.key(other) : other.keyText))
    }
    if !reference.isData, let id = subject.referenced(reference.type), isNear(graph[id]), FixSubject.isPlain(graph[id])
    {
      return Name(text: graph[id].localName + graph[id].keyText)
    }
    if isAnotherForm(reference) {
      return Name(text: resource.localName + repeats.key(resource), isSubject: true)
    }
    return placeholder
  }

  /// Whether an example about one type means the failing resource of another: `aws_lb` and `aws_alb`, `aws_vpc` and
  /// `aws_default_vpc` are two forms of one thing, a queue and the policy of a queue are not.
  private func isAnotherForm(_ reference: FixReference) -> Bool {
    let type = subject.resource.type
    guard template.appliedTypes.contains(reference.type), !reference.isData,
      let own = type.split(separator: "_").last, let other = reference.type.split(separator: "_").last,
      own.hasSuffix(other) || other.hasSuffix(own)
    else { return false }
    guard case .hcl(let blocks, _) = template.language else { return false }
    return !blocks.contains { block in block.references.contains { $0.type == type } }
  }
}
