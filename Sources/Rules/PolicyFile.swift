import Diagnostics
import Documents
import Policies
import Values

/// A file of policies, from the binary or from a folder. Nothing is read of one from the binary before it is asked for.
public struct PolicyFile: Sendable {
  private let source: Source

  private enum Source: Sendable {
    case embedded(PolicyStore.Entry)
    indirect case line(kind: String, name: String, PolicyStore.Body)
    indirect case parsed(Parsed)
  }

  private struct Parsed: Sendable {
    let kind: String
    let name: String
    let path: String
    let types: [String]
    let aliases: [String]
    let arena: ValueArena
    let root: NodeID
  }

  init(_ entry: PolicyStore.Entry) { source = .embedded(entry) }

  /// A line of a file of lines.
  init(kind: String, name: String, line: PolicyStore.Body) { source = .line(kind: kind, name: name, line) }

  /// A file read from a folder; the root is in `arena` with positions.
  public init(kind: String, name: String, path: String, arena: ValueArena, root: NodeID) {
    source = .parsed(
      Parsed(
        kind: kind, name: name, path: path,
        types: arena.member(root, "applies").map { Self.texts($0, "types", arena) }
          ?? Self.texts(root, "types", arena),
        aliases: Self.texts(root, "aliases", arena), arena: arena, root: root))
  }

  private static func texts(_ node: NodeID, _ name: String, _ arena: ValueArena) -> [String] {
    if arena[node].kind == .list { return arena.children(node).compactMap { arena.string($0, "type") } }
    guard let member = arena.member(node, name) else { return [] }
    if arena[member].kind == .map { return arena.children(member).compactMap { arena.keyName($0) } }
    return arena.children(member).compactMap { arena.string($0) }
  }

  public var kind: String {
    switch source {
    case .embedded(let entry): entry.kind
    case .line(let kind, _, _): kind
    case .parsed(let file): file.kind
    }
  }

  public var name: String {
    switch source {
    case .embedded(let entry): entry.name
    case .line(_, let name, _): name
    case .parsed(let file): file.name
    }
  }

  /// What messages call the file.
  public var path: String {
    switch source {
    case .embedded(let entry): "policies/\(entry.path)"
    case .line(let kind, let name, _): "policies/\(kind) (\(name))"
    case .parsed(let file): file.path
    }
  }

  /// The types that the file is about, as written (categories begin with `@`).
  public var types: [String] {
    switch source {
    case .embedded(let entry): entry.types
    case .line: []
    case .parsed(let file): file.types
    }
  }

  public var aliases: [String] {
    switch source {
    case .embedded(let entry): entry.aliases
    case .line: []
    case .parsed(let file): file.aliases
    }
  }

  /// The file's entry in the binary, nil for others.
  var entry: PolicyStore.Entry? { if case .embedded(let entry) = source { entry } else { nil } }

  /// The values of the file; examples of rules are in it only for files from a folder.
  public func load() throws(Diagnostic) -> (arena: ValueArena, root: NodeID) {
    switch source {
    case .embedded(let entry): return Self.unpacked(entry.body)
    case .line(_, _, let body): return Self.unpacked(body)
    case .parsed(let file): return (file.arena, file.root)
    }
  }

  private static func unpacked(_ body: PolicyStore.Body) -> (arena: ValueArena, root: NodeID) {
    let arena = body.arena
    return (arena, arena.lastNode)
  }

  /// The parsed examples of a rule, nil if it has none.
  public func loadExamples() throws(Diagnostic) -> (arena: ValueArena, root: NodeID)? {
    switch source {
    case .parsed(let file): return file.arena.member(file.root, "examples").map { (file.arena, $0) }
    case .embedded(let entry):
      guard let text = entry.examples else { return nil }
      var builder = ValueArenaBuilder()
      let root = try JSONReader.read(InputDocument(name: path, bytes: text), into: &builder)
      return (builder.build(), root)
    case .line: return nil
    }
  }

  /// The text that evidence cites and digests: canonical JSON of the file without its examples.
  public func canonicalText() throws(Diagnostic) -> [UInt8] {
    switch source {
    case .embedded(let entry): entry.body.text
    case .line(_, _, let body): body.text
    case .parsed(let file): file.arena.json(file.root, leavingOut: "examples")
    }
  }
}
