import CEL
import Diagnostics
import Network
import NetworkAdapter
import Parallel
import ResourceGraph
import Rules
import Values

/// Judges statements about what flows between zones.
struct FlowJudge: Sendable {
  let graph: ResourceGraph
  let map: NetworkMap
  let engine: Reachability
  let zones: ZoneMap
  let scope: ScopeDeclaration?
  let options: Engine.Options
  /// A part of the network that may not exist: then no statement about flows is certain.
  let doubt: String?

  init(
    _ graph: ResourceGraph, _ map: NetworkMap, _ zones: ZoneMap, _ engine: Reachability,
    _ options: Engine.Options
  ) {
    self.graph = graph
    self.map = map
    self.zones = zones
    self.engine = engine
    scope = options.scope
    self.options = options
    doubt = graph.networkDoubt
  }

  /// The rules about flows that have something to say about a graph.
  static func statements(_ graph: ResourceGraph, _ rules: [Rule], _ scope: ScopeDeclaration?) -> [Rule] {
    guard graph.types.contains(where: { networkTypes.contains($0) }) else { return [] }
    return rules.filter { rule in rule.flowCheck.map { !$0.needsScope || scope != nil } ?? false }
  }

  /// Inputs of fewer resources are judged before a second thread has started.
  private static let worthwhile = 200

  /// What one worker judges at a time.
  private enum Work: Sendable {
    case statement(Rule, Rule.FlowCheck)
    case subnets(ArraySlice<Subnet.ID>, Rule, RuleSubject)
  }

  private static let portion = 64

  /// Adds the observations of all rules about flows.
  func judge(_ statements: [Rule], into all: inout [Observation]) throws(Diagnostic) {
    var work: [Work] = []
    for rule in statements {
      guard let check = rule.flowCheck else { continue }
      work += check.level == .subnets ? try subnetWork(rule, check) : [.statement(rule, check)]
    }
    let results = parallelMap(work.count, isWorthwhile: graph.resources.count >= Self.worthwhile, from: ()) {
      [work] (_, number) -> Result<[Observation], Diagnostic> in
      do throws(Diagnostic) {
        switch work[number] {
        case .statement(let rule, let check): return .success(try judge(rule, check))
        case .subnets(let subnets, let rule, let subject): return .success(observations(of: subnets, rule, subject))
        }
      } catch {
        return .failure(error)
      }
    }
    for result in results { all += try result.get() }
  }

  private func subnetWork(_ rule: Rule, _ check: Rule.FlowCheck) throws(Diagnostic) -> [Work] {
    guard let (from, to) = sides(check) else { return [] }
    _ = try FlowFilter(check, scope, rule)
    guard from.hasInternet else { return [] }
    let subject = RuleSubject(rule, standardVersion: options.standardVersion)
    let subnets = subnets(of: to)
    return stride(from: 0, to: subnets.count, by: Self.portion).map { start in
      .subnets(subnets[start..<min(start + Self.portion, subnets.count)], rule, subject)
    }
  }

  /// The two sides of a statement; nil if it has nothing to say.
  private func sides(_ check: Rule.FlowCheck) -> (from: FlowEnds, to: FlowEnds)? {
    if check.needsScope && !zones.isDeclared { return nil }
    let (from, to) = (ends(check.from), ends(check.to))
    return from.isEmpty || to.isEmpty ? nil : (from, to)
  }

  /// Without any of these there is no network to look at.
  private static let networkTypes: Set<String> = [
    "aws_vpc", "aws_default_vpc", "aws_subnet", "aws_instance", "aws_db_instance", "aws_rds_cluster", "aws_eks_cluster",
    "aws_lb", "aws_elb", "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob",
  ]

  /// What was found about one resource.
  struct Finding {
    let isCertain: Bool
    /// Why it is not certain that an end belongs to its side of the statement.
    var doubt: String?
    let from: Location
    let to: Location
    let fromName: String
    let toName: String
    let packets: Bounds
    let path: [PathKind]
  }

  private func judge(_ rule: Rule, _ check: Rule.FlowCheck) throws(Diagnostic) -> [Observation] {
    guard let (from, to) = sides(check) else { return [] }
    let filter = try FlowFilter(check, scope, rule)
    let subject = RuleSubject(rule, standardVersion: options.standardVersion)
    var found: [ResourceID: Finding] = [:]
    func note(_ id: ResourceID, _ finding: Finding) {
      if let known = found[id], known.isCertain || !finding.isCertain { return }
      found[id] = finding
    }
    let isAboutReceivers = to.hasInside
    try search(from, to, check, filter) { finding, sender, receiver in
      if let id = owner(isAboutReceivers ? receiver : sender) { note(id, finding) }
    }
    let subjects = (isAboutReceivers ? to : from).owners.sorted()
    var observations: [Observation] = []
    observations.reserveCapacity(subjects.count)
    // A resource with several interfaces is judged once.
    for (number, id) in subjects.enumerated() where number == 0 || subjects[number - 1] != id {
      observations.append(observation(id, found[id], rule, subject, from: from, isAboutReceivers))
    }
    return observations
  }

  /// Everything that violates a statement, pair by pair.
  func search(
    _ rule: Rule, _ check: Rule.FlowCheck, _ report: (Finding, Element, Element) -> Void
  ) throws(Diagnostic) {
    try search(ends(check.from), ends(check.to), check, try FlowFilter(check, scope, rule), report)
  }

  private func owner(_ element: Element) -> ResourceID? { map.owner(of: element, in: graph) }

  // MARK: Searching

  private typealias Group = (zones: [String], zone: Zone, name: String?)

  /// The zones to ask about, one for each set of labels, so that what is declared for it is the same for all members.
  private func groups(_ ends: FlowEnds) -> [Group] {
    var groups: [Group] = []
    if ends.hasInternet { groups.append((["internet"], .internet, "internet")) }
    if !ends.onPremises.isEmpty { groups.append((["on-premises"], .onPremises(ends.onPremises), "on-premises")) }
    for own in ends.endpoints.keys.sorted(by: { $0.joined(separator: " ") < $1.joined(separator: " ") }) {
      groups.append((own, .endpoints(ends.endpoints[own] ?? []), nil))
    }
    return groups
  }

  private func search(
    _ from: FlowEnds, _ to: FlowEnds, _ check: Rule.FlowCheck, _ filter: FlowFilter,
    _ report: (Finding, Element, Element) -> Void
  ) throws(Diagnostic) {
    for source in groups(from) {
      for target in groups(to) {
        guard let ready = try? engine.prepare(from: source.zone, to: target.zone) else { continue }
        for flow in engine.flows(from: ready.from, to: ready.to, includesProxies: !check.isDirect) {
          if check.isDirect && flow.isProxied { continue }
          let rest = try filter.rest(flow.packets, flow.kinds, from: source.zones, to: target.zones)
          if rest.upper.isEmpty { continue }
          for one in flow.senders {
            for other in flow.receivers where one != other {
              let doubt = doubt(one, check.from, check) ?? doubt(other, check.to, check)
              report(finding(rest, flow.kinds, one, other, doubt), one, other)
            }
            if flow.senders.count > 1 && flow.receivers.count > 64 { break }
          }
        }
      }
    }
    try searchPods(from, to, check, filter, report)
  }

  private func finding(
    _ rest: Bounds, _ kinds: [PathKind], _ one: Element, _ other: Element, _ doubt: String?
  ) -> Finding {
    Finding(
      isCertain: !rest.lower.isEmpty && doubt == nil, doubt: doubt, from: location(one), to: location(other),
      fromName: one.label, toName: other.label, packets: rest, path: kinds)
  }

  /// Why it is not certain that an element is on a side: it may be in a zone that the statement leaves out, or for which
  /// flows are declared.
  private func doubt(_ element: Element, _ side: Rule.FlowCheck.Side, _ check: Rule.FlowCheck) -> String? {
    guard let id = owner(element), let memberships = zones.memberships[id] else { return nil }
    let doubtful = memberships.first { membership in
      guard membership.isDoubtful else { return false }
      if check.allowsDeclared || check.allow != nil { return true }
      return side.except?.contains(membership.zone) ?? zones.zones(of: id).isEmpty
    }
    return doubtful.map { "whether \(graph[id].address) is in the zone `\($0.zone)`: \($0.reason)" }
  }

  private func location(_ element: Element) -> Location {
    switch element.kind {
    case .internet: .internet
    case .onPremises: .onPremises(OnPremises.ID(element.id))
    default: .endpoint(Endpoint.ID(element.id))
    }
  }

  /// Pods are few in one input, so each pair is asked about.
  private func searchPods(
    _ from: FlowEnds, _ to: FlowEnds, _ check: Rule.FlowCheck, _ filter: FlowFilter,
    _ report: (Finding, Element, Element) -> Void
  ) throws(Diagnostic) {
    guard let cluster = map.model.clusters.first?.id, !(from.pods.isEmpty && to.pods.isEmpty) else { return }
    typealias End = (zones: [String], location: Location, element: Element)
    func ends(_ ends: FlowEnds) -> [End] {
      var all: [End] = []
      if ends.hasInternet {
        all.append((["internet"], .internet, Element(.internet, id: "internet", label: "the Internet")))
      }
      for (own, pods) in ends.pods.sorted(by: { $0.key.joined() < $1.key.joined() }) {
        all += pods.map { (own, .pod($0, in: cluster), Element(.pod, id: $0.name, label: $0.name)) }
      }
      return all
    }
    for sender in ends(from) {
      for receiver in ends(to) where sender.location != receiver.location {
        let query = Query(from: sender.location, to: receiver.location, includesProxies: !check.isDirect)
        guard let answer = try? engine.answer(query) else { continue }
        let kinds = answer.pathKinds.first ?? []
        let rest = try filter.rest(answer.packets, kinds, from: sender.zones, to: receiver.zones)
        if rest.upper.isEmpty { continue }
        let doubt = doubt(sender.element, check.from, check) ?? doubt(receiver.element, check.to, check)
        report(
          Finding(
            isCertain: !rest.lower.isEmpty && doubt == nil, doubt: doubt, from: sender.location, to: receiver.location,
            fromName: sender.element.label,
            toName: receiver.element.label, packets: rest, path: kinds), sender.element, receiver.element)
      }
    }
  }
}
