import CEL
import Diagnostics
import ResourceGraph
import Rules
import Values

/// Reasons: what was read, what it depends on, and the sentence that says so.
extension RuleEvaluation {
  /// Why a verdict is what it is.
  struct Explanation: Sendable {
    let message: String
    let evidence: Evidence
    /// The attributes on which all of it rests, nil if it rests on more than the resource's own.
    var names: [String]?

    static let none = Explanation(message: "", evidence: Evidence())
  }

  /// What messages read.
  private struct MessageReads {
    /// Nodes whose values a message shows.
    var focus: [NodeID] = []
    /// Attributes of the resource; nil if something else was read, too.
    var names: [String]? = []

    mutating func add(_ more: [String]?) { names = more.flatMap { more in names.map { $0 + more } } }
  }

  /// Judges a resource once more, with an eye on how the verdict comes about.
  func explanation(
    of judgement: Judgement, observing observed: ObservedRule, _ evaluator: inout Evaluator
  ) throws(Diagnostic) -> Explanation {
    if judgement.verdict == .notApplicable { return Explanation(message: "does not apply", evidence: Evidence()) }
    let id = judgement.resource
    var (evidence, collector) = try evidence(id, isOpen: judgement.isOpen, observed, &evaluator)
    var reads = MessageReads()
    let message = message(judgement.verdict, id, evidence.unknowns, observed, &reads, &evaluator)
    evidence.reads = collector.reads(focus: reads.focus)
    reads.add(collector.names(of: id))
    return Explanation(message: message, evidence: evidence, names: reads.names)
  }

  /// Evaluates everything again with observation; the result is the same, but slower to come by.
  private func evidence(
    _ id: ResourceID, isOpen: Bool, _ observed: ObservedRule, _ evaluator: inout Evaluator
  ) throws(Diagnostic) -> (Evidence, EvidenceCollector) {
    evaluator.reset()
    prepare(id, isOpen: isOpen, &evaluator)
    var collector = EvidenceCollector(graph)
    var unknowns: [UnknownItem] = []
    for (variable, program) in zip(linked.compiled.variables, observed.programs.variables) {
      evaluator[variable.slot] = evaluator.evaluate(program)
      collector.add(evaluator.trace.reads)
    }
    for program in [observed.programs.when, observed.programs.condition] {
      guard let program else { continue }
      if case .unknown(let items) = try truth(of: program, "expect", id, &evaluator) { unknowns += items }
      collector.add(evaluator.trace.reads)
    }
    var evidence = Evidence()
    evidence.relations = relationReads(id)
    evidence.unknowns = reasons(unknowns, evaluator)
    if let doubt = graph.doubt(about: id) { evidence.unknowns.append(doubt) }
    if isOpen { evidence.unknowns += graph.documents[graph.document(of: id)].completeness.reasons }
    evidence.unknowns = evidence.unknowns.uniqued()
    return (evidence, collector)
  }

  /// How each expression of the rule comes out, sub-expression by sub-expression.
  func traces(
    of judgement: Judgement, observing observed: ObservedRule, _ evaluator: inout Evaluator
  ) throws(Diagnostic) -> [ConditionTrace] {
    evaluator.reset()
    prepare(judgement.resource, isOpen: judgement.isOpen, &evaluator)
    var collector = EvidenceCollector(graph)
    var traces: [ConditionTrace] = []
    func add(_ name: String, _ program: LinkedProgram, _ evaluator: inout Evaluator) {
      collector.add(evaluator.trace.reads)
      guard let step = evaluator.trace.explained(program.program.expression) else { return }
      let current = evaluator
      let writer = TraceWriter(graph: graph, collector: collector) { value in
        self.reasons(current.context.unknownItems(value), current)
      }
      traces.append(ConditionTrace(name: name, step: writer.step(step, &evaluator)))
    }
    for (variable, program) in zip(linked.compiled.variables, observed.programs.variables) {
      evaluator[variable.slot] = evaluator.evaluate(program)
      add(variable.name, program, &evaluator)
    }
    if let when = observed.programs.when {
      _ = try truth(of: when, "when", judgement.resource, &evaluator)
      add("applies when", when, &evaluator)
      if judgement.verdict == .notApplicable { return traces }
    }
    if let condition = observed.programs.condition {
      _ = try truth(of: condition, "expect", judgement.resource, &evaluator)
      add(linked.compiled.isAbsence ? "fails when" : "passes when", condition, &evaluator)
    }
    return traces
  }

  private static let mostElements = 25

  private func relationReads(_ id: ResourceID) -> [RelationRead] {
    var reads: [RelationRead] = []
    for (relation, number) in zip(linked.compiled.relations, linked.relations) {
      let elements = relations.elements(number, of: id)
      if elements.isEmpty {
        reads.append(
          RelationRead(
            name: relation.name, from: graph.address(of: id), to: nil, via: "", resolution: nil, through: [], doubt: nil
          ))
      }
      for element in elements.prefix(Self.mostElements) {
        reads.append(
          RelationRead(
            name: relation.name, from: graph.address(of: id), to: element.resource.map { graph.address(of: $0) },
            via: element.via,
            resolution: element.resolution, through: element.through, doubt: element.doubt))
      }
    }
    return reads
  }

  private func reasons(_ items: [UnknownItem], _ evaluator: Evaluator) -> [String] {
    items.map { item in
      let reason = evaluator.context.reason(item)
      switch reason.cause {
      case .notConfigured:
        return "\(reason.detail) is not set, and what the provider then does is known only after apply"
      case .derived: return "known only after apply: \(reason.detail)"
      case .notVisible: return "\(reason.detail) is not visible in the input"
      case .unresolvedReference: return reason.detail
      case .incompleteInput: return reason.detail
      case .notUnderstood: return "not understood: \(reason.detail)"
      }
    }.uniqued()
  }

  private func message(
    _ verdict: Verdict, _ id: ResourceID, _ reasons: [String], _ observed: ObservedRule, _ reads: inout MessageReads,
    _ evaluator: inout Evaluator
  ) -> String {
    switch verdict {
    case .pass: return linked.compiled.rule.title
    case .notApplicable: return "does not apply"
    case .indeterminate:
      let listed = [String](reasons.prefix(3)).joined(separator: "; ")
      let more = reasons.count > 3 ? "; and \(reasons.count - 3) more" : ""
      return "cannot be decided: \(listed.isEmpty ? "it depends on what is known only after apply" : listed + more)"
    case .fail: break
    }
    var text = ""
    for part in observed.message {
      switch part {
      case .text(let piece): text += piece
      case .hole(let program): text += hole(program, id, &reads, &evaluator)
      }
    }
    return text
  }

  private func hole(
    _ program: LinkedProgram, _ id: ResourceID, _ reads: inout MessageReads, _ evaluator: inout Evaluator
  ) -> String {
    let value = evaluator.evaluate(program)
    evaluator.nodes(in: value, into: &reads.focus)
    var collector = EvidenceCollector(graph)
    collector.add(evaluator.trace.reads)
    reads.add(collector.names(of: id))
    if collector.readSensitive { return "(sensitive)" }
    if value.isUnknown { return "(known after apply)" }
    if value.isError { return "?" }
    return Redaction.scrubbed(value.isList ? listed(value, &evaluator) : evaluator.display(value), graph.valueDigest)
  }

  private static let mostListed = 12

  /// A list as a sentence has it: its elements and those of lists in it, each once; what is null says nothing.
  private func listed(_ list: CELValue, _ evaluator: inout Evaluator) -> String {
    var texts: [String] = []
    collect(list, &evaluator, into: &texts)
    texts = texts.uniqued()
    guard !texts.isEmpty else { return "none" }
    let more = texts.count > Self.mostListed ? " and \(texts.count - Self.mostListed) more" : ""
    return texts.prefix(Self.mostListed).joined(separator: ", ") + more
  }

  private func collect(_ list: CELValue, _ evaluator: inout Evaluator, into texts: inout [String]) {
    for element in evaluator.elements(of: list) {
      if element.isList {
        collect(element, &evaluator, into: &texts)
      } else if !element.isNull {
        texts.append(evaluator.display(element))
      }
    }
  }
}

extension [String] {
  /// Each text once, in order of first appearance.
  package func uniqued() -> [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
