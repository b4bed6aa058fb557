import Parallel
import Values

/// Defaults in the places that nobody set.
extension ResourceGraphBuilder {
  /// Fewer resources than this are one thread's work.
  private static let worthwhile = 2_000
  /// How many resources one thread looks at at a time. Not by the number of cores, on which no byte shall depend.
  private static let portion = 2_048

  /// Puts the defaults in, each with a number among all.
  mutating func addDefaults(
    _ defaults: DefaultSets
  ) -> (numbered: [ProviderDefault], assumed: [AssumedDefaults.Entry]) {
    var mergers: [DefaultMerger] = []
    var places: [DefaultSets.Key: Int] = [:]
    var numbered: [ProviderDefault] = []
    for (key, entries) in defaults.sorted {
      places[key] = mergers.count
      mergers.append(DefaultMerger(entries, firstNumber: numbered.count, &values))
      numbered += entries
    }
    guard !mergers.isEmpty else { return (numbered, []) }
    let merging = Merging(defaults: defaults, mergers: mergers, places: places, kinds: documents.map(\.kind))
    // Attributes that are written anew keep their lines and columns, which fragments do not have.
    values.recordsPositions = !values.arena.positions.isEmpty
    let isShared = resources.count >= Self.worthwhile && !values.recordsPositions
    return (numbered, isShared ? mergeSideBySide(merging) : merge(merging))
  }

  /// The defaults of all types.
  private struct Merging: Sendable {
    let defaults: DefaultSets
    let mergers: [DefaultMerger]
    let places: [DefaultSets.Key: Int]
    /// By document.
    let kinds: [DocumentSummary.Kind]

    /// - Returns: the new attributes of a resource, nil if no default applies.
    func apply<Values: ValueBuilding>(
      to resource: Resource, in values: inout Values, noting assumed: inout AssumedNodes
    ) -> NodeID? {
      guard resource.mode == .managed,
        let place = places[defaults.key(of: resource.type, in: kinds[resource.origin.document])]
      else { return nil }
      return mergers[place].apply(to: resource.values, in: &values, noting: &assumed)
    }
  }

  private mutating func merge(_ merging: Merging) -> [AssumedDefaults.Entry] {
    var assumed = AssumedNodes()
    for index in resources.indices {
      if let merged = merging.apply(to: resources[index], in: &values, noting: &assumed) {
        resources[index].values = merged
      }
    }
    return assumed.entries
  }

  /// What one thread merged.
  private struct Merged: Sendable {
    let values: ValueFragment.Finished
    /// With ids of the fragment.
    let roots: [(index: Int, root: NodeID)]
    let assumed: AssumedNodes
  }

  private mutating func mergeSideBySide(_ merging: Merging) -> [AssumedDefaults.Entry] {
    var left = Self.merged(resources, values.arena, merging)
    let shifts = values.shifts(of: left.map { $0.values })
    left.reverse()
    var assumed = AssumedNodes()
    for shift in shifts {
      // Each portion is let go once it is joined.
      guard let portion = left.popLast() else { break }
      for (index, root) in portion.roots { resources[index].values = NodeID(root.index + shift) }
      assumed.join(portion.assumed, movedBy: shift)
      values.join(portion.values)
    }
    return assumed.entries
  }

  private static func merged(_ resources: [Resource], _ arena: ValueArena, _ merging: Merging) -> [Merged] {
    let starts = Array(stride(from: 0, to: resources.count, by: portion))
    // What has defaults put in has no more values than all there is.
    let capacity = arena.nodes.count / resources.count * portion
    return parallelMap(starts, isWorthwhile: true) { start in
      var fragment = ValueFragment(of: arena, capacity: capacity)
      var assumed = AssumedNodes()
      var roots: [(index: Int, root: NodeID)] = []
      for index in start..<min(start + portion, resources.count) {
        if let root = merging.apply(to: resources[index], in: &fragment, noting: &assumed) {
          roots.append((index, root))
        }
      }
      return Merged(values: fragment.finish(), roots: roots, assumed: assumed)
    }
  }
}
