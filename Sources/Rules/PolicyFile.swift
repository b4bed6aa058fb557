import Diagnostics
import Documents
import Policies
import Values

/// A file of policies, from the binary or from a folder; its text is parsed when somebody asks for it.
public struct PolicyFile: Sendable {
  public let kind: String
  public let name: String
  /// What messages call the file.
  public let path: String
  public let types: [String]
  public let aliases: [String]
  private let source: Source

  private enum Source: Sendable {
    case embedded(PolicyStore, PolicyStore.Entry)
    case text([UInt8])
    case parsed(ValueArena, NodeID)
  }

  init(_ store: PolicyStore, _ entry: PolicyStore.Entry) {
    kind = entry.kind
    name = entry.name
    path = "policies/\(entry.path)"
    types = entry.types
    aliases = entry.aliases
    source = .embedded(store, entry)
  }

  /// A line of a file of lines.
  init(kind: String, name: String, text: [UInt8]) {
    self.kind = kind
    self.name = name
    path = "policies/\(kind) (\(name))"
    types = []
    aliases = []
    source = .text(text)
  }

  /// A file read from a folder; the root is in `arena` with positions.
  public init(kind: String, name: String, path: String, arena: ValueArena, root: NodeID) {
    self.kind = kind
    self.name = name
    self.path = path
    types = arena.member(root, "applies").map { Self.texts($0, "types", arena) } ?? Self.texts(root, "types", arena)
    aliases = Self.texts(root, "aliases", arena)
    source = .parsed(arena, root)
  }

  private static func texts(_ node: NodeID, _ name: String, _ arena: ValueArena) -> [String] {
    if arena[node].kind == .list { return arena.children(node).compactMap { arena.string($0, "type") } }
    guard let member = arena.member(node, name) else { return [] }
    if arena[member].kind == .map { return arena.children(member).compactMap { arena.keyName($0) } }
    return arena.children(member).compactMap { arena.string($0) }
  }

  /// The parsed text; examples of rules are in it only for files from a folder.
  public func load() throws(Diagnostic) -> (arena: ValueArena, root: NodeID) {
    switch source {
    case .parsed(let arena, let root): return (arena, root)
    case .embedded(let store, let entry): return try Self.parse(store.text(of: entry), path)
    case .text(let text): return try Self.parse(text, path)
    }
  }

  /// The parsed examples of a rule, nil if it has none.
  public func loadExamples() throws(Diagnostic) -> (arena: ValueArena, root: NodeID)? {
    switch source {
    case .parsed(let arena, let root): return arena.member(root, "examples").map { (arena, $0) }
    case .embedded(let store, let entry):
      guard let text = store.examples(of: entry) else { return nil }
      return try Self.parse(text, path)
    case .text: return nil
    }
  }

  /// The text that evidence cites and digests: canonical JSON of the file without its examples.
  public func canonicalText() throws(Diagnostic) -> [UInt8] {
    switch source {
    case .embedded(let store, let entry): return store.text(of: entry)
    case .text(let text): return text
    case .parsed(let arena, let root): return arena.json(root, leavingOut: "examples")
    }
  }

  private static func parse(_ text: [UInt8], _ path: String) throws(Diagnostic) -> (arena: ValueArena, root: NodeID) {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: path, bytes: text), into: &builder)
    return (builder.build(), root)
  }
}
