/// The resources that bear one name.
struct NamedResources: Sendable {
  /// Sorted.
  let all: [ResourceID]
  private let byModule: [String: [ResourceID]]

  init(_ resources: [ResourceID], in graph: ResourceGraph) {
    all = resources.sorted()
    byModule = all.count > 1 ? Dictionary(grouping: all) { graph[$0].module } : [:]
  }

  func resources(inModule module: String) -> [ResourceID] { byModule[module] ?? [] }

  func contains(_ id: ResourceID) -> Bool {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < all.count && all[low] == id
  }

  /// How many there are beside the resource that mentions the name.
  func count(without id: ResourceID) -> Int { all.count - (contains(id) ? 1 : 0) }

  func first(without id: ResourceID) -> ResourceID? { all.first { $0 != id } }
}
