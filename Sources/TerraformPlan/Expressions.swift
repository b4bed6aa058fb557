import Values

/// Looks into the `expressions` of a resource's configuration.
struct Expressions: Sendable {
  /// Whether the configuration has the resource; one without arguments has no `expressions`.
  let isAvailable: Bool
  private let root: NodeID?

  /// - Parameter resource: the resource's (or module call's) object in the configuration, nil if there is none.
  init(_ resource: NodeID?, _ arena: ValueArena) {
    isAvailable = resource != nil
    root = resource.flatMap { arena.member($0, "expressions") }
  }

  enum Finding: Equatable {
    /// The argument is not written.
    case absent
    /// The enclosing block is not listed: it comes from a `dynamic` block, which plan JSON leaves out.
    case hidden
    /// The maximal references of the expressions at the path, in order, each once.
    case references([String])
  }

  /// What is written at an attribute path; blocks that occur more than once are taken together.
  func find(_ path: [String], _ arena: ValueArena) -> Finding {
    guard isAvailable, let first = path.first else { return .hidden }
    guard let root else { return .absent }
    guard let member = arena.member(root, first) else { return path.count == 1 ? .absent : .hidden }
    var references: [String] = []
    var found = false
    collect(member, path.dropFirst(), arena, into: &references, &found)
    return found ? .references(Self.maximal(references)) : .absent
  }

  /// Whether the configuration lists the argument, be it as null.
  func mentions(_ attribute: String, _ arena: ValueArena) -> Bool {
    root.flatMap { arena.member($0, attribute) } != nil
  }

  /// All references of one expression object.
  static func references(of expression: NodeID, _ arena: ValueArena) -> [String] {
    var all: [String] = []
    gather(expression, arena, into: &all)
    return maximal(all)
  }

  /// All references below an expression or a set of them, as listed.
  static func allReferences(of node: NodeID, _ arena: ValueArena) -> Set<String> {
    var all: [String] = []
    gather(node, arena, into: &all)
    return Set(all)
  }

  private func collect(
    _ node: NodeID, _ path: ArraySlice<String>, _ arena: ValueArena, into references: inout [String],
    _ found: inout Bool
  ) {
    if arena[node].kind == .list {
      for block in arena.children(node) { collect(block, path, arena, into: &references, &found) }
      return
    }
    if arena.member(node, "references") != nil || arena.member(node, "constant_value") != nil {
      found = true
      Self.gather(node, arena, into: &references)
      return
    }
    // An argument that is written as null has an empty object.
    guard arena[node].childCount > 0 else { return }
    guard let name = path.first else {
      found = true
      Self.gather(node, arena, into: &references)
      return
    }
    if let member = arena.member(node, name) { collect(member, path.dropFirst(), arena, into: &references, &found) }
  }

  private static func gather(_ node: NodeID, _ arena: ValueArena, into references: inout [String]) {
    if let list = arena.member(node, "references") {
      references += arena.children(list).compactMap { arena.string($0) }
      return
    }
    for child in arena.children(node) where arena.keyName(child) != "constant_value" {
      gather(child, arena, into: &references)
    }
  }

  /// Terraform lists `a.b.c`, then its prefixes `a.b` and `a`; only the longest say something.
  private static func maximal(_ references: [String]) -> [String] {
    var result: [String] = []
    for reference in references where !result.contains(reference) {
      let isPrefix = references.contains { other in
        other.utf8.count > reference.utf8.count && other.hasPrefix(reference)
          && (other.utf8.dropFirst(reference.utf8.count).first == UInt8(ascii: ".")
            || other.utf8.dropFirst(reference.utf8.count).first == UInt8(ascii: "["))
      }
      if !isPrefix { result.append(reference) }
    }
    return result
  }
}
