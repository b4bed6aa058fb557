import Values

/// The defaults of one resource type by member name, made once for all resources of the type.
struct DefaultTree {
  private(set) var members: [Member] = []

  struct Member {
    let key: KeyID
    /// The default of the attribute itself, as an index into the list that the tree was made of.
    var leaf: Int?
    /// The defaults inside the block, or inside each block of a list.
    var below = DefaultTree()
  }

  init() {}

  /// - Parameter defaults: with distinct paths; of two with one path the first counts.
  init(_ defaults: [ProviderDefault], _ values: inout ValueArenaBuilder) {
    for (index, entry) in defaults.enumerated() {
      insert(entry.path.map { values.key($0) }[...], index)
    }
  }

  private mutating func insert(_ path: ArraySlice<KeyID>, _ leaf: Int) {
    guard let key = path.first else { return }
    let position = members.firstIndex { $0.key == key } ?? members.count
    if position == members.count { members.append(Member(key: key)) }
    if path.count > 1 {
      members[position].below.insert(path.dropFirst(), leaf)
    } else if members[position].leaf == nil {
      members[position].leaf = leaf
    }
  }

  /// The place of a member; a member itself would be copied with all that is below it.
  func place(of key: KeyID) -> Int? { members.firstIndex { $0.key == key } }
}
