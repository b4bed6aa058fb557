import Network
import NetworkAdapter
import ResourceGraph
import Rules

/// The members of one side of a statement about flows.
struct FlowEnds {
  var hasInternet = false
  var onPremises: [OnPremises.ID] = []
  /// Endpoints and pods by the zones that they are in.
  var endpoints: [[String]: [Endpoint.ID]] = [:]
  var pods: [[String]: [Pod.ID]] = [:]
  /// The resources behind them.
  var owners: [ResourceID] = []
  /// The numbers of the endpoints in the model.
  var numbers: [Int] = []

  var isEmpty: Bool { !hasInternet && onPremises.isEmpty && endpoints.isEmpty && pods.isEmpty }
  var hasInside: Bool { !endpoints.isEmpty || !pods.isEmpty }
}

extension FlowJudge {
  /// Without declared zones everything is in scope: all that is there counts as `cde`.
  func ends(_ side: Rule.FlowCheck.Side) -> FlowEnds {
    var ends = FlowEnds()
    if let except = side.except {
      ends.hasInternet = !except.contains("internet")
      if !except.contains("on-premises") { ends.onPremises = map.model.onPremises.map(\.id) }
      if zones.isDeclared { addInside(side.kinds, to: &ends) { Set($0).isDisjoint(with: except) } }
      return ends
    }
    ends.hasInternet = side.zones.contains("internet")
    if side.zones.contains("on-premises") { ends.onPremises = map.model.onPremises.map(\.id) }
    addInside(side.kinds, to: &ends) { own in
      if !zones.isDeclared { return side.zones.contains("cde") }
      return !Set(own).isDisjoint(with: side.zones) || own.isEmpty && side.zones.contains("unclassified")
    }
    return ends
  }

  private func addInside(_ kinds: [String], to ends: inout FlowEnds, _ belongs: ([String]) -> Bool) {
    var zoneless: [Endpoint.ID] = []
    let takesZoneless = belongs([])
    for (number, owner) in map.owners.enumerated() {
      guard kinds.isEmpty || kinds.contains(map.model.endpoints[number].kind.rawValue) else { continue }
      let own = zones.zones(of: owner).sorted()
      guard own.isEmpty ? takesZoneless : belongs(own) else { continue }
      ends.owners.append(owner)
      ends.numbers.append(number)
      if own.isEmpty {
        zoneless.append(map.model.endpoints[number].id)
      } else {
        ends.endpoints[own, default: []].append(map.model.endpoints[number].id)
      }
    }
    if !zoneless.isEmpty { ends.endpoints[[]] = zoneless }
    guard kinds.isEmpty || kinds.contains("pod") else { return }
    for pod in map.model.clusters.flatMap(\.pods) {
      let owner = graph.resource(named: pod.id.name)
      let own = owner.map { zones.zones(of: $0).sorted() } ?? []
      guard belongs(own) else { continue }
      ends.pods[own, default: []].append(pod.id)
      if let owner { ends.owners.append(owner) }
    }
  }
}
