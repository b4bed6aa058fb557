import Values

extension PolicyStore {
  /// One file of `policies/`.
  public struct Entry: Sendable {
    private let row: Int

    init(row: Int) { self.row = row }

    /// The folder: `rules`, `views`, `defaults`, `categories`, `catalog`, `profiles`, `mappings`.
    public var kind: String { text(in: 0) }
    /// The id, or the file's name without `.yaml`.
    public var name: String { text(in: 2) }
    /// The path below `policies/`.
    public var path: String { text(in: 4) }
    /// The types that the file is about, as written (categories begin with `@`).
    public var types: [String] { mentioned.map { PolicyStore.types.text(0, of: $0) } }
    public var aliases: [String] { text(in: 15).split(separator: ",").map(String.init) }
    public var body: Body { Body(PolicyStore.table, row: row, field: 6) }
    /// The examples of a rule as JSON, nil if it has none.
    public var examples: [UInt8]? {
      let range = PolicyStore.table.range(11, of: row)
      return range.isEmpty ? nil : Array(EmbeddedPolicies.texts.bytes(range))
    }

    /// Whether the file is about one of the types, as written.
    public func isAbout(_ types: TypeSelection) -> Bool { mentioned.contains { types.contains($0) } }

    /// Whether the file is about some types.
    public var isAboutTypes: Bool { !PolicyStore.table.range(13, of: row).isEmpty }

    private var mentioned: some RandomAccessCollection<Int> {
      PolicyStore.table.range(13, of: row).lazy.map { PolicyStore.mentions.field(0, of: $0) }
    }

    private func text(in field: Int) -> String { PolicyStore.table.text(field, of: row) }
  }

  /// A text and the arena that was made of it.
  public struct Body: Sendable {
    private let textRange: Range<Int>
    /// The text with the strings that stand in it with escapes.
    private let extended: Range<Int>
    private let packed: Range<Int>

    init(_ table: PackedTable, row: Int, field: Int) {
      textRange = table.range(field, of: row)
      extended = textRange.lowerBound..<textRange.lowerBound + table.field(field + 2, of: row)
      packed = table.range(field + 3, of: row)
    }

    /// JSON; examples of rules are left out.
    public var text: [UInt8] { Array(EmbeddedPolicies.texts.bytes(textRange)) }

    /// The same as an arena, whose last node is the root.
    public var arena: ValueArena {
      ValueArena(unpacking: EmbeddedPolicies.arenas.bytes(packed), text: Array(EmbeddedPolicies.texts.bytes(extended)))
    }
  }

  /// Some of the types that files name.
  public struct TypeSelection: Sendable {
    private var isChosen = [Bool](repeating: false, count: PolicyStore.types.count)

    public init(_ types: Set<String>) {
      for type in types { insert(type) }
    }

    /// Adds a type, or a category with `@` before it. What no file names is left out.
    public mutating func insert(_ type: String) {
      var type = type
      if let row = type.withUTF8({ PolicyStore.types.row(named: $0) }) { isChosen[row] = true }
    }

    func contains(_ number: Int) -> Bool { isChosen[number] }
  }
}
