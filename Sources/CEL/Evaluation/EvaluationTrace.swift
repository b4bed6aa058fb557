import Values

/// What an evaluation read and how it came to its result; recorded only by programs linked with `observing`.
public struct EvaluationTrace: Sendable {
  /// One member or element that was asked for.
  public struct Read: Hashable, Sendable {
    /// The map or list that was read from.
    public let parent: NodeID
    public let member: Member
    /// What stands there, before links are followed; nil if nothing does.
    public let node: NodeID?
  }

  public enum Member: Hashable, Sendable {
    case name(String)
    case element(Int)
  }

  /// One sub-expression's evaluation.
  public struct Step: Sendable {
    /// Its text in the source.
    public let range: SourceRange
    /// The step of the enclosing sub-expression, nil for the whole.
    public let parent: Int?
    public internal(set) var value: CELValue
    /// The step below this one whose value decided it: the operand of `&&` and `||` and the round of a quantifier
    /// that settled the result, the branch that `?:` took. Nil if all of them did together.
    public internal(set) var decisive: Int?
  }

  /// In the order in which they were made; repeated reads are repeated here.
  public private(set) var reads: [Read] = []
  /// Parents before children.
  public private(set) var steps: [Step] = []
  private var open: [Int] = []
  var isActive = false
  /// A run-away evaluation must not fill the memory with its trace.
  private static let mostSteps = 100_000

  mutating func clear() {
    reads.removeAll(keepingCapacity: true)
    steps.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
  }

  mutating func read(_ parent: NodeID, _ member: Member, _ node: NodeID?) {
    guard reads.count < Self.mostSteps else { return }
    reads.append(Read(parent: parent, member: member, node: node))
  }

  mutating func begin(_ range: SourceRange) -> Int? {
    guard steps.count < Self.mostSteps else { return nil }
    steps.append(Step(range: range, parent: open.last, value: .null, decisive: nil))
    open.append(steps.count - 1)
    return steps.count - 1
  }

  mutating func end(_ step: Int?, _ value: CELValue, kind: DecisionKind) {
    guard let step else { return }
    open.removeLast()
    steps[step].value = value
    steps[step].decisive = decisive(step, value, kind)
  }

  /// How the steps below a step decide it.
  enum DecisionKind: Sendable {
    /// All of them together.
    case all
    /// The last one evaluated, if it has this truth.
    case last(truth: Bool)
    /// The last one evaluated.
    case branch
  }

  private func decisive(_ step: Int, _ value: CELValue, _ kind: DecisionKind) -> Int? {
    let wanted: Bool?
    switch kind {
    case .all: return nil
    case .branch: wanted = nil
    case .last(let truth): wanted = truth
    }
    if let wanted, value.boolValue != wanted { return nil }
    return steps[step...].lastIndex { $0.parent == step }
  }
}

extension EvaluationTrace {
  /// The paths that were read, from named roots: `resource.ingress[0].cidr`. A link's target continues the link's path.
  public func paths(from roots: [(node: NodeID, name: String)], in arena: ValueArena) -> [(path: String, node: NodeID?)]
  {
    var names: [NodeID: String] = [:]
    for root in roots { names[arena.resolved(root.node)] = root.name }
    var seen: Set<String> = []
    var result: [(path: String, node: NodeID?)] = []
    for read in reads {
      guard let parent = names[arena.resolved(read.parent)] else { continue }
      let path: String
      switch read.member {
      case .name(let name): path = "\(parent).\(name)"
      case .element(let index): path = "\(parent)[\(index)]"
      }
      if let node = read.node, names[arena.resolved(node)] == nil { names[arena.resolved(node)] = path }
      if seen.insert(path).inserted { result.append((path, read.node)) }
    }
    return result
  }
}
