import ResourceGraph

/// What those arguments refer to about which the adapter asks every resource of a type (``LinkQuestion``), and the rules
/// in the blocks of groups, found before it asks: in input order, since the adapter goes from kind to kind and would find
/// the modules of a large input cold each time, and in portions that threads read side by side.
public struct LinkReadings: Sendable {
  /// The answers for some resources that follow each other.
  public struct Portion: Sendable {
    /// Where the answers for each resource begin.
    fileprivate var starts: [Int32] = []
    fileprivate var answers: [Answer] = []
    fileprivate var sets: [ReferenceSet] = []
    /// The place of each resource's rules in ``rules``, -1 where there are none.
    fileprivate var ruleSets: [Int32] = []
    fileprivate var rules: [InlineRules] = []
  }

  fileprivate enum Answer: Sendable {
    /// The one resource that is certainly meant.
    case one(ResourceID)
    /// The place of a set of references.
    case set(Int32)
  }

  enum Found {
    case one(ResourceID)
    case set(ReferenceSet)
  }

  private let questions: [Questions]
  private let portions: [Portion]

  /// Resources in a portion.
  private static let size = 1024

  /// How many portions the resources of a graph make.
  public static func count(of graph: ResourceGraph) -> Int { (graph.resources.count + size - 1) / size }

  /// - Parameter portions: all portions of a graph, in order.
  public init(_ portions: [Portion], of graph: ResourceGraph) {
    self.portions = portions
    questions = Self.questions(graph)
  }

  /// What is asked of the resources of one type.
  private struct Questions {
    var links: [LinkQuestion] = []
    var hasRules = false
  }

  /// What is asked of each type, by its number.
  private static func questions(_ graph: ResourceGraph) -> [Questions] {
    let types = graph.types
    var questions = [Questions](repeating: Questions(), count: types.count)
    for type in types {
      guard let first = graph.resources(ofType: type).first else { continue }
      questions[Int(graph.place(of: first).type)] = Questions(
        links: LinkQuestion.all[type] ?? [], hasRules: Types.group.contains(type))
    }
    return questions
  }

  /// - Parameter lookup: one of the graph.
  public static func read(_ number: Int, of graph: ResourceGraph, _ lookup: inout ReferenceLookup) -> Portion {
    let questions = questions(graph)
    var adapter = NetworkAdapter(graph, nil, readsAhead: true)
    var portion = Portion()
    portion.starts.reserveCapacity(size)
    portion.ruleSets.reserveCapacity(size)
    for index in number * size..<min((number + 1) * size, graph.resources.count) {
      let id = ResourceID(index)
      portion.starts.append(Int32(portion.answers.count))
      let asked = questions[Int(graph.place(of: id).type)]
      for question in asked.links {
        portion.add(
          lookup.references(
            of: id, path: question.path, expected: question.expected, isCollection: question.isCollection))
      }
      portion.add(asked.hasRules ? adapter.rulesAhead(of: id, &lookup) : nil)
    }
    return portion
  }

  /// What an argument refers to, nil if it was not read.
  func found(
    of id: ResourceID, _ path: [String], _ expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> Found? {
    let place = questions[Int(graph.place(of: id).type)].links.firstIndex {
      $0.isCollection == isCollection && $0.path == path && $0.expected == expected
    }
    guard let place else { return nil }
    let portion = Int(id.index) / Self.size
    switch portions[portion].answers[Int(portions[portion].starts[Int(id.index) % Self.size]) + place] {
    case .one(let target): return .one(target)
    case .set(let set): return .set(portions[portion].sets[Int(set)])
    }
  }

  /// The rules in the blocks of a group, nil if they were not read.
  func rules(of id: ResourceID) -> InlineRules? {
    let portion = portions[Int(id.index) / Self.size]
    let place = portion.ruleSets[Int(id.index) % Self.size]
    return place < 0 ? nil : portion.rules[Int(place)]
  }
}

extension LinkReadings.Portion {
  fileprivate mutating func add(_ found: InlineRules?) {
    ruleSets.append(found == nil ? -1 : Int32(rules.count))
    if let found { rules.append(found) }
  }

  fileprivate mutating func add(_ found: ReferenceSet) {
    if found.references.count == 1, found.isCertain {
      answers.append(.one(found.references[0].target))
    } else {
      answers.append(.set(Int32(sets.count)))
      sets.append(found)
    }
  }
}
