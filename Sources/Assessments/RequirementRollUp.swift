import Rules

/// Derives what observations say of every item of a standard: a pure function, so that anybody can derive it again.
public struct RequirementRollUp: Sendable {
  private let rules: [RuleSummary]
  private let observations: [Observation]

  public init(rules: [RuleSummary], observations: [Observation]) {
    self.rules = rules
    self.observations = observations
  }

  public func evidence(for catalogue: Catalogue) -> StandardEvidence {
    var tallies = Tallies(catalogue, observations)
    let links = links(catalogue)
    var seen: [Set<String>] = Array(repeating: [], count: catalogue.requirements.count)
    for (number, observation) in observations.enumerated() {
      guard let items = links.items[observation.rule] else { continue }
      for item in items {
        tallies.add(observation, number, to: item)
        if observation.verdict != .notApplicable { seen[item].insert(observation.rule) }
      }
    }
    return StandardEvidence(
      standard: catalogue.standard, version: catalogue.version, title: catalogue.title,
      requirements: catalogue.requirements.enumerated().map { index, entry in
        evidence(index, entry, catalogue, links, tallies, seen)
      })
  }

  /// Which rules speak of which items.
  private struct Links {
    var items: [String: [Int]] = [:]
    /// Items that a rule speaks of directly, by rule.
    var direct: [String: Set<Int>] = [:]
    /// Items that some rule of the selection speaks of.
    var linked: Set<Int> = []
  }

  private func links(_ catalogue: Catalogue) -> Links {
    let places = Dictionary(catalogue.requirements.enumerated().map { ($1.id, $0) }) { first, _ in first }
    var links = Links()
    for rule in rules where !rule.isWeaklyLinked {
      for link in rule.requirements where link.version == catalogue.version && link.standard == catalogue.standard {
        guard let item = places[link.id] else { continue }
        links.linked.insert(item)
        if links.items[rule.id]?.contains(item) != true { links.items[rule.id, default: []].append(item) }
        if link.coverage != .indirect { links.direct[rule.id, default: []].insert(item) }
      }
    }
    return links
  }

  private func evidence(
    _ index: Int, _ entry: Catalogue.Requirement, _ catalogue: Catalogue, _ links: Links, _ tallies: Tallies,
    _ seen: [Set<String>]
  ) -> RequirementEvidence {
    let members = Self.members(of: index, catalogue)
    let checks = members.reduce(into: Population()) { $0.add(tallies.checks[$1]) }
    let rules = members.reduce(into: Set<String>()) { $0.formUnion(seen[$1]) }.sorted()
    let status: RequirementEvidence.Status
    if entry.level == .requirement {
      let isDirect = rules.contains { links.direct[$0]?.contains(index) == true }
      status = Self.status(checks, isDirect: isDirect)
    } else {
      status = Self.groupStatus(members.map { Self.status(tallies.checks[$0], isDirect: true) }, checks)
    }
    let words = RollUpWording(
      entry: entry, status: status, checks: checks, isLinked: members.contains { links.linked.contains($0) })
    return RequirementEvidence(
      id: entry.id, level: entry.level, title: entry.title, status: status, coverage: entry.evidence,
      population: tallies.population(members), zones: tallies.zones(members), checks: checks, rules: rules,
      supports: words.supports, remaining: words.remaining)
  }

  /// The items whose observations count for an item: itself, and for a group all items below it.
  private static func members(of index: Int, _ catalogue: Catalogue) -> [Int] {
    let entry = catalogue.requirements[index]
    guard entry.level != .requirement else { return [index] }
    let prefix = "\(entry.id)."
    return catalogue.requirements.indices.filter {
      catalogue.requirements[$0].level == .requirement && catalogue.requirements[$0].id.hasPrefix(prefix)
    }
  }

  private static func status(_ checks: Population, isDirect: Bool) -> RequirementEvidence.Status {
    if checks.failed + checks.waived > 0 { return .contradicted }
    if checks.indeterminate > 0 { return .inconclusive }
    guard checks.passed > 0 else { return .notCovered }
    return isDirect ? .supported : .partiallyCovered
  }

  private static func groupStatus(
    _ items: [RequirementEvidence.Status], _ checks: Population
  ) -> RequirementEvidence.Status {
    let worst = status(checks, isDirect: true)
    guard worst == .supported else { return worst }
    return items.allSatisfy { $0 == .supported } ? .supported : .partiallyCovered
  }
}

extension Population {
  mutating func add(_ other: Population) {
    passed += other.passed
    failed += other.failed
    waived += other.waived
    indeterminate += other.indeterminate
    notApplicable += other.notApplicable
  }
}

/// Outcomes by item of a standard and by resource.
private struct Tallies {
  /// By item: checks by verdict.
  private(set) var checks: [Population]
  /// By item: the gravest outcome of each subject, 0 where it has none. Empty for items without observations.
  private var outcomes: [[UInt8]]
  /// By observation: its subject, -1 for verdicts about the inputs as a whole.
  private let subjects: [Int]
  /// By subject: its zone.
  private let zoneOf: [String?]

  init(_ catalogue: Catalogue, _ observations: [Observation]) {
    checks = Array(repeating: Population(), count: catalogue.requirements.count)
    outcomes = Array(repeating: [], count: catalogue.requirements.count)
    var numbers: [Subject: Int] = [:]
    var zones: [String?] = []
    subjects = observations.map { observation in
      guard let input = observation.input else { return -1 }
      let subject = Subject(input: input, address: observation.address)
      if let known = numbers[subject] { return known }
      numbers[subject] = zones.count
      zones.append(observation.zone)
      return zones.count - 1
    }
    zoneOf = zones
  }

  private struct Subject: Hashable {
    let input: Int
    let address: String
  }

  mutating func add(_ observation: Observation, _ number: Int, to item: Int) {
    let outcome = Population.Outcome(observation)
    checks[item].add(outcome)
    let subject = subjects[number]
    guard subject >= 0 else { return }
    if outcomes[item].isEmpty { outcomes[item] = Array(repeating: 0, count: zoneOf.count) }
    outcomes[item][subject] = max(outcomes[item][subject], outcome.rawValue)
  }

  /// The gravest outcome of each subject over several items.
  private func merged(_ items: [Int]) -> [UInt8] {
    var result: [UInt8] = []
    for item in items where !outcomes[item].isEmpty {
      if result.isEmpty {
        result = outcomes[item]
      } else {
        for index in result.indices { result[index] = max(result[index], outcomes[item][index]) }
      }
    }
    return result
  }

  func population(_ items: [Int]) -> Population {
    var population = Population()
    for value in merged(items) {
      if let outcome = Population.Outcome(rawValue: value) { population.add(outcome) }
    }
    return population
  }

  func zones(_ items: [Int]) -> [RequirementEvidence.Zone] {
    var populations: [String: Population] = [:]
    for (subject, value) in merged(items).enumerated() {
      guard let zone = zoneOf[subject], let outcome = Population.Outcome(rawValue: value) else { continue }
      populations[zone, default: Population()].add(outcome)
    }
    return populations.keys.sorted().map { RequirementEvidence.Zone(name: $0, population: populations[$0] ?? .init()) }
  }
}
