import Assessments
import Diagnostics
import Rules

/// Changes the values that rules read in their examples, one at a time: a verdict that never changes rests on nothing.
///
/// For each attribute that a rule's conditions read in a passing example there must be a change of it that changes the
/// verdict of an example from pass, or, where it is one of several ways to pass, to pass. For rules about absence, which
/// read nothing when they pass, it is the failing examples. What cannot change is listed in the rule under
/// `mutation-exceptions`, with the reason.
public struct MutationRunner: Sendable {
  private let library: PolicyLibrary
  private let selectors: [String]

  public struct Result: Sendable {
    /// Attributes, over all rules, whose change changed a verdict.
    public let proven: Int
    public let excepted: Int
    /// Rule and attribute whose changes changed nothing, and exceptions that are not needed.
    public let problems: [Diagnostic]
    public let judged: Int
    public var isPassed: Bool { problems.isEmpty }

    public var text: String {
      problems.map { "FAIL \($0.message)\n" }.joined()
        + "\(proven) attributes decide, \(excepted) excepted, \(problems.count) problems; \(judged) changes judged\n"
    }
  }

  public init(policies: PCICheck.Policies, selectors: [String] = []) {
    library = policies.library
    self.selectors = selectors
  }

  /// - Parameter part: which share of the rules, for runs in parallel: `(1, 4)` is the second quarter.
  /// - Throws: a diagnostic for a rule or example that cannot be read.
  public func run(part: (index: Int, of: Int) = (0, 1)) throws(Diagnostic) -> Result {
    // As for examples: the rules of the user's folders if there are any, else those in the binary.
    let own = library.folderFiles.filter { $0.kind == "rules" }.map(\.name)
    let selection = try RuleSelection(library, profile: "complete", selectors: selectors.isEmpty ? own : selectors)
    var schema = SchemaIndex(library)
    var problems: [Diagnostic] = []
    var proven = 0
    var excepted = 0
    var judged = 0
    let rules = try selection.allRules()
    for (number, (rule, file)) in zip(rules, selection.files(of: rules)).enumerated()
    where number % part.of == part.index {
      guard let book = try ExampleBook(file, library) else { continue }
      var trial = MutationTrial(rule: rule, book: book, library: library, profile: selection.profile)
      try trial.run(&schema)
      let exceptions = Set(rule.mutationExceptions.map(\.attribute))
      proven += trial.proven.count
      judged += trial.judged
      for attribute in trial.open where !exceptions.contains(attribute) {
        problems.append(
          Diagnostic(
            .error, "\(rule.id): no change of `\(attribute)` changes the verdict of an example", at: rule.location,
            help:
              "add an example that rests on it, take it out of the condition, or list it under `mutation-exceptions`"))
      }
      for exception in rule.mutationExceptions {
        if trial.open.contains(exception.attribute) {
          excepted += 1
        } else {
          problems.append(
            Diagnostic(
              .error, "\(rule.id): the exception for `\(safeText(exception.attribute, limit: 100))` is not needed",
              at: exception.location, help: "take it out"))
        }
      }
    }
    return Result(proven: proven, excepted: excepted, problems: problems, judged: judged)
  }
}

/// The mutations of one rule.
private struct MutationTrial {
  let rule: Rule
  let book: ExampleBook
  let library: PolicyLibrary
  let profile: Profile
  private(set) var proven: Set<String> = []
  /// Attributes that were read, and whose changes changed nothing so far; in the order of reading.
  private(set) var open: [String] = []
  private(set) var judged = 0
  /// The conditions.
  private let texts: [String]
  private let literals: [String]

  init(rule: Rule, book: ExampleBook, library: PolicyLibrary, profile: Profile) {
    self.rule = rule
    self.book = book
    self.library = library
    self.profile = profile
    texts = Self.texts(rule)
    literals = Self.literals(texts)
  }

  private var isAbsence: Bool { if case .absent = rule.check { true } else { false } }

  mutating func run(_ schema: inout SchemaIndex) throws(Diagnostic) {
    let first: Verdict = isAbsence ? .fail : .pass
    for verdict in [first, .fail] where verdict == first || !open.allSatisfy({ proven.contains($0) }) {
      for index in book.indices {
        let example = try book.example(index)
        let result = try engine(example).judge(example.graph, rules: [rule])
        for observation in result.observations where observation.verdict == verdict && observation.resource != nil {
          for read in observation.evidence.reads {
            try mutate(read, of: observation, index, example, isFirst: verdict == first, &schema)
          }
        }
      }
    }
    let shared = try attributesOfViews()
    open.removeAll { attribute in
      // What a block says is proven to matter, so the block is.
      proven.contains { $0 == attribute || $0.hasPrefix("\(attribute).") }
        || shared.contains(attribute.split(separator: ".").last.map(String.init) ?? "")
    }
  }

  /// The members that a view reads which the rule uses: a view gives every rule the same, needed or not.
  private func attributesOfViews() throws(Diagnostic) -> Set<String> {
    let words = Set(texts.flatMap { Self.words($0) })
    var found: Set<String> = []
    for view in try library.views() where words.contains(view.name) {
      for expression in view.expressions.values { found.formUnion(Self.words(expression.text)) }
    }
    return found
  }

  private static func words(_ text: String) -> [String] {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }

  private func engine(_ example: RuleExample) -> Engine {
    Engine(
      library, profile: profile.setting(example.parameters, of: rule.id),
      options: Engine.Options(standardVersion: PCICheck.defaultStandardVersion, evidence: .all, scope: example.scope))
  }

  private mutating func mutate(
    _ read: AttributeRead, of observation: Observation, _ index: Int, _ example: RuleExample,
    isFirst: Bool, _ schema: inout SchemaIndex
  ) throws(Diagnostic) {
    guard let resource = example.graph.resource(named: read.address) else { return }
    let steps = steps(read)
    let type = example.graph[resource].type
    let attribute = try attribute(type, steps, &schema)
    guard !proven.contains(attribute) else { return }
    if !open.contains(attribute) {
      guard isFirst || open.contains(where: { attribute.hasPrefix("\($0).") }) else { return }
      open.append(attribute)
    }
    var changes = try replacements(read, type, steps, index, &schema).map { (steps, $0) }
    // A list of which only the presence of elements is asked.
    if case .element? = steps.last { changes.append((steps.dropLast(), .value(.list([])))) }
    for (place, replacement) in changes {
      // A value of another example may refer to what this one does not have.
      guard let mutant = try? book.mutated(index, read.address, place, to: replacement) else { continue }
      judged += 1
      guard let result = try? engine(mutant).judge(mutant.graph, rules: [rule]), result.problems.isEmpty else {
        continue
      }
      let verdict = result.observations.first { $0.address == observation.address }?.verdict
      if verdict != observation.verdict {
        proven.insert(attribute)
        return
      }
    }
  }

  /// What was read, whichever element of a list and whichever key of a map it is.
  private func attribute(
    _ type: String, _ steps: [ExampleBook.Step], _ schema: inout SchemaIndex
  ) throws(Diagnostic) -> String {
    var name = type
    var path: [String] = []
    for case .member(let member) in steps {
      let isKey = try schema.kind(at: path, of: type) == .map
      name += isKey ? ".*" : ".\(member)"
      path.append(member)
    }
    return name
  }

  /// The way from the resource to what was read.
  private func steps(_ read: AttributeRead) -> [ExampleBook.Step] {
    let prefix = "/given/\(read.address)/"
    if let pointer = read.pointer, pointer.hasPrefix(prefix) {
      return String(pointer.dropFirst(prefix.count)).split(separator: "/").map(String.init).map { part in
        if let number = Int(part) { return .element(number) }
        return .member(part.replacing("~1", with: "/").replacing("~0", with: "~"))
      }
    }
    var steps: [ExampleBook.Step] = []
    for part in read.path.split(separator: ".") {
      let pieces = part.split(separator: "[")
      if let name = pieces.first { steps.append(.member(String(name))) }
      for piece in pieces.dropFirst() { if let number = Int(piece.dropLast()) { steps.append(.element(number)) } }
    }
    return steps
  }

  /// The values to try: those of the rule's other examples, then what differs from the value in an obvious way.
  private func replacements(
    _ read: AttributeRead, _ type: String, _ steps: [ExampleBook.Step], _ index: Int, _ schema: inout SchemaIndex
  ) throws(Diagnostic) -> [ExampleBook.Replacement] {
    var names: [String] = []
    for case .member(let name) in steps { names.append(name) }
    let isKey = try schema.kind(at: names.dropLast(), of: type) == .map
    var result = book.known(type, steps, whateverKey: isKey).map { ExampleBook.Replacement.node($0) }
    let declared = try schema.kind(at: names, of: type)
    if case .json(let text) = read.value, let value = Int64(text) {
      result += [value + 1, value - 1, 0, value * 1000, -1].map { .value(.int($0)) }
    } else {
      switch declared {
      case .bool: result += [.value(.bool(true)), .value(.bool(false))]
      case .number: result += [0, 1, 100_000].map { .value(.int($0)) }
      case .texts:
        result +=
          literals.map { .value(.list([.string($0)])) } + [.value(.list([])), .value(.list([.string("other")]))]
        result += literals.map { .value(.string($0)) } + [.value(.string("other"))]
      case .list: result += [.value(.list([])), .listOfOne]
      case .map: result += [.emptyMap, .mapOfOne]
      case .text, .other, nil:
        result += literals.map { .value(.string($0)) }
        result += ["other", "", "0.0.0.0/0", "1", "{}"].map { .value(.string($0)) }
        if declared != .text {
          result += [.value(.bool(true)), .value(.bool(false)), .emptyMap, .mapOfOne, .listOfOne]
        }
      }
    }
    return result + [.null]
  }

  private static func texts(_ rule: Rule) -> [String] {
    var texts: [String] = []
    if let when = rule.applies.when { texts.append(when.text) }
    for variable in rule.variables {
      switch variable.expressions {
      case .all(let expression): texts.append(expression.text)
      case .byType(let expressions): texts += expressions.values.map(\.text).sorted()
      }
    }
    switch rule.check {
    case .expect(let expression, _): texts.append(expression.text)
    case .absent(_, let expression, _): if let expression { texts.append(expression.text) }
    case .unreachable(let check, _): if let allow = check.allow { texts.append(allow.text) }
    }
    return texts
  }

  /// The texts between quotes in the rule's conditions.
  private static func literals(_ texts: [String]) -> [String] {
    var found: [String] = []
    for text in texts {
      let parts = text.split(separator: "'", omittingEmptySubsequences: false)
      for index in parts.indices where index % 2 == 1 { found.append(String(parts[index])) }
    }
    return found.uniqued()
  }
}
