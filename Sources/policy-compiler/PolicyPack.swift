import Documents
import Values

/// The packed texts and their index.
///
/// An index line has tab-separated fields: kind, name, path, offset and length of the text, offset and length of the
/// examples (0 0 without), types (comma-separated), aliases (comma-separated). Lines are sorted by kind, name and path.
struct PolicyPack {
  private var texts: [UInt8] = []
  private var entries: [(kind: String, name: String, path: String, line: String)] = []
  /// For files of lines: `kind/name`, offset and length, tab-separated; sorted when written, so that it can be searched.
  private var lineIndex: [String] = []

  mutating func add(_ path: String, _ document: InputDocument) throws {
    let kind = String(path.prefix { $0 != "/" })
    if path.hasSuffix(".jsonl") { return try addLines(kind, path, document) }
    if path.hasSuffix(".schema.json") { return addSchema(path, document) }
    guard path.hasSuffix(".yaml") else { return }
    var builder = ValueArenaBuilder()
    let roots = try YAMLReader.read(document, into: &builder)
    guard let root = roots.first, roots.count == 1 else {
      throw CompilerError("policies/\(path): error: expected one YAML document")
    }
    let arena = builder.build()
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = arena.string(root, "id") ?? arena.string(root, "name") ?? String(file.dropLast(".yaml".count))
    let body = append(arena.json(root, leavingOut: "examples"))
    let examples = arena.member(root, "examples").map { append(arena.json($0)) } ?? (0, 0)
    line(kind, name, path, body, examples, types: types(root, arena), aliases: list(root, "aliases", arena))
  }

  /// A file of JSON lines, each with a `type`: thousands of entries, of which a run needs a few.
  private mutating func addLines(_ kind: String, _ path: String, _ document: InputDocument) throws {
    for line in document.bytes.split(separator: 0x0A) {
      var builder = ValueArenaBuilder()
      let root = try JSONReader.read(InputDocument(name: document.name, bytes: Array(line)), into: &builder)
      let arena = builder.build()
      let mode = arena.string(root, "mode") == "data" ? "data." : ""
      let name = mode + (arena.string(root, "type") ?? "")
      let (offset, length) = append(Array(line))
      lineIndex.append("\(kind)/\(name)\t\(offset)\t\(length)")
    }
  }

  /// A JSON Schema, which editors get as it is.
  private mutating func addSchema(_ path: String, _ document: InputDocument) {
    let file = path.split(separator: "/").last ?? ""
    let (offset, length) = append(document.bytes)
    lineIndex.append("json-schema/\(file.dropLast(".schema.json".count))\t\(offset)\t\(length)")
  }

  private func types(_ root: NodeID, _ arena: ValueArena) -> [String] {
    // A file that is a list (defaults) is about the types of its entries.
    if arena[root].kind == .list { return arena.children(root).compactMap { arena.string($0, "type") }.uniqued() }
    return arena.member(root, "applies").map { list($0, "types", arena) } ?? list(root, "types", arena)
  }

  private func list(_ node: NodeID, _ name: String, _ arena: ValueArena) -> [String] {
    guard let member = arena.member(node, name) else { return [] }
    if arena[member].kind == .map { return arena.children(member).compactMap { arena.keyName($0) } }
    return arena.children(member).compactMap { arena.string($0) }
  }

  private mutating func append(_ text: [UInt8]) -> (offset: Int, length: Int) {
    let offset = texts.count
    texts += text
    texts.append(0x0A)
    return (offset, text.count)
  }

  private mutating func line(
    _ kind: String, _ name: String, _ path: String, _ body: (offset: Int, length: Int),
    _ examples: (offset: Int, length: Int), types: [String], aliases: [String]
  ) {
    let fields = [
      kind, name, path, "\(body.offset)", "\(body.length)", "\(examples.offset)", "\(examples.length)",
      types.joined(separator: ","), aliases.joined(separator: ","),
    ]
    entries.append((kind, name, path, fields.joined(separator: "\t") + "\n"))
  }

  /// The index in the order in which a run lists policies, so that none sorts it.
  private var index: String {
    entries.sorted { ($0.kind, $0.name, $0.path) < ($1.kind, $1.name, $1.path) }.map(\.line).joined()
  }

  /// Raw literals with a delimiter that no policy contains.
  var source: String {
    """
    // Generated from policies/ by policy-compiler; do not edit.
    enum EmbeddedPolicies {
      static let index: StaticString = ####\"\"\"
    \(index)
    \"\"\"####
      static let lineIndex: StaticString = ####\"\"\"
    \(lineIndex.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }.joined(separator: "\n"))
    \"\"\"####
      static let texts: StaticString = ####\"\"\"
    \(String(decoding: texts, as: UTF8.self))
    \"\"\"####
    }

    """
  }
}

extension [String] {
  /// Each text once, in order of first appearance.
  func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
