import Assessments
import Diagnostics
import ResourceGraph

/// One finding for a person at a terminal, with how each expression of its rule came out.
public struct FindingPage {
  private let assessment: Assessment
  private let observation: Observation
  private let traces: [ConditionTrace]
  private var page: TerminalPage

  /// - Parameter traces: in the order in which the expressions were evaluated.
  public static func render(
    _ observation: Observation, of assessment: Assessment, _ traces: [ConditionTrace], color: Bool, width: Int
  ) -> [UInt8] {
    var page = FindingPage(
      assessment: assessment, observation: observation, traces: traces,
      page: TerminalPage(palette: Palette(isOn: color), width: max(60, min(width, 140))))
    page.write()
    return Array(page.page.text.utf8)
  }

  private mutating func write() {
    header()
    for trace in traces { condition(trace) }
    reads()
    relations()
    way()
    unknowns()
    if observation.verdict == .fail {
      title("What to do")
      page.paragraph(observation.remediation, prefix: "  ", style: { $0 })
    }
    guard let hint = assessment.fix(of: observation) else { return }
    page.line()
    TerminalFix.write(hint, id: nil, isWhole: true, &page)
  }

  private mutating func header() {
    let palette = page.palette
    let word =
      switch observation.verdict {
      case .pass: palette.green("passes")
      case .fail: palette.red("fails")
      case .indeterminate: palette.yellow("is undecided")
      case .notApplicable: palette.dim("does not apply")
      }
    page.line("\(palette.bold(safeText(observation.address))) \(word)")
    page.line("  \(safeText(observation.title))")
    let numbers = observation.requirements.map(\.id)
    let requirements = numbers.isEmpty ? "" : "  ·  PCI DSS \(numbers.joined(separator: ", "))"
    page.line("  \(palette.dim("\(observation.rule) · \(observation.severity.rawValue)\(requirements)"))")
    if let id = assessment.fingerprint(of: observation) { page.line("  \(palette.dim("finding \(id)"))") }
    if let source = observation.source { page.line("  \(palette.dim(safeText(source.description)))") }
    if !observation.message.isEmpty, observation.verdict != .pass {
      page.line()
      page.paragraph(safeText(observation.message), prefix: "  ", style: { $0 })
    }
    if let waiver = observation.waiver {
      page.paragraph(
        "waived until \(waiver.expires.text): \(safeText(waiver.reason, limit: 400))", prefix: "  ✎ ",
        style: palette.cyan)
    }
  }

  private mutating func title(_ text: String) {
    page.line()
    page.line(page.palette.bold(text))
  }

  private mutating func condition(_ trace: ConditionTrace) {
    let isCondition = trace.name.contains(" ")
    title(isCondition ? trace.name.prefix(1).uppercased() + trace.name.dropFirst() : "\(safeText(trace.name)) is")
    step(trace.step, depth: 1)
  }

  /// Deeper parts are for those who read the rule itself.
  private static let deepest = 14

  private mutating func step(_ step: ConditionTrace.Step, depth: Int) {
    let indent = String(repeating: "  ", count: depth)
    let palette = page.palette
    let round = step.round.map { palette.dim("[\($0)] ") } ?? ""
    let text = safeText(step.text, limit: 400)
    let mark = step.isDecisive ? palette.bold("  ← decides") : ""
    switch step.value {
    case .notEvaluated:
      page.line(palette.dim("\(indent)\(text)  (not evaluated: settled already)"))
    case .known(let value):
      page.line("\(indent)\(round)\(text) = \(colored(safeText(value)))\(mark)")
    case .assumed(let value, let because):
      page.line("\(indent)\(round)\(text) = \(colored(safeText(value)))\(mark)")
      page.paragraph(
        "assumed, because nobody set it: \(safeText(because.because)); \(safeText(because.source))",
        prefix: indent + "  ", style: palette.dim)
    case .unknown(let reasons):
      page.line("\(indent)\(round)\(text) = \(palette.yellow("unknown"))\(mark)")
      // The reasons stand where the unknown value comes in.
      guard step.parts.allSatisfy({ if case .unknown = $0.value { false } else { true } }) else { break }
      for reason in reasons.prefix(4) { page.paragraph(safeText(reason), prefix: indent + "  ", style: palette.dim) }
    case .failed(let why): page.line("\(indent)\(round)\(text) = \(palette.red(safeText(why)))")
    }
    guard depth < Self.deepest else { return }
    for part in step.parts { self.step(part, depth: depth + 1) }
  }

  private func colored(_ value: String) -> String {
    switch value {
    case "true": page.palette.green(value)
    case "false": page.palette.red(value)
    default: value
    }
  }

  private mutating func reads() {
    guard !observation.evidence.reads.isEmpty else { return }
    title("What was read")
    for read in observation.evidence.reads {
      let owner = read.address == observation.address ? "" : "\(safeText(read.address))."
      let place = read.source.map { "  (\(safeText($0.description)))" } ?? read.position.map { "  (line \($0.line))" }
      page.paragraph(
        "\(owner)\(safeText(read.path)) \(EvidenceWords.value(read.value))\(place ?? "")\(EvidenceWords.assumption(read))",
        prefix: "  ", style: { $0 })
    }
  }

  private mutating func relations() {
    guard !observation.evidence.relations.isEmpty else { return }
    title("What was followed")
    for read in observation.evidence.relations {
      page.paragraph(EvidenceWords.relation(read), prefix: "  ", style: { $0 })
    }
  }

  private mutating func way() {
    guard !observation.evidence.path.isEmpty else { return }
    title("The way of a packet, or what blocks it")
    for step in observation.evidence.path {
      page.paragraph(
        safeText("\(step.role) \(step.element)\(step.note.map { ": \($0)" } ?? "")"), prefix: "  ", style: { $0 })
    }
  }

  private mutating func unknowns() {
    guard !observation.evidence.unknowns.isEmpty else { return }
    title("What is not known")
    for text in observation.evidence.unknowns { page.paragraph(safeText(text), prefix: "  ", style: { $0 }) }
  }
}
