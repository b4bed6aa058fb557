import ResourceGraph

/// What an observation says beside its verdict.
final class Reasons: Sendable {
  let message: String
  /// As it is, or told so that it holds for every resource.
  private let evidence: Evidence
  let isShared: Bool

  init(message: String, evidence: Evidence) {
    self.message = message
    self.evidence = evidence
    isShared = false
  }

  /// Reasons that rest on nothing but attributes of the resource.
  init(sharing message: String, _ evidence: Evidence, of object: ObservedObject) {
    self.message = message
    let unknownPointer = object.origin?.unknownPointer
    self.evidence = evidence.told(of: "") { $0 == unknownPointer ? Reasons.unknown : Reasons.known }
    isShared = true
  }

  /// In place of the pointers to a resource's values, and to the mask of what is not known.
  private static let known = "known"
  private static let unknown = "unknown"

  func evidence(of object: ObservedObject) -> Evidence {
    guard isShared else { return evidence }
    let (pointer, unknownPointer) = (object.origin?.pointer, object.origin?.unknownPointer)
    return evidence.told(of: object.address) { $0 == Reasons.unknown ? unknownPointer : pointer }
  }
}

extension Evidence {
  /// The same evidence of another resource.
  fileprivate func told(of address: String, base: (String) -> String?) -> Evidence {
    var result = self
    result.reads = reads.map { read in
      AttributeRead(
        address: address, path: read.path, value: read.value, base: read.base.flatMap(base), steps: read.steps,
        position: read.position, source: read.source, assumed: read.assumed)
    }
    result.relations = relations.map { read in
      RelationRead(
        name: read.name, from: address, to: read.to, via: read.via, resolution: read.resolution,
        through: read.through, doubt: read.doubt)
    }
    return result
  }
}
