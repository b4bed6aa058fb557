import Documents
import Values

/// The packed policies: their texts, the same as arenas that need no parsing, and tables of what is where.
///
/// Tables have rows of the same number of fields, each a ``PackedNumber``. What the fields are is said where they are
/// read (`PolicyStore`).
struct PolicyPack {
  /// The texts as JSON, each with the strings that it writes with escapes behind it.
  private var texts: [UInt8] = []
  /// The arenas (``PackedArena``).
  private var arenas: [UInt8] = []
  private var names = NamePool()
  private var entries: [Entry] = []
  private var lines: [Line] = []

  private struct Entry {
    let kind: String
    let name: String
    let path: String
    let body: Body
    let examples: Range<Int>
    let types: [String]
    let aliases: [String]
  }

  /// An entry of a file of lines: `kind/name`.
  private struct Line {
    let name: String
    let body: Body
  }

  /// A text, what stands behind it, and its arena.
  private struct Body {
    let text: Range<Int>
    let extended: Range<Int>
    let arena: Range<Int>

    var fields: [Int] { [text.lowerBound, text.count, extended.count, arena.lowerBound, arena.count] }
  }

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
    let body = try append(document.name, arena.json(root, leavingOut: "examples"))
    let examples = arena.member(root, "examples").map { append(arena.json($0)) } ?? 0..<0
    entries.append(
      Entry(
        kind: kind, name: name, path: path, body: body, examples: examples, types: types(root, arena),
        aliases: list(root, "aliases", arena)))
  }

  /// A file of JSON lines, each with a `type`: thousands of entries, of which a run needs a few.
  private mutating func addLines(_ kind: String, _ path: String, _ document: InputDocument) throws {
    for line in document.bytes.split(separator: 0x0A) {
      let (arena, root) = try Self.read(document.name, Array(line))
      let mode = arena.string(root, "mode") == "data" ? "data." : ""
      let name = mode + (arena.string(root, "type") ?? "")
      lines.append(Line(name: "\(kind)/\(name)", body: try append(document.name, Array(line))))
    }
  }

  /// A JSON Schema, which editors get as it is.
  private mutating func addSchema(_ path: String, _ document: InputDocument) {
    let file = path.split(separator: "/").last ?? ""
    let text = append(document.bytes)
    lines.append(
      Line(
        name: "json-schema/\(file.dropLast(".schema.json".count))",
        body: Body(text: text, extended: text, arena: 0..<0)))
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

  private static func read(_ name: String, _ text: [UInt8]) throws -> (arena: ValueArena, root: NodeID) {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: name, bytes: text), into: &builder)
    return (builder.build(), root)
  }

  private mutating func append(_ name: String, _ text: [UInt8]) throws -> Body {
    var extended = text
    let arena = PackedArena.pack(try Self.read(name, text).arena, text: &extended)
    let place = append(extended)
    arenas += arena
    return Body(
      text: place.lowerBound..<place.lowerBound + text.count, extended: place,
      arena: arenas.count - arena.count..<arenas.count)
  }

  private mutating func append(_ text: [UInt8]) -> Range<Int> {
    let offset = texts.count
    texts += text
    texts.append(0x0A)
    return offset..<offset + text.count
  }

  /// Raw literals with a delimiter that no policy contains.
  var source: String {
    var names = names
    var tables = Tables()
    let entries = entries.sorted { ($0.kind, $0.name, $0.path) < ($1.kind, $1.name, $1.path) }
    let types = Set(entries.flatMap(\.types)).sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    let numbers = Dictionary(uniqueKeysWithValues: types.enumerated().map { ($1, $0) })
    for type in types { tables.types.append(names.place(of: type)) }
    for entry in entries {
      let mentioned = entry.types.compactMap { numbers[$0] }
      var row: [Int] = []
      for name in [entry.kind, entry.name, entry.path] { row += names.place(of: name) }
      row += entry.body.fields
      row += [entry.examples.lowerBound, entry.examples.count, tables.mentions.count, mentioned.count]
      row += names.place(of: entry.aliases.joined(separator: ","))
      tables.entries.append(row)
      for number in mentioned { tables.mentions.append([number]) }
    }
    for line in lines.sorted(by: { Array($0.name.utf8).lexicographicallyPrecedes(Array($1.name.utf8)) }) {
      tables.lines.append(names.place(of: line.name) + line.body.fields)
    }
    return """
      // Generated from policies/ by policy-compiler; do not edit.
      enum EmbeddedPolicies {
      \(literal("entries", tables.entries.text))
      \(literal("lines", tables.lines.text))
      \(literal("types", tables.types.text))
      \(literal("mentions", tables.mentions.text))
      \(literal("names", names.text))
      \(literal("arenas", arenas))
      \(literal("texts", texts))
      }

      """
  }

  private func literal(_ name: String, _ text: [UInt8]) -> String {
    "static let \(name): StaticString = ####\"\"\"\n\(String(decoding: text, as: UTF8.self))\n\"\"\"####"
  }

  private struct Tables {
    var entries = Table()
    var lines = Table()
    var types = Table()
    var mentions = Table()
  }

  private struct Table {
    private(set) var text: [UInt8] = []
    private(set) var count = 0

    mutating func append(_ row: [Int]) {
      for field in row { PackedNumber.append(field, to: &text) }
      count += 1
    }
  }
}

/// Short texts, each once.
private struct NamePool {
  private(set) var text: [UInt8] = []
  private var places: [String: Int] = [:]

  /// Offset and length of a text.
  mutating func place(of name: String) -> [Int] {
    let bytes = Array(name.utf8)
    if let known = places[name] { return [known, bytes.count] }
    places[name] = text.count
    text += bytes
    return [text.count - bytes.count, bytes.count]
  }
}

extension [String] {
  /// Each text once, in order of first appearance.
  func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
