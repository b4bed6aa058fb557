import Values

/// Records of one shape whose members are texts: their names are looked up once for all of them.
///
/// For the hundreds of entries that each run reads; a ``RecordReader`` says what is wrong with one that is not plain.
final class TextRecords: Sendable {
  private let arena: ValueArena
  private let names: [KeyID?]

  /// - Parameter names: of the members, by which number they are asked for.
  init(_ arena: ValueArena, _ names: [String]) {
    self.arena = arena
    self.names = names.map { arena.strings.key($0) }
  }

  /// The text of a member; nil if the record has no such text.
  subscript(record: NodeID, member: Int) -> String? {
    guard let name = names[member], let node = arena.member(record, name) else { return nil }
    return arena.string(node)
  }

  /// Whether the known members of a record are texts, each there once.
  ///
  /// - Parameters:
  ///   - needed: so many of the first members must be there.
  ///   - others: whether members with other names may be there.
  func isPlain(_ record: NodeID, needed: Int, others: Bool) -> Bool {
    guard arena[record].kind == .map else { return false }
    var missing = needed
    for child in arena.children(record) {
      guard let member = names.firstIndex(of: arena[child].key) else {
        guard others else { return false }
        continue
      }
      guard arena[child].kind == .string else { return false }
      if member < needed { missing -= 1 }
    }
    return missing == 0
  }
}
