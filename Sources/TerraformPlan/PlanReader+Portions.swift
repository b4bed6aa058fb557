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

  /// What is found out about the changes while others go on.
  struct Added {
    let addresses: Late<Addresses>
    /// Where the configuration declares the resources; nil if others are to come that it declares, or some were there
    /// before.
    let instances: Late<InstanceIndex>?
  }

  /// The addresses of the changes.
  struct Addresses: Sendable {
    var ids: [String: ResourceID] = [:]
    /// The places of their resources among all.
    let places: Range<Int>
    /// Why the first of the changes that cannot be taken is refused.
    var problem: Diagnostic?
  }

  /// Adds all changes, in their order whoever read them.
  ///
  /// - Parameter areAll: whether the plan has no other resources that its configuration declares.
  func add(_ changes: NodeRange, areAll: Bool, into builder: inout ResourceGraphBuilder) throws(Diagnostic) -> Added {
    let isWorthwhile = changes.count >= Self.worthwhile
    let portions = read(changes, builder.values.arena)
    let shifts = builder.values.shifts(of: portions.map { $0.values })
    let found = portions.map { ($0.resources, $0.problem) }
    let listed = Late(isWorthwhile: isWorthwhile) {
      zip(found, shifts).flatMap { portion, shift in portion.0.map { $0.planned.moved(by: shift) } }
    }
    let first = builder.resources.count
    let places = first..<first + found.reduce(0) { $0 + $1.0.count }
    let instances: Late<InstanceIndex>? =
      areAll && isWorthwhile && builder.resources.isEmpty
      ? Late(isWorthwhile: true) { [self] in InstanceIndex(listed.value, document: number, configuration) } : nil
    let compared = Late(isWorthwhile: isWorthwhile) { [self] in addresses(found, places) }
    // Each portion is let go once it is joined.
    var left = Array(portions.map(\.values).reversed())
    _ = consume portions
    while let values = left.popLast() { builder.values.join(values) }
    // What comes of the changes that cannot be read is nothing to go on with.
    if found.contains(where: { $0.1 != nil }), let problem = compared.value.problem { throw problem }
    builder.add(listed.value)
    return Added(addresses: compared, instances: instances)
  }

  private func addresses(
    _ portions: [(resources: [(index: Int, planned: Resource)], problem: Diagnostic?)], _ places: Range<Int>
  ) -> Addresses {
    var addresses = Addresses(places: places)
    addresses.ids.reserveCapacity(places.count)
    var passed: [String] = []
    passed.reserveCapacity(places.count)
    for portion in portions {
      for (index, planned) in portion.resources {
        let address = planned.address
        passed.append(address)
        // Strings that look alike are equal in Swift; Terraform's addresses are equal to the byte.
        let known = addresses.ids.updateValue(ResourceID(places.lowerBound + passed.count - 1), forKey: address)
        guard known == nil || passed.count(where: { $0.utf8.elementsEqual(address.utf8) }) == 1 else {
          addresses.problem = malformed(
            "/resource_changes/\(index)/address", "an address that no other change has")
          return addresses
        }
      }
      addresses.problem = portion.problem
      if addresses.problem != nil { return addresses }
    }
    return addresses
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
