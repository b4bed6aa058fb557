import Values

/// The defaults of one resource type by member name, made once for all resources of the type.
///
/// All levels are one array, so that to walk them counts no owners.
struct DefaultTree {
  private(set) var members: [Member] = []
  /// The members of the resource itself.
  private(set) var root = Level(first: 0, count: 0)

  /// The members with defaults, or with defaults in them, of one block.
  struct Level {
    let first: Int
    let count: Int

    var isEmpty: Bool { count == 0 }
    var indices: Range<Int> { first..<first + count }
  }

  struct Member {
    let key: KeyID
    /// The default of the attribute itself, as an index into the list that the tree was made of.
    let leaf: Int?
    /// The defaults inside the block, or inside each block of a list.
    let below: Level
  }

  /// - Parameter defaults: with distinct paths; of two with one path the first counts.
  init(_ defaults: [ProviderDefault], _ values: inout ValueArenaBuilder) {
    var draft = Draft()
    for (index, entry) in defaults.enumerated() {
      draft.insert(entry.path.map { values.key($0) }[...], index)
    }
    root = add(draft)
  }

  /// Adds a level behind those that are in it.
  private mutating func add(_ draft: Draft) -> Level {
    let level = draft.members.map { Member(key: $0.key, leaf: $0.leaf, below: add($0.below)) }
    defer { members += level }
    return Level(first: members.count, count: level.count)
  }

  /// The place of a member of a level.
  func place(of key: KeyID, in level: Level) -> Int? {
    var index = level.first
    while index < level.first + level.count {
      if members[index].key == key { return index }
      index += 1
    }
    return nil
  }

  private struct Draft {
    var members: [(key: KeyID, leaf: Int?, below: Draft)] = []

    mutating func insert(_ path: ArraySlice<KeyID>, _ leaf: Int) {
      guard let key = path.first else { return }
      let position = members.firstIndex { $0.key == key } ?? members.count
      if position == members.count { members.append((key: key, leaf: nil, below: Draft())) }
      if path.count > 1 {
        members[position].below.insert(path.dropFirst(), leaf)
      } else if members[position].leaf == nil {
        members[position].leaf = leaf
      }
    }
  }
}
