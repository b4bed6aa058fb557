import ResourceGraph

/// A resource that a trail has led to.
struct TrailCandidate {
  let target: ResourceID
  let through: [String]
  /// Found by following the configuration to this very instance.
  var isExact: Bool
  /// Found behind a step that the plan hides.
  var isInferred: Bool
}

/// The resources that one attribute can mean, each once.
struct TrailCandidates {
  private var all: [TrailCandidate] = []

  var count: Int { all.count }

  mutating func add(_ candidate: TrailCandidate) {
    if let index = all.firstIndex(where: { $0.target == candidate.target }) {
      if !all[index].isExact, candidate.isExact || all[index].isInferred && !candidate.isInferred {
        all[index] = candidate
      }
    } else {
      all.append(candidate)
    }
  }

  /// Takes back that those from a place on were found exactly.
  mutating func weaken(from first: Int, isInferred: Bool) {
    for index in first..<all.count {
      all[index].isExact = false
      if isInferred { all[index].isInferred = true }
    }
  }

  func references(isCollection: Bool) -> [Reference] {
    if all.count == 1, let only = all.first {
      return [
        Reference(target: only.target, resolution: only.isInferred ? .inferred : .configuration, through: only.through)
      ]
    }
    let exact = all.count { $0.isExact }
    return all.map { candidate in
      // Either each instance is known, or none is and the collection may be all of them.
      let isWhole = isCollection && !candidate.isInferred && (exact == all.count || exact == 0)
      return Reference(
        target: candidate.target, resolution: isWhole ? .configuration : .possible, through: candidate.through)
    }
  }
}
