import CEL
import ResourceGraph
import Values

/// Turns what evaluations read into evidence.
///
/// Every failure of a run goes through here: reads are kept as indexes, and paths are spelt out for those alone that are
/// shown.
struct EvidenceCollector {
  private let graph: ResourceGraph
  /// What was read, each once, in the order of first reading.
  private var entries: [Entry] = []
  /// The entries that led to lists.
  private var lists: [Int] = []
  /// Where entries are many; few are found faster by looking at each.
  private var index = Index()
  /// Whether something read is sensitive; a message made of it must not be shown.
  private(set) var readSensitive = false

  private struct ReadKey: Hashable {
    let container: NodeID
    let member: EvaluationTrace.Member
  }

  private struct Index {
    /// The number of entries from which on they are found by their keys.
    static let size = 16
    var reads: Set<ReadKey> = []
    var nodes: [NodeID: Int] = [:]
  }

  private struct Entry {
    let resource: ResourceID
    /// The map or list that this was read from.
    let container: NodeID
    /// Its entry, nil for the resource itself.
    let parent: Int?
    let member: EvaluationTrace.Member
    let node: NodeID?
    let isSecret: Bool
    /// Whether something was read from it.
    var isContainer = false
  }

  /// Longer values are cut: evidence is for reading.
  private static let longestValue = 400
  private static let mostReads = 60

  init(_ graph: ResourceGraph) { self.graph = graph }

  mutating func add(_ reads: [EvaluationTrace.Read]) {
    for read in reads {
      let container = graph.arena.resolved(read.parent)
      let resource = graph.resource(at: container)
      let parent = resource == nil ? entry(at: container) ?? element(at: container) : nil
      guard let owner = resource ?? parent.map({ entries[$0].resource }) else { continue }
      if let parent { entries[parent].isContainer = true }
      if isKnown(container, read.member) { continue }
      let node = read.node.map { graph.arena.resolved($0) }
      // What is not there cannot be secret.
      let isSecret =
        node != nil && (parent.map { entries[$0].isSecret } ?? false || isSecret(read.member, of: container))
      append(
        Entry(
          resource: owner, container: container, parent: parent, member: read.member, node: node, isSecret: isSecret))
      if let node, isSecret || isSensitive(node) { readSensitive = true }
    }
  }

  private mutating func append(_ entry: Entry) {
    if let node = entry.node, graph.arena[node].kind == .list { lists.append(entries.count) }
    entries.append(entry)
    if entries.count == Index.size {
      for number in entries.indices { add(number) }
    } else if entries.count > Index.size {
      add(entries.count - 1)
    }
  }

  private mutating func add(_ number: Int) {
    let entry = entries[number]
    index.reads.insert(ReadKey(container: entry.container, member: entry.member))
    if let node = entry.node { index.nodes[node] = number }
  }

  private func isKnown(_ container: NodeID, _ member: EvaluationTrace.Member) -> Bool {
    guard entries.count < Index.size else {
      return index.reads.contains(ReadKey(container: container, member: member))
    }
    return entries.contains { $0.container == container && $0.member == member }
  }

  /// The last entry that led to a node, which is no resource.
  private func entry(at node: NodeID) -> Int? {
    entries.count < Index.size ? entries.lastIndex { $0.node == node } : index.nodes[node]
  }

  /// The entry, made now, of an element that was reached by a list put together of several.
  private mutating func element(at node: NodeID) -> Int? {
    for parent in lists {
      let entry = entries[parent]
      guard let list = entry.node, graph.resource(at: list) == nil else { continue }
      guard let first = graph.arena.children(list).first, node.index >= first.index,
        Int(node.index - first.index) < graph.arena[list].childCount
      else { continue }
      entries[parent].isContainer = true
      append(
        Entry(
          resource: entry.resource, container: list, parent: parent,
          member: .element(Int(node.index - first.index)), node: node, isSecret: entry.isSecret))
      return entries.count - 1
    }
    return nil
  }

  private func isSecret(_ member: EvaluationTrace.Member, of parent: NodeID) -> Bool {
    guard case .name(let name) = member else { return false }
    if Redaction.isSecret(name: name) { return true }
    // A list of `name` and `value` pairs (environment variables) is secret where the name says so.
    guard name == "value", let entry = graph.arena.string(parent, "name") else { return false }
    return Redaction.isSecret(name: entry)
  }

  /// Whether a value must not be shown: it was read by a name that says so, or is marked.
  func hides(_ node: NodeID) -> Bool {
    let node = graph.arena.resolved(node)
    if let entry = entry(at: node), entries[entry].isSecret { return true }
    return graph.resource(at: node) == nil && isSensitive(node)
  }

  /// The attributes that were read, each once; nil if something of another resource was read.
  func names(of id: ResourceID) -> [String]? {
    var names: [String] = []
    for entry in entries {
      guard entry.resource == id else { return nil }
      guard entry.parent == nil else { continue }
      guard case .name(let name) = entry.member else { return nil }
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// What was read, containers left out whose members were read too.
  ///
  /// - Parameter focus: nodes that the message shows; what was read of the same list elements comes first.
  func reads(focus: [NodeID] = []) -> [AttributeRead] {
    let elements = focusedElements(focus)
    var focused: [Int] = []
    var rest: [Int] = []
    for (index, entry) in entries.enumerated() where !entry.isContainer {
      if !elements.isEmpty, isWithin(elements, index) { focused.append(index) } else { rest.append(index) }
    }
    var result: [AttributeRead] = []
    for index in focused + rest where result.count < Self.mostReads {
      let read = attribute(entries[index])
      if !result.contains(where: { $0.path == read.path && $0.address == read.address }) { result.append(read) }
    }
    return result
  }

  private func attribute(_ entry: Entry) -> AttributeRead {
    let origin = graph.origin(of: entry.resource)
    var steps: [EvaluationTrace.Member] = [entry.member]
    var parent = entry.parent
    while let index = parent {
      steps.append(entries[index].member)
      parent = entries[index].parent
    }
    let own = graph.attributeName(of: entry.resource, path: Self.attributeSteps(steps))
    let plainPath = own ?? Self.path(steps)
    let path = Redaction.scrubbedPlain(plainPath, graph.valueDigest)
    let isPlain = own == nil && steps.allSatisfy { $0.isPlain } && path == plainPath
    let source = graph.hasSource(entry.resource) ? source(entry.resource, steps) : nil
    return AttributeRead(
      address: graph.address(of: entry.resource), path: path, value: evidenceValue(entry),
      base: base(origin, entry.node),
      steps: isPlain ? nil : Redaction.scrubbedPlain(Self.pointer(steps), graph.valueDigest),
      position: position(of: entry, origin, source), source: source,
      assumed: entry.node.flatMap { graph.assumedDefaults[$0] }.map {
        Assumption(source: $0.source, because: $0.because)
      })
  }

  private func source(_ resource: ResourceID, _ steps: [EvaluationTrace.Member]) -> SourceTrail? {
    graph.trail(of: resource, path: Self.attributeSteps(steps))
  }

  /// Where a value stands in an input that people write.
  private func position(of entry: Entry, _ origin: ResourceOrigin, _ source: SourceTrail?) -> SourcePosition? {
    if let position = entry.node.flatMap({ graph.arena.position($0) }) { return position }
    guard origin.position != nil, let line = source?.place.line else { return origin.position }
    return SourcePosition(line: UInt32(line), column: UInt32(source?.place.column ?? 1))
  }

  private static func attributeSteps(_ steps: [EvaluationTrace.Member]) -> [AttributeStep] {
    steps.reversed().map { step in
      switch step {
      case .name(let name): AttributeStep.name(name)
      case .element(let index): AttributeStep.index(index)
      }
    }
  }

  private static func path(_ steps: [EvaluationTrace.Member]) -> String {
    var path = ""
    for step in steps.reversed() {
      switch step {
      case .name(let name): path += path.isEmpty ? name : ".\(name)"
      case .element(let index): path += "[\(index)]"
      }
    }
    return path
  }

  /// The list elements in which nodes stand: the entries that led to the innermost of them.
  private func focusedElements(_ nodes: [NodeID]) -> Set<Int> {
    guard !nodes.isEmpty else { return [] }
    let wanted = Set(nodes)
    var elements: Set<Int> = []
    for (index, entry) in entries.enumerated() {
      guard let node = entry.node, graph.resource(at: node) == nil,
        wanted.contains(node) || graph.arena.children(node).contains(where: { wanted.contains($0) })
      else { continue }
      if let element = element(around: index) { elements.insert(element) }
    }
    return elements
  }

  private func element(around index: Int) -> Int? {
    var current: Int? = index
    while let position = current {
      if case .element = entries[position].member { return position }
      current = entries[position].parent
    }
    return nil
  }

  private func isWithin(_ elements: Set<Int>, _ index: Int) -> Bool {
    var current: Int? = index
    while let position = current {
      if elements.contains(position) { return true }
      current = entries[position].parent
    }
    return false
  }

  /// Where the values of which one was read stand in a JSON input; nil for what does not stand there: members that are
  /// absent, defaults that were assumed.
  private func base(_ origin: ResourceOrigin, _ node: NodeID?) -> String? {
    guard origin.position == nil, let node, !graph.assumedDefaults.contains(node) else { return nil }
    return graph.arena[node].kind == .unknown ? origin.unknownPointer : origin.pointer
  }

  /// The steps of a JSON pointer: member names as they are, which a dotted path cannot tell apart.
  private static func pointer(_ steps: [EvaluationTrace.Member]) -> String {
    var pointer = ""
    for step in steps.reversed() {
      switch step {
      case .name(let name): pointer += "/" + escaped(name)
      case .element(let index): pointer += "/\(index)"
      }
    }
    return pointer
  }

  /// A member's name as a step of a JSON pointer (RFC 6901, section 3).
  private static func escaped(_ name: String) -> String {
    guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else { return name }
    return name.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  private func evidenceValue(_ entry: Entry) -> EvidenceValue {
    guard let node = entry.node else { return .absent }
    if entry.isSecret || isSensitive(node), graph.arena[node].kind != .null {
      return .redacted(digest: graph.valueDigest?.digest(of: graph.arena, node))
    }
    switch graph.arena[node].kind {
    case .null: return .absent
    case .bool: return .json(graph.arena[node].boolValue ? "true" : "false")
    case .int: return .json(String(graph.arena[node].intValue))
    case .unknown:
      let reason = graph.arena[graph.arena[node].unknownReason]
      return .unknown(cause: reason.cause.rawValue, detail: reason.detail)
    default:
      var writer = EvidenceJSON(arena: graph.arena, limit: Self.longestValue, digest: graph.valueDigest)
      return .json(writer.text(of: node))
    }
  }

  /// Whether a value or a part of it is marked sensitive.
  private func isSensitive(_ node: NodeID) -> Bool {
    if graph.arena[node].flags.contains(.sensitive) { return true }
    return graph.arena.children(node).contains { isSensitive(graph.arena.resolved($0)) }
  }
}

extension EvaluationTrace.Member {
  fileprivate var isPlain: Bool {
    switch self {
    case .name(let name): AttributeRead.isPlain(name)
    case .element: true
    }
  }
}
