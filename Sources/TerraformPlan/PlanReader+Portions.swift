import Diagnostics
import Documents
import Parallel
import ResourceGraph
import Values

// MARK: - Many changes on several threads

extension PlanReader {
  /// Fewer changes than this are one thread's work.
  private static let worthwhile = 1_000
  /// How many threads can find work at once. Not the number of cores, on which no byte shall depend.
  private static let portions = 16

  /// Changes that one thread reads.
  private struct Portion: Sendable {
    let values: ValueFragment.Finished
    /// With ids of the fragment.
    let resources: [(index: Int, planned: Resource)]
    /// Why the next change cannot be read.
    let problem: Diagnostic?
  }

  /// What the changes come to, beside their values.
  private struct Listing: Sendable {
    var resources: [Resource] = []
    var addresses: Set<String> = []
    /// Why the next change is refused.
    var problem: Diagnostic?
  }

  /// Adds all changes, in their order whoever read them.
  func add(
    _ changes: NodeRange, _ addresses: inout Set<String>, into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    let portions = read(changes, builder.values.arena)
    let shifts = builder.values.shifts(of: portions.lazy.map(\.values))
    let found = portions.map { ($0.resources, $0.problem) }
    let listing = Late(isWorthwhile: changes.count >= Self.worthwhile) { [self] in list(found, shifts, changes.count) }
    // Each portion is let go once it is joined.
    var left = Array(portions.map(\.values).reversed())
    _ = consume portions
    while let values = left.popLast() { builder.values.join(values) }
    let listed = listing.value
    builder.add(listed.resources)
    addresses = listed.addresses
    if let problem = listed.problem { throw problem }
  }

  /// - Parameter shifts: by how much the values of each portion were moved.
  private func list(
    _ portions: [(resources: [(index: Int, planned: Resource)], problem: Diagnostic?)], _ shifts: [UInt32], _ count: Int
  ) -> Listing {
    var listing = Listing()
    listing.addresses.reserveCapacity(count)
    listing.resources.reserveCapacity(count)
    for (portion, shift) in zip(portions, shifts) {
      for (index, planned) in portion.resources {
        let address = planned.address
        listing.resources.append(planned.moved(by: shift))
        // Strings that look alike are equal in Swift; Terraform's addresses are equal to the byte.
        let isKnown = !listing.addresses.insert(address).inserted
        guard !isKnown || listing.resources.count(where: { $0.address.utf8.elementsEqual(address.utf8) }) == 1 else {
          listing.problem = malformed(
            "/resource_changes/\(index)/address", "an address that no other change has")
          return listing
        }
      }
      listing.problem = portion.problem
      if listing.problem != nil { return listing }
    }
    return listing
  }

  private func read(_ changes: NodeRange, _ arena: ValueArena) -> [Portion] {
    let size = max(Self.worthwhile, (changes.count + Self.portions - 1) / Self.portions)
    let starts = Array(stride(from: 0, to: changes.count, by: size))
    // A resource has no more values than its change and its part of the configuration.
    let capacity = starts.count > 1 ? arena.nodes.count / changes.count * size : 0
    return parallelMap(starts, isWorthwhile: starts.count > 1) { start in
      var reading = ChangeReading(configuration, WrittenBlocks(blocks, source))
      var fragment = ValueFragment(of: arena, capacity: capacity)
      var resources: [(index: Int, planned: Resource)] = []
      do throws(Diagnostic) {
        for index in start..<min(start + size, changes.count) {
          if let planned = try read(changes[index], index, &reading, into: &fragment) {
            resources.append((index, planned))
          }
        }
      } catch {
        return Portion(values: fragment.finish(), resources: resources, problem: error)
      }
      return Portion(values: fragment.finish(), resources: resources, problem: nil)
    }
  }
}
