import ResourceGraph
import Values

/// A node for each of some resources, found without hashing: every rule asks for the lists of every resource.
struct NodeColumn: Sendable {
  private var byType: [[NodeID]] = []
  private static let none = NodeID(.max)

  subscript(_ place: ResourcePlace) -> NodeID? {
    get {
      let (type, ordinal) = (Int(place.type), Int(place.ordinal))
      guard type < byType.count, ordinal < byType[type].count, byType[type][ordinal] != Self.none else { return nil }
      return byType[type][ordinal]
    }
    set {
      let (type, ordinal) = (Int(place.type), Int(place.ordinal))
      while byType.count <= type { byType.append([]) }
      // Resources come in order, so that the column grows by one each time.
      while byType[type].count <= ordinal { byType[type].append(Self.none) }
      byType[type][ordinal] = newValue ?? Self.none
    }
  }
}
