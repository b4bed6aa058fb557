import Values

/// The member names of expressions, looked up once.
struct ExpressionKeys: Sendable {
  let expressions, references, constantValue: KeyID

  /// - Parameter arena: the one that the plan was read into; a name that it does not have occurs nowhere.
  init(_ arena: borrowing ValueArena) {
    expressions = arena.strings.key("expressions") ?? .none
    references = arena.strings.key("references") ?? .none
    constantValue = arena.strings.key("constant_value") ?? .none
  }
}

/// Looks into the `expressions` of a resource's configuration.
struct Expressions: Sendable {
  /// Whether the configuration has the resource; one without arguments has no `expressions`.
  let isAvailable: Bool
  private let root: NodeID?
  private let keys: ExpressionKeys

  /// - Parameter resource: the resource's (or module call's) object in the configuration, nil if there is none.
  init(_ resource: NodeID?, _ arena: ValueArena) { self.init(resource, arena, ExpressionKeys(arena)) }

  init(_ resource: NodeID?, _ arena: borrowing ValueArena, _ keys: ExpressionKeys) {
    self.keys = keys
    isAvailable = resource != nil
    root = if let resource { arena.member(resource, keys.expressions) } else { nil }
  }

  enum Finding: Equatable {
    /// The argument is not written.
    case absent
    /// The enclosing block is not listed: it comes from a `dynamic` block, which plan JSON leaves out.
    case hidden
    /// The maximal references of the expressions at the path, in order, each once.
    case references([String])
  }

  /// The same with the places of the texts.
  enum Places {
    case absent
    case hidden
    case references([NodeID])
  }

  /// What is written at an attribute path; blocks that occur more than once are taken together.
  func find(_ path: [String], _ arena: ValueArena) -> Finding {
    switch places(path, arena) {
    case .absent: .absent
    case .hidden: .hidden
    case .references(let nodes): .references(Self.texts(nodes, arena))
    }
  }

  func places(_ path: [String], _ arena: ValueArena) -> Places {
    guard isAvailable, let first = path.first else { return .hidden }
    guard let root else { return .absent }
    guard let member = arena.member(root, first) else { return path.count == 1 ? .absent : .hidden }
    var references: [NodeID] = []
    var found = false
    collect(member, path.dropFirst(), arena, into: &references, &found)
    return found ? .references(Self.maximal(references, arena)) : .absent
  }

  /// The one reference of an expression, be it listed with the names that it starts with; nil where there are several,
  /// or none, or the argument is written in blocks.
  func onlyReference(_ path: [String], _ arena: ValueArena) -> NodeID? {
    guard let root, let first = path.first, let member = arena.member(root, first),
      let list = arena.member(member, keys.references)
    else { return nil }
    var only: NodeID?
    for reference in arena.children(list) where arena[reference].kind == .string {
      guard let longest = only else {
        only = reference
        continue
      }
      guard Self.isEqual(longest, reference, arena) || Self.isStep(arena.utf8(reference), toward: longest, arena) else {
        return nil
      }
    }
    return only
  }

  /// Whether an argument is written, and not as null.
  func isWritten(_ attribute: String, _ arena: ValueArena) -> Bool {
    guard let root, let member = arena.member(root, attribute) else { return false }
    return Self.isWritten(member, arena)
  }

  private static func isWritten(_ node: NodeID, _ arena: ValueArena) -> Bool {
    arena[node].kind == .list
      ? arena.children(node).contains { isWritten($0, arena) } : arena[node].childCount > 0
  }

  /// Whether the configuration lists the argument, be it as null.
  func mentions(_ attribute: String, _ arena: ValueArena) -> Bool {
    root.flatMap { arena.member($0, attribute) } != nil
  }

  /// All references of one expression object.
  static func references(of expression: NodeID, _ arena: ValueArena) -> [String] {
    texts(places(of: expression, arena, ExpressionKeys(arena)), arena)
  }

  /// The same with the places of the texts.
  static func places(of expression: NodeID, _ arena: ValueArena, _ keys: ExpressionKeys) -> [NodeID] {
    var all: [NodeID] = []
    gather(expression, arena, keys, into: &all)
    return maximal(all, arena)
  }

  private static func texts(_ nodes: [NodeID], _ arena: ValueArena) -> [String] {
    nodes.map { arena.string($0) ?? "" }
  }

  /// All references below an expression or a set of them, as listed.
  static func allReferences(of node: NodeID, _ arena: ValueArena) -> Set<String> {
    var all: [NodeID] = []
    gather(node, arena, ExpressionKeys(arena), into: &all)
    return Set(texts(all, arena))
  }

  private func collect(
    _ node: NodeID, _ path: ArraySlice<String>, _ arena: ValueArena, into references: inout [NodeID],
    _ found: inout Bool
  ) {
    if arena[node].kind == .list {
      for block in arena.children(node) { collect(block, path, arena, into: &references, &found) }
      return
    }
    if arena.member(node, keys.references) != nil || arena.member(node, keys.constantValue) != nil {
      found = true
      Self.gather(node, arena, keys, into: &references)
      return
    }
    // An argument that is written as null has an empty object.
    guard arena[node].childCount > 0 else { return }
    guard let name = path.first else {
      found = true
      Self.gather(node, arena, keys, into: &references)
      return
    }
    if let member = arena.member(node, name) { collect(member, path.dropFirst(), arena, into: &references, &found) }
  }

  private static func gather(
    _ node: NodeID, _ arena: ValueArena, _ keys: ExpressionKeys, into references: inout [NodeID]
  ) {
    if let list = arena.member(node, keys.references) {
      for reference in arena.children(list) where arena[reference].kind == .string { references.append(reference) }
      return
    }
    for child in arena.children(node) where arena[child].key != keys.constantValue {
      gather(child, arena, keys, into: &references)
    }
  }

  /// Terraform lists `a.b.c`, then its prefixes `a.b` and `a`; only the longest say something.
  private static func maximal(_ references: [NodeID], _ arena: ValueArena) -> [NodeID] {
    guard references.count > 1 else { return references }
    var result: [NodeID] = []
    for reference in references {
      let text = arena.utf8(reference)
      if result.contains(where: { isEqual($0, reference, arena) }) { continue }
      if !references.contains(where: { isStep(text, toward: $0, arena) }) { result.append(reference) }
    }
    return result
  }

  private static func isEqual(_ one: NodeID, _ other: NodeID, _ arena: ValueArena) -> Bool {
    let (left, right) = (arena[one], arena[other])
    if left.low == right.low && left.high == right.high { return true }
    return left.high == right.high && arena.utf8(one) == arena.utf8(other)
  }

  /// Whether a reference goes on from a text.
  private static func isStep(_ text: ArraySlice<UInt8>, toward reference: NodeID, _ arena: ValueArena) -> Bool {
    guard Int(arena[reference].high) > text.count else { return false }
    let longer = arena.utf8(reference)
    let end = longer[longer.startIndex + text.count]
    return (end == UInt8(ascii: ".") || end == UInt8(ascii: "[")) && longer.starts(with: text)
  }
}
