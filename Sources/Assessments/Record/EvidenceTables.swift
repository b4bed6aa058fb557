import ResourceGraph
import Rules
import Values

/// The observations of an assessment with everything that several of them say written once.
///
/// Large plans call the same modules again and again, and many rules read the same attribute: evidence that is told from
/// the resource's point of view is the same for all of them.
public struct EvidenceTables: Sendable {
  /// A resource that was judged, or one in whose values something was read.
  struct Row: Sendable {
    let address: String
    let type: String?
    let input: Int?
    let zone: String?
    let block: SourceTrail?
    /// Where the resource stands in a JSON input: what its attributes' pointers have in common.
    var pointer: String?
  }

  /// An attribute as resources share it; names are relative to the module of the resource that was judged.
  struct SharedRead: Hashable, Sendable {
    /// Nil for the judged resource itself.
    let owner: String?
    let path: String
    let value: EvidenceValue
    /// Which part of the owner's planned change it stands in: `after`.
    let part: String?
    /// The whole pointer, where it is not made of the owner's.
    let pointer: String?
    /// The steps of the pointer, where they are not those of the path.
    let steps: String?
    let position: SourcePosition?
    let source: SourceTrail?
    let assumed: Assumption?
  }

  /// What one or several verdicts rest on, as numbers of the tables.
  struct Body: Hashable, Sendable {
    var reads: [Int32] = []
    var relations: [Int32] = []
    var steps: [Int32] = []
    var unknowns: [String] = []
  }

  /// Observations of one rule that say the same.
  struct Group: Sendable {
    let subject: RuleSubject
    let verdict: Verdict
    let waiver: Int?
    let message: String
    let body: Int32?
    /// Rows; none for a verdict about the inputs as a whole.
    var resources: [Int32]
  }

  private(set) var rows: [Row] = []
  private(set) var reads: [SharedRead] = []
  private(set) var relations: [RelationRead] = []
  private(set) var steps: [PathStep] = []
  private(set) var bodies: [Body] = []
  private(set) var groups: [Group] = []
  let waivers: WaiverTable

  public init(_ assessment: Assessment) {
    waivers = WaiverTable(assessment.observations)
    var builder = EvidenceTableBuilder(assessment.observations, waivers)
    for observation in assessment.observations { builder.add(observation) }
    rows = builder.rows
    reads = builder.reads.list
    relations = builder.relations.list
    steps = builder.steps.list
    bodies = builder.bodies.list
    groups = builder.groups
  }

  /// The attributes that verdicts on the resources of an input rest on, each once, in the resources' order.
  ///
  /// - Returns: addresses with the resources' types, nil for those that were not judged themselves.
  public func attributes(ofInput input: Int) -> [(address: String, type: String?, reads: [NamedValue])] {
    var result: [(address: String, type: String?, reads: [NamedValue])] = []
    var places: [String: Int] = [:]
    for row in rows where row.input == input && row.type != nil && places[row.address] == nil {
      places[row.address] = result.count
      result.append((row.address, row.type, []))
    }
    var seen: [Set<Int32>] = Array(repeating: [], count: rows.count)
    for group in groups {
      guard let body = group.body else { continue }
      for number in group.resources where rows[Int(number)].input == input {
        guard seen[Int(number)].insert(body).inserted else { continue }
        collect(bodies[Int(body)], of: rows[Int(number)].address, &places, &result)
      }
    }
    return result
  }

  /// An attribute's path and its value.
  public struct NamedValue: Sendable {
    public let path: String
    public let value: EvidenceValue
  }

  private func collect(
    _ body: Body, of address: String, _ places: inout [String: Int],
    _ result: inout [(address: String, type: String?, reads: [NamedValue])]
  ) {
    guard !body.reads.isEmpty else { return }
    var vicinity: Vicinity?
    let own = places[address] ?? -1
    for number in body.reads {
      let read = reads[Int(number)]
      var place = own
      if let owner = read.owner {
        if vicinity == nil { vicinity = Vicinity(of: address) }
        let name = vicinity?.absolute(owner) ?? owner
        place = places[name] ?? -1
        if place < 0 {
          place = result.count
          places[name] = place
          result.append((name, nil, []))
        }
      }
      guard place >= 0, !result[place].reads.contains(where: { $0.path == read.path }) else { continue }
      result[place].reads.append(NamedValue(path: read.path, value: read.value))
    }
  }
}

/// Values, each once, by number.
struct UniqueList<Element: Hashable> {
  private(set) var list: [Element] = []
  private var numbers: [Element: Int32] = [:]

  mutating func number(of element: Element) -> Int32 {
    if let known = numbers[element] { return known }
    let number = Int32(list.count)
    numbers[element] = number
    list.append(element)
    return number
  }
}
