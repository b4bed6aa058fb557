import CEL
import ResourceGraph
import Rules
import Values

/// Why verdicts are what they are, kept for resources of which a rule reads the same.
///
/// A rule that depends on nothing but the attributes of the resource comes to the same result wherever these are the
/// same, and for the same reasons. Large plans have hundreds of resources that differ in nothing that a rule reads.
struct ExplanationMemo: Sendable {
  private struct Entry: Sendable {
    let example: ResourceID
    /// The attributes that were read, with everything below them.
    let names: [String]
    let verdict: Verdict
    let reasons: Reasons
  }

  private var entries: [Int: [Entry]] = [:]
  /// More would cost more to look through than they save.
  private static let mostEntries = 8

  func reasons(for judgement: Judgement, _ evaluation: RuleEvaluation) -> Reasons? {
    entries[judgement.job]?.first { entry in
      entry.verdict == judgement.verdict && evaluation.readsSame(entry.names, of: judgement.resource, entry.example)
    }?.reasons
  }

  mutating func keep(_ reasons: Reasons, of judgement: Judgement, names: [String]) {
    guard entries[judgement.job, default: []].count < Self.mostEntries else { return }
    entries[judgement.job, default: []].append(
      Entry(example: judgement.resource, names: names, verdict: judgement.verdict, reasons: reasons))
  }
}

/// Tells by an expression's text whether it can depend on anything but attributes of the resource and parameters.
struct OwnAttributes {
  /// Functions whose results depend on their arguments alone, or on the type of the resource.
  private let functions: Set<String>
  /// Names of the resource that is judged.
  private static let subjects: Set<String> = ["resource", "matched"]
  private static let standard: Set<String> = [
    "has", "type", "all", "exists", "exists_one", "filter", "map", "size", "contains", "startsWith", "endsWith",
    "matches",
    "int", "double", "string", "bool", "dyn", "in", "lowerAscii", "upperAscii", "split", "join", "replace", "trim",
    "substring", "indexOf",
  ]

  init() {
    functions = Self.standard.union((NetworkFunctions.functions + TextFunctions.functions).map(\.name)).union([
      JSONFunction.name, UndecidedFunction.function.name, KnownFunction.function.name,
    ])
  }

  /// False in doubt: words in quotes are taken for calls, too.
  func suffice(_ expression: String) -> Bool {
    let text = Array(expression.utf8)
    var index = 0
    while index < text.count {
      guard Self.isLetter(text[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < text.count, Self.isLetter(text[index]) || Self.isDigit(text[index]) { index += 1 }
      let word = String(decoding: text[start..<index], as: UTF8.self)
      var next = index
      while next < text.count, text[next] == 0x20 || text[next] == 0x0A { next += 1 }
      let follows = next < text.count ? text[next] : 0
      if follows == UInt8(ascii: "("), !functions.contains(word) { return false }
      let isMember = start > 0 && text[start - 1] == UInt8(ascii: ".")
      if !isMember, Self.subjects.contains(word), follows != UInt8(ascii: ".") { return false }
    }
    return true
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension CompiledRule {
  /// All its expressions.
  var expressions: [String] {
    var programs = variables.map { $0.program } + [when, condition].compactMap { $0 }
    for case .hole(let program) in message { programs.append(program) }
    return programs.map(\.expression.source)
  }
}

extension RuleEvaluation {
  /// Whether what is said of a resource holds for others whose attributes are the same: it is all there is to know.
  func canShare(_ judgement: Judgement) -> Bool {
    let id = judgement.resource
    return !judgement.isOpen && graph.doubt(about: id) == nil && graph.origin(of: id).position == nil
      && !graph.hasSource(id) && hasNoRelations(id)
  }

  private func hasNoRelations(_ id: ResourceID) -> Bool {
    linked.relations.allSatisfy { number in
      relations.list(number, of: graph.place(of: id), isOpen: false).map { graph.arena.children($0).isEmpty } ?? true
    }
  }

  func readsSame(_ names: [String], of left: ResourceID, _ right: ResourceID) -> Bool {
    guard graph[left].type == graph[right].type else { return false }
    let (one, other) = (graph.values(of: left), graph.values(of: right))
    return names.allSatisfy { name in
      switch (graph.arena.member(one, name), graph.arena.member(other, name)) {
      case (nil, nil): true
      case (let left?, let right?): graph.arena.isSame(left, right)
      default: false
      }
    }
  }
}
