import CEL
import ResourceGraph
import Values

/// Turns values of an evaluation into texts that may be shown.
struct TraceWriter {
  let graph: ResourceGraph
  /// What was read, which says what of it is secret.
  let collector: EvidenceCollector
  let reasons: (CELValue) -> [String]

  private static let longestValue = 160
  private static let mostElements = 6
  /// More elements than this are counted, not shown, unless they settle the result.
  private static let mostRounds = 8

  func step(_ step: ExplainedStep, _ evaluator: inout Evaluator) -> ConditionTrace.Step {
    var parts: [ConditionTrace.Step] = []
    for part in step.parts where (part.round ?? 0) < Self.mostRounds || part.isDecisive {
      parts.append(self.step(part, &evaluator))
    }
    return ConditionTrace.Step(
      text: step.text, value: step.value.map { value($0, &evaluator) } ?? .notEvaluated, isDecisive: step.isDecisive,
      round: step.round, parts: parts)
  }

  private func value(_ value: CELValue, _ evaluator: inout Evaluator) -> ConditionTrace.Value {
    if value.isUnknown { return .unknown(reasons(value)) }
    if value.isError { return .failed("an error, which only counts if it decides") }
    let text = text(value, &evaluator)
    if let node = value.node, let assumed = graph.assumedDefaults[graph.arena.resolved(node)] {
      return .assumed(text, Assumption(source: assumed.source, because: assumed.because))
    }
    return .known(text)
  }

  private func text(_ value: CELValue, _ evaluator: inout Evaluator) -> String {
    if let truth = value.boolValue { return truth ? "true" : "false" }
    if value.isNull { return "null" }
    if value.isUnknown { return "(known after apply)" }
    if value.isList, value.node.map({ !collector.hides($0) }) ?? true { return list(value, &evaluator) }
    if let node = value.node.map({ graph.arena.resolved($0) }) {
      if let resource = graph.resource(at: node) { return withoutSecrets(graph[resource].address, graph.valueDigest) }
      if collector.hides(node) { return "(sensitive)" }
      var writer = EvidenceJSON(arena: graph.arena, limit: Self.longestValue, digest: graph.valueDigest)
      return cut(writer.text(of: node))
    }
    // What was computed from a secret can tell it.
    if collector.readSensitive { return "(sensitive)" }
    if value.isMap { return "a map" }
    return cut(Redaction.scrubbed(evaluator.text(of: value), graph.valueDigest))
  }

  private func list(_ list: CELValue, _ evaluator: inout Evaluator) -> String {
    let elements = evaluator.elements(of: list)
    let texts = elements.prefix(Self.mostElements).map { text($0, &evaluator) }
    let more = elements.count > Self.mostElements ? ", and \(elements.count - Self.mostElements) more" : ""
    return cut("[\(texts.joined(separator: ", "))\(more)]", limit: 3 * Self.longestValue)
  }

  private func cut(_ text: String, limit: Int = longestValue) -> String {
    text.count <= limit ? text : "\(text.prefix(limit))…"
  }
}
