import CEL
import Diagnostics
import ResourceGraph
import Rules
import Values

/// Judges resources by one rule.
final class RuleEvaluation: Sendable {
  let linked: LinkedRule
  let graph: ResourceGraph
  let relations: RelationTable
  /// Whether verdicts may rest on what an input leaves out.
  private let asksForCompleteness: Bool

  init(linked: LinkedRule, graph: ResourceGraph, relations: RelationTable) {
    self.linked = linked
    self.graph = graph
    self.relations = relations
    asksForCompleteness =
      linked.compiled.dependsOnOthers && graph.documents.contains { !$0.completeness.isComplete }
  }

  /// What came of a condition.
  enum Truth {
    case yes
    case no
    case unknown([UnknownItem])
  }

  private var rule: Rule { linked.compiled.rule }

  /// - Throws: a diagnostic if the rule throws; it is never a verdict.
  func verdict(on id: ResourceID, _ evaluator: inout Evaluator) throws(Diagnostic) -> (verdict: Verdict, isOpen: Bool) {
    let judged = try verdictIfThere(on: id, &evaluator)
    // What may not exist may not fail.
    return judged.verdict == .fail && graph.doubt(about: id) != nil ? (.indeterminate, judged.isOpen) : judged
  }

  private func verdictIfThere(on id: ResourceID, _ evaluator: inout Evaluator) throws(Diagnostic) -> (
    verdict: Verdict, isOpen: Bool
  ) {
    let closed = try verdict(id, isOpen: false, &evaluator)
    // In an incomplete input nothing passes because something is absent: what is not there may be what was not planned.
    // Nor does anything fail for lack of what the configuration is known to declare.
    guard asksForCompleteness, closed == .pass || closed == .fail else { return (closed, false) }
    let number = graph.document(of: id)
    guard !graph.documents[number].completeness.isComplete, closed == .pass || mayBeLeftOut(number) else {
      return (closed, false)
    }
    let open = try verdict(id, isOpen: true, &evaluator)
    return (open == closed ? closed : .indeterminate, true)
  }

  /// Whether an incomplete input certainly leaves out resources of the types that the rule's relations are about.
  private func mayBeLeftOut(_ document: Int) -> Bool {
    guard let types = graph.documents[document].leftOutTypes else { return true }
    return linked.compiled.relations.contains { !types.isDisjoint(with: $0.spec.types) }
  }

  func prepare(_ id: ResourceID, isOpen: Bool, _ evaluator: inout Evaluator) {
    let values = graph.values(of: id)
    for slot in linked.subjects { evaluator.set(slot, to: values) }
    evaluator.set(linked.compiled.slots.parameters, to: linked.parameters)
    guard !linked.readRelations.isEmpty else { return }
    let place = graph.place(of: id)
    for (number, slot) in linked.readRelations {
      if let list = relations.list(number, of: place, isOpen: isOpen) { evaluator.set(slot, to: list) }
    }
  }

  private func verdict(_ id: ResourceID, isOpen: Bool, _ evaluator: inout Evaluator) throws(Diagnostic) -> Verdict {
    prepare(id, isOpen: isOpen, &evaluator)
    evaluator.forget(linked.variables)
    var mayNotApply = false
    if let when = linked.when {
      switch try verdict(of: when, "when", id, &evaluator) {
      case false?: return .notApplicable
      case nil: mayNotApply = true
      case true?: break
      }
    }
    guard let condition = linked.condition else { return .fail }
    guard let truth = try verdict(of: condition, "expect", id, &evaluator) else { return .indeterminate }
    if truth != linked.compiled.isAbsence { return .pass }
    return mayNotApply ? .indeterminate : .fail
  }

  /// Whether a program's condition holds, nil if that is not known.
  private func verdict(
    of program: LinkedProgram, _ what: String, _ id: ResourceID, _ evaluator: inout Evaluator
  ) throws(Diagnostic) -> Bool? {
    let value = evaluator.evaluate(program)
    if let truth = value.boolValue { return truth }
    if value.isUnknown { return nil }
    // Says what is wrong with it.
    _ = try truth(of: value, program, what, id, &evaluator)
    return nil
  }

  func truth(
    of program: LinkedProgram, _ what: String, _ id: ResourceID, _ evaluator: inout Evaluator
  ) throws(Diagnostic) -> Truth {
    try truth(of: evaluator.evaluate(program), program, what, id, &evaluator)
  }

  private func truth(
    of value: CELValue, _ program: LinkedProgram, _ what: String, _ id: ResourceID, _ evaluator: inout Evaluator
  ) throws(Diagnostic) -> Truth {
    switch evaluator.result(of: value) {
    case .value(let value):
      if let truth = value.boolValue { return truth ? .yes : .no }
      throw problem("`\(what)` gives something else than true or false", id, nil, program)
    case .unknown(let items): return .unknown(items)
    case .error(let error): throw problem("`\(what)` cannot be evaluated: \(error.message)", id, error, program)
    }
  }

  private func problem(_ message: String, _ id: ResourceID, _ error: EvaluationError?, _ program: LinkedProgram)
    -> Diagnostic
  {
    let source = program.program.expression.source
    let excerpt = error?.range.map { range in
      let place = CEL.SourceLocation(offset: range.start, in: source)
      let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
      return Diagnostic.Excerpt(
        line: place.line <= lines.count ? String(lines[place.line - 1]) : source, column: place.column,
        length: max(1, range.end - range.start))
    }
    return Diagnostic(
      .error, "rule `\(rule.id)`, resource `\(safeText(graph.address(of: id)))`: \(message)", at: rule.location,
      help: "this is a mistake in the rule, not in the input; leave the rule out with --rules until it is mended",
      excerpt: excerpt)
  }
}
