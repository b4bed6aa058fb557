import CEL
import Documents
import Parallel
import ResourceGraph
import SecretScan
import Values

/// Something in a resource's attributes that should not stand in a configuration.
struct SecretFinding: Sendable {
  let kind: SecretKind
  /// The way from the resource's attributes to the value.
  let steps: [EvaluationTrace.Member]
  let node: NodeID
}

/// What a graph holds in the way of credentials and card numbers.
struct SecretFindings: Sendable {
  private let found: [ResourceID: [SecretFinding]]
  /// The types of resources that have any, sorted.
  let types: [String]

  init(_ found: [ResourceID: [SecretFinding]], in graph: ResourceGraph) {
    self.found = found
    types = Set(found.keys.map { graph[$0].type }).sorted()
  }

  static let none = SecretFindings([:], in: ResourceGraphBuilder(values: ValueArenaBuilder()).build())

  var nodes: [NodeID] { found.values.flatMap { $0.map(\.node) } }

  /// - Parameter what: `credential` or `card-number`.
  func findings(in id: ResourceID, _ what: String) -> [SecretFinding] {
    (found[id] ?? []).filter { ($0.kind == .cardNumber) == (what == "card-number") }
  }
}

/// Looks through all scalars of a graph's managed resources.
///
/// What a Terraform plan marks as sensitive is left out: it does not say whether somebody wrote the value down or a
/// secret store gave it.
struct SecretSearch {
  private let arena: ValueArena
  /// Whether the name of each member announces a credential, asked for once; nil before.
  private var announced: [Bool?]
  private let valueKeys: [KeyID]
  private let nameKeys: [KeyID]
  private var findings: [SecretFinding] = []
  private var skipsSensitive = true
  private static let deepest = 64
  private static let portion = 512

  /// - Parameter graph: is read only; what is found is marked by the caller.
  static func findings(in graph: ResourceGraph) -> SecretFindings {
    let ids = graph.resources.indices.map { ResourceID($0) }.filter { graph.mode(of: $0) == .managed }
    let search = SecretSearch(graph.arena)
    let count = (ids.count + portion - 1) / portion
    let results = parallelMap(count, isWorthwhile: ids.count >= 4 * portion, from: search) {
      (search: inout SecretSearch, number: Int) -> [(ResourceID, [SecretFinding])] in
      var found: [(ResourceID, [SecretFinding])] = []
      for id in ids[number * portion..<min((number + 1) * portion, ids.count)] {
        let findings = search.look(through: id, of: graph)
        if !findings.isEmpty { found.append((id, findings)) }
      }
      return found
    }
    var all: [ResourceID: [SecretFinding]] = [:]
    for (id, findings) in results.joined() { all[id] = findings }
    return SecretFindings(all, in: graph)
  }

  private init(_ arena: ValueArena) {
    self.arena = arena
    valueKeys = ["value", "Value"].compactMap { arena.strings.key($0) }
    nameKeys = ["name", "Name", "key", "Key"].compactMap { arena.strings.key($0) }
    announced = Array(repeating: nil, count: arena.strings.keyCount)
  }

  private mutating func look(through id: ResourceID, of graph: ResourceGraph) -> [SecretFinding] {
    let kind = graph.documents[graph.document(of: id)].kind
    skipsSensitive = kind == .terraformPlan || kind == .terraformState
    findings = []
    var steps: [Step] = []
    look(at: graph.values(of: id), name: .none, &steps)
    return findings
  }

  /// A step on the way to a value; names are spelt out for those alone that are found.
  private enum Step {
    case member(KeyID)
    case element(Int)
  }

  /// What speaks for a value: the name of its member, or, in a pair of name and value, a text.
  private enum Name {
    case none
    case member(KeyID)
    case text(NodeID)
  }

  private mutating func look(at node: NodeID, name: Name, _ steps: inout [Step]) {
    let value = arena[node]
    switch value.kind {
    case .string: text(node, name, steps)
    case .int:
      if value.intValue >= 1_000_000_000_000 { number(node, value.intValue, steps) }
    case .list:
      guard steps.count < Self.deepest else { return }
      for (index, child) in arena.children(node).enumerated() where isWorthALook(child) {
        steps.append(.element(index))
        look(at: child, name: name, &steps)
        steps.removeLast()
      }
    case .map:
      guard steps.count < Self.deepest else { return }
      for child in arena.children(node) where isWorthALook(child) {
        let key = arena[child].key
        steps.append(.member(key))
        look(at: child, name: valueKeys.contains(key) ? pairName(node) ?? .member(key) : .member(key), &steps)
        steps.removeLast()
      }
    case .unknown: pieces(node, steps)
    case .null, .bool, .double, .link: return
    }
  }

  /// What is written down of a text of which other pieces are not known.
  private mutating func pieces(_ node: NodeID, _ steps: [Step]) {
    guard let text = arena[arena[node].unknownReason].text else { return }
    var kinds: [SecretKind] = []
    for piece in text.pieces where piece.utf8.count >= 4 {
      let own = Array(piece.utf8).withUnsafeBufferPointer { Self.kinds(of: $0, name: nil) }
      for kind in own where !kinds.contains(kind) { kinds.append(kind) }
    }
    for kind in kinds { add(kind, node, steps) }
  }

  private func isWorthALook(_ node: NodeID) -> Bool {
    let value = arena[node]
    if skipsSensitive, value.flags.contains(.sensitive) { return false }
    switch value.kind {
    case .string: return value.high >= 4
    case .list, .map: return value.high > 0
    case .int: return true
    case .unknown: return !skipsSensitive
    default: return false
    }
  }

  private func pairName(_ pair: NodeID) -> Name? {
    for key in nameKeys {
      if let name = arena.member(pair, key), arena[name].kind == .string { return .text(name) }
    }
    return nil
  }

  private mutating func number(_ node: NodeID, _ value: Int64, _ steps: [Step]) {
    let digits = Array(String(value).utf8)
    if digits.withUnsafeBufferPointer({ SecretScanner.holdsCardNumber($0) }) { add(.cardNumber, node, steps) }
  }

  private mutating func text(_ node: NodeID, _ name: Name, _ steps: [Step]) {
    let speaking: String? =
      switch name {
      case .none: nil
      case .member(let key): announces(key) ? arena.strings.name(key) : nil
      case .text(let name): arena.string(name)
      }
    // A provider's own argument for a credential holds what a variable or a secret store gives; the plan shows the same
    // for a literal. Older plans have no masks that say so.
    if skipsSensitive, steps.count == 1, speaking != nil { return }
    let value = arena[node]
    let range = Int(value.low)..<Int(value.low) + Int(value.high)
    let kinds = arena.strings.bytes.withUnsafeBufferPointer {
      Self.kinds(of: UnsafeBufferPointer(rebasing: $0[range]), name: speaking)
    }
    for kind in kinds { add(kind, node, steps) }
  }

  private mutating func announces(_ key: KeyID) -> Bool {
    if let known = announced[Int(key.index)] { return known }
    let announces = SecretScanner.announces(arena.strings.name(key))
    announced[Int(key.index)] = announces
    return announces
  }

  private mutating func add(_ kind: SecretKind, _ node: NodeID, _ steps: [Step]) {
    let way = steps.map { step -> EvaluationTrace.Member in
      switch step {
      case .member(let key): .name(arena.strings.name(key))
      case .element(let index): .element(index)
      }
    }
    findings.append(SecretFinding(kind: kind, steps: way, node: node))
  }

  /// The first credential in a text and whether it holds a card number, also behind base64 and within JSON.
  static func kinds(of text: UnsafeBufferPointer<UInt8>, name: String?) -> [SecretKind] {
    var kinds: [SecretKind] = []
    if let kind = SecretScanner.kind(name: name, text: text) { kinds.append(kind) }
    if SecretScanner.holdsCardNumber(text) { kinds.append(.cardNumber) }
    guard kinds.isEmpty else { return kinds }
    if SecretScanner.mayBeJSON(text) { return kindsInJSON(Array(text)) }
    if text.count >= 24, text.count < SecretScanner.longestText, let decoded = TextFunctions.decodedText(text) {
      return decoded.withUnsafeBufferPointer { bytes in
        var kinds: [SecretKind] = []
        if let kind = SecretScanner.kind(name: nil, text: bytes) { kinds.append(kind) }
        if SecretScanner.holdsCardNumber(bytes) { kinds.append(.cardNumber) }
        return kinds
      }
    }
    return kinds
  }

  /// Texts that are JSON themselves: container definitions, policies.
  private static func kindsInJSON(_ bytes: [UInt8]) -> [SecretKind] {
    var builder = ValueArenaBuilder()
    guard let root = try? JSONReader.read(InputDocument(name: "text", bytes: bytes), into: &builder) else { return [] }
    var search = SecretSearch(builder.build())
    search.skipsSensitive = false
    var steps: [Step] = []
    search.look(at: root, name: .none, &steps)
    return search.findings.map(\.kind).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
