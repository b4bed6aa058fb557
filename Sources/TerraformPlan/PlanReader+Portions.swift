import Diagnostics
import ResourceGraph
import TerraformConfiguration
import Values

// MARK: - Many changes on several threads

extension PlanReader {
  /// Fewer changes than this are one thread's work.
  private static let worthwhile = 1_000
  /// How many threads can find work at once. Not the number of cores, on which no byte shall depend.
  private static let portions = 16

  /// Changes that one thread reads.
  private struct Portion {
    let values: ValueFragment.Finished
    /// With ids of the fragment.
    let resources: [(index: Int, planned: Resource)]
    /// Why the next change cannot be read.
    let problem: Diagnostic?
  }

  /// Adds all changes, in their order whoever read them.
  func add(
    _ changes: NodeRange, _ addresses: inout Set<String>, into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    addresses.reserveCapacity(changes.count)
    var portions = Array(read(changes, builder.values.arena).reversed())
    // Each portion is let go once it is joined.
    while let portion = portions.popLast() {
      let shift = builder.values.join(portion.values)
      for (index, planned) in portion.resources {
        let address = planned.address
        builder.add(planned.moved(by: shift))
        // Strings that look alike are equal in Swift; Terraform's addresses are equal to the byte.
        let isKnown = !addresses.insert(address).inserted
        guard !isKnown || builder.resources.count(where: { isOwn($0, address) }) == 1 else {
          throw malformed(
            "/resource_changes/\(index)/address", "an address that no other change has")
        }
      }
      if let problem = portion.problem { throw problem }
    }
  }

  private func read(_ changes: NodeRange, _ arena: ValueArena) -> [Portion] {
    let size = max(Self.worthwhile, (changes.count + Self.portions - 1) / Self.portions)
    let starts = Array(stride(from: 0, to: changes.count, by: size))
    return parallelMap(starts, isWorthwhile: starts.count > 1) { start in
      var reading = ChangeReading(configuration, WrittenBlocks(blocks, source))
      var fragment = ValueFragment(of: arena)
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
