import Values

/// The policies that are built into the binary. Nothing of them is read before somebody asks for it.
public struct PolicyStore: Sendable {
  public static let embedded = PolicyStore()

  /// Kind, name and path (offset and length in the names each), body (``Body``), offset and length of the examples, first
  /// and number of the mentions of types, offset and length of the aliases. Sorted by kind, name and path.
  static let table = PackedTable(EmbeddedPolicies.entries, fields: 17)
  /// Offset and length of a type in the names, sorted by bytes; categories begin with `@`.
  static let types = PackedTable(EmbeddedPolicies.types, fields: 2)
  /// Numbers of types.
  static let mentions = PackedTable(EmbeddedPolicies.mentions, fields: 1)
  /// Offset and length of `kind/name` in the names, body. Sorted by the bytes of the name.
  static let lines = PackedTable(EmbeddedPolicies.lines, fields: 7)

  /// All entries, by kind, name and path.
  public var entries: [Entry] { (0..<Self.table.count).map { Entry(row: $0) } }

  /// The entries of a kind, by name and path.
  public func entries(ofKind kind: String) -> [Entry] {
    var kind = kind
    return kind.withUTF8 { kind in
      let first = Self.table.firstRow { Self.table.name(of: $0).precedes(kind) }
      let end = Self.table.firstRow { !kind.precedes(Self.table.name(of: $0)) }
      return (first..<end).map { Entry(row: $0) }
    }
  }

  /// The first entry of a kind and name, nil if there is none.
  public func entry(kind: String, name: String) -> Entry? {
    var (kind, name) = (kind, name)
    return kind.withUTF8 { kind in
      name.withUTF8 { name in
        let row = Self.table.firstRow {
          let other = Self.table.name(of: $0)
          return other.precedes(kind) || (!kind.precedes(other) && Self.table.bytes(2, of: $0).precedes(name))
        }
        guard row < Self.table.count, Self.table.name(of: row).elementsEqual(kind),
          Self.table.bytes(2, of: row).elementsEqual(name)
        else { return nil }
        return Entry(row: row)
      }
    }
  }

  /// An entry of a file of lines, nil if there is none: `schema` and a resource type (`data.` before data sources), or
  /// `json-schema` and its name (which has no arena).
  public func line(kind: String, name: String) -> Body? {
    var wanted = "\(kind)/\(name)"
    return wanted.withUTF8 { wanted in
      Self.lines.row(named: wanted).map { Body(Self.lines, row: $0, field: 2) }
    }
  }
}
