import Parallel
import ResourceGraph

/// The addresses of a graph that hold something to hide: people make resources for each card number, too.
public struct ConcealedNames: Sendable {
  /// How each of them is shown.
  fileprivate let shown: [String: String]
  fileprivate let digest: ValueDigest?

  /// Addresses that one worker looks at; fewer than two portions are looked at before a second thread has started.
  private static let portion = 4_096

  public init(in graph: ResourceGraph, _ digest: ValueDigest?) {
    let (count, portion) = (graph.resources.count, Self.portion)
    let found = parallelMap((count + portion - 1) / portion, isWorthwhile: count > portion, from: ()) { _, number in
      (number * portion..<min((number + 1) * portion, count)).compactMap {
        index -> (address: String, shown: String)? in
        let address = graph.address(of: ResourceID(index))
        let shown = withoutSecrets(address, digest)
        return shown == address ? nil : (address, shown)
      }
    }
    shown = Dictionary(found.joined().map { ($0.address, $0.shown) }) { $1 }
    self.digest = digest
  }
}

extension Assessment {
  /// The assessment with secrets taken out of addresses and file names.
  ///
  /// Nearly always no address of the inputs holds anything to hide, and then nothing is copied.
  public func concealing(_ names: ConcealedNames) -> Assessment {
    var replacements = names.shown
    let digest = names.digest
    func look(_ address: String) {
      let shown = withoutSecrets(address, digest)
      if shown != address { replacements[address] = shown }
    }
    // What the change takes away is in no input as it will be.
    for entry in fixed { look(entry.address) }
    for index in observations.indices where observations[index].tellsChange {
      for cause in observations[index].change?.causes ?? [] { look(cause.address) }
    }
    guard !replacements.isEmpty else { return self }
    let name: (String) -> String = { replacements[$0] ?? withoutSecrets($0, digest) }
    var result = self
    result.observations = observations.map { $0.renamed(name) }
    result.fixed = fixed.map { entry in
      FixedFinding(
        rule: entry.rule, title: entry.title, severity: entry.severity, requirements: entry.requirements,
        address: name(entry.address), type: entry.type, message: name(entry.message), input: entry.input,
        isDeleted: entry.isDeleted)
    }
    return result
  }
}

extension Observation {
  /// The observation with another name wherever an address stands.
  fileprivate func renamed(_ name: (String) -> String) -> Observation {
    var evidence = Evidence()
    evidence.unknowns = self.evidence.unknowns.map(name)
    evidence.reads = self.evidence.reads.map { read in
      AttributeRead(
        address: name(read.address), path: read.path, value: read.value, base: read.base, steps: read.steps,
        position: read.position, source: read.source, assumed: read.assumed)
    }
    evidence.relations = self.evidence.relations.map { read in
      RelationRead(
        name: read.name, from: name(read.from), to: read.to.map(name), via: read.via, resolution: read.resolution,
        through: read.through.map(name), doubt: read.doubt.map(name))
    }
    evidence.path = self.evidence.path.map { step in
      PathStep(
        role: step.role, element: name(step.element), address: step.address.map(name), attribute: step.attribute,
        pointer: step.pointer, source: step.source, note: step.note.map(name))
    }
    let object = ObservedObject(
      address: name(address), resource: resource, type: type, input: input, block: block, zone: zone)
    var result = Observation(subject, object, verdict, message: name(message), evidence: evidence)
    result.waiver = waiver
    result.change = change.map { change in
      FindingChange(
        status: change.status,
        causes: change.causes.map { PlannedChange(address: name($0.address), type: $0.type, action: $0.action) })
    }
    result.isInBaseline = isInBaseline
    return result
  }
}
