import Documents
import Values

/// Members of an object as slices: they are all of the object's text, or there are none.
public enum SlicesTarget: FuzzTarget {
  public static let name = "slices"

  public static func run(_ bytes: [UInt8]) {
    var builder = ValueArenaBuilder()
    let root = try? JSONReader.read(InputDocument(name: "line", bytes: bytes), into: &builder)
    let arena = builder.build()
    guard let members = JSONSlices.members(of: bytes) else {
      require(root.map { arena[$0].kind != .map } ?? true, "an object was not taken apart")
      return
    }
    if let root {
      let children = arena.children(root)
      require(children.count == members.count, "members are missing")
      for (child, member) in zip(children, members) {
        guard let (own, value) = read(bytes[member.value]), let (names, name) = read(bytes[member.name]) else {
          require(false, "a slice of an object is no JSON")
          return
        }
        require(areSame(arena, child, own, value), "a slice has another value")
        require(arena.keyName(child) == names.string(name), "a slice has another name")
      }
      return
    }
    var names: Set<String> = []
    let areRead = members.allSatisfy { member in
      guard let (_, _) = read(bytes[member.value]), let (arena, name) = read(bytes[member.name]) else { return false }
      return arena.string(name).map { names.insert($0).inserted } ?? false
    }
    // Nesting that is at its limit inside a slice is beyond it in the whole.
    require(
      !areRead || bytes.count { $0 == 0x5B || $0 == 0x7B } > JSONReader.depthLimit,
      "the whole is refused, its parts are read")
  }

  private static func read(_ slice: ArraySlice<UInt8>) -> (arena: ValueArena, root: NodeID)? {
    var builder = ValueArenaBuilder()
    let root = try? JSONReader.read(InputDocument(name: "part", bytes: Array(slice)), into: &builder)
    return root.map { (builder.build(), $0) }
  }
}
