import Assessments
import Diagnostics
import ResourceGraph
import Rules

/// The report for a person at a terminal: failures first, then what could not be decided, then one screen of summary.
public enum TerminalReport: ReportFormat {
  public static let name = "terminal"
  /// More failures of one rule than this are counted, not listed, unless all are asked for.
  public static let listedFindings = 20
  /// The same for undecided results.
  private static let listedUndecided = 5
  /// Attributes and relations shown for one result.
  private static let listedReads = 6
  private static let listedRelations = 4

  public static var showsDigests: Bool { false }

  /// The first findings of each rule, unless all are asked for.
  public static func evidence(verbose: Bool) -> EvidenceDemand {
    verbose ? .all : .findings(perRule: listedFindings)
  }

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    var page = TerminalPage(palette: Palette(isOn: options.color), width: max(60, min(options.width, 120)))
    page.tellsChanges = assessment.tellsChanges
    page.tellsBaseline = assessment.baseline != nil
    let incomplete = assessment.inputs.filter { !$0.completeness.isComplete }
    for input in incomplete {
      for reason in input.completeness.reasons {
        page.line(page.palette.yellow("! \(safeText(input.name)): \(reason)"))
      }
    }
    if !incomplete.isEmpty { page.line() }
    failures(assessment, options, &page)
    undecided(assessment, options, &page)
    TerminalChanges.fixed(assessment, &page)
    if options.verbose { passes(assessment, &page) }
    TerminalSummary(assessment: assessment, options: options).write(to: &page)
    return LogCommands.defused(Array(page.text.utf8))
  }

  private static func failures(_ assessment: Assessment, _ options: ReportOptions, _ page: inout TerminalPage) {
    let all = assessment.observations
    for group in grouped(all, .fail) {
      guard let place = group.first else { continue }
      let first = all[place]
      header("FAIL", first, &page)
      let listed = options.verbose ? group.count : listedFindings
      // What somebody has to act on first.
      let shown = all.ranked(group, first: listed).map { all[$0] }
      for observation in shown {
        finding(observation, assessment, isVerbose: options.verbose, &page)
        if options.verbose { fix(observation, assessment, isWhole: true, &page) }
      }
      rest(group.count - listed, &page)
      page.paragraph(first.remediation, prefix: "  → ", style: page.palette.green)
      // The findings of a rule are mended alike: one shows how.
      if !options.verbose, let example = shown.first { fix(example, assessment, isWhole: false, &page) }
      page.line()
    }
  }

  private static func fix(
    _ observation: Observation, _ assessment: Assessment, isWhole: Bool, _ page: inout TerminalPage
  ) {
    guard let hint = assessment.fix(of: observation) else { return }
    TerminalFix.write(hint, id: assessment.fingerprint(of: observation), isWhole: isWhole, &page)
  }

  private static func header(_ word: String, _ observation: Observation, _ page: inout TerminalPage) {
    let palette = page.palette
    let label = palette.severity(observation.severity, "\(word) \(observation.severity.rawValue)")
    page.line("\(label)  \(palette.bold(safeText(observation.title)))")
    let requirements = observation.requirements.map(\.id)
    let numbers = requirements.isEmpty ? "" : "  ·  PCI DSS \(requirements.joined(separator: ", "))"
    page.line("  \(palette.dim(observation.rule + numbers))")
  }

  private static func finding(
    _ observation: Observation, _ assessment: Assessment, isVerbose: Bool, _ page: inout TerminalPage
  ) {
    let palette = page.palette
    let several = assessment.inputs.count > 1
    let origin = several ? observation.input.map { palette.dim("  \(safeText(assessment.inputs[$0].name))") } ?? "" : ""
    page.line("  \(palette.bold(safeText(observation.address)))\(origin)")
    source(observation, &page)
    if isVerbose { id(observation, assessment, &page) }
    page.paragraph(safeText(observation.message), prefix: "      ", style: { $0 })
    TerminalChanges.finding(observation, &page)
    if let waiver = observation.waiver { self.waiver(waiver, &page) }
    evidence(observation, &page)
  }

  /// The place as editors open it, with the module calls that lead there.
  private static func source(_ observation: Observation, _ page: inout TerminalPage) {
    guard let source = observation.source else { return }
    page.line("      \(page.palette.dim(safeText(source.description)))")
  }

  /// By which `pcicheck explain` knows the finding.
  private static func id(_ observation: Observation, _ assessment: Assessment, _ page: inout TerminalPage) {
    guard let id = assessment.fingerprint(of: observation) else { return }
    page.line("      \(page.palette.dim("id \(id)"))")
  }

  private static func waiver(_ waiver: Waiver, _ page: inout TerminalPage) {
    page.paragraph(waiver.sentence, prefix: "      ✎ ", style: page.palette.cyan)
  }

  /// Reads of members of the same list element together.
  private static func blocks(_ reads: [AttributeRead]) -> [[AttributeRead]] {
    var order: [String] = []
    var groups: [String: [AttributeRead]] = [:]
    for read in reads {
      let key = "\(read.address).\(block(of: read) ?? read.path)"
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(read)
    }
    return order.compactMap { groups[$0] }
  }

  /// The element that a member belongs to: `ingress[0]` of `ingress[0].from_port`.
  private static func block(of read: AttributeRead) -> String? {
    guard let bracket = read.path.lastIndex(of: "]") else { return nil }
    let end = read.path.index(after: bracket)
    return end < read.path.endIndex && read.path[end] == "." ? String(read.path[..<end]) : nil
  }

  private static func attributes(_ reads: [AttributeRead], _ observation: Observation, _ page: inout TerminalPage) {
    guard reads.count > 1, let first = reads.first, let block = block(of: first) else {
      for read in reads { attribute(read, observation, &page) }
      return
    }
    let owner = first.address == observation.address ? "" : "\(safeText(first.address))."
    var text = "\(owner)\(safeText(block)): "
    text += reads.map { read in
      "\(safeText(String(read.path.dropFirst(block.count + 1)))) \(EvidenceWords.value(read.value))\(EvidenceWords.assumption(read))"
    }.joined(separator: ", ")
    if let position = reads.lazy.compactMap(\.position).first { text += "  (line \(position.line))" }
    page.paragraph(text, prefix: "      · ", style: page.palette.dim)
  }

  private static let listedSteps = 24

  /// One hop of a packet, or what blocks it.
  private static func step(_ step: PathStep, _ page: inout TerminalPage) {
    let attribute = step.attribute.map { " \($0)" } ?? ""
    let behind = step.address.map { step.element.hasPrefix($0) ? "" : " (\($0)\(attribute))" } ?? ""
    let text = "\(step.role) \(step.element)\(behind)\(step.note.map { ": \($0)" } ?? "")"
    let place = step.source.map { "  (\(safeText($0)))" } ?? ""
    page.paragraph(safeText(text) + place, prefix: "      · ", style: page.palette.dim)
  }

  /// What decided the verdict; what is empty says nothing to a person and stands in the JSON report.
  private static func evidence(_ observation: Observation, _ page: inout TerminalPage) {
    let evidence = observation.evidence
    let reads = evidence.reads.filter { $0.value != .json("[]") }
    let blocks = blocks(reads)
    for block in blocks.prefix(listedReads) { attributes(block, observation, &page) }
    for step in evidence.path.prefix(listedSteps) { self.step(step, &page) }
    let relations = evidence.relations
    for relation in relations.filter({ !isEmpty($0) }).prefix(listedRelations) { self.relation(relation, &page) }
    let empty = relations.filter(isEmpty).map(\.name)
    if !empty.isEmpty {
      page.paragraph("none found: \(empty.joined(separator: ", "))", prefix: "      · ", style: page.palette.dim)
    }
  }

  private static func isEmpty(_ relation: RelationRead) -> Bool { relation.to == nil && relation.doubt == nil }

  private static func attribute(_ read: AttributeRead, _ observation: Observation, _ page: inout TerminalPage) {
    let owner = read.address == observation.address ? "" : "\(safeText(read.address))."
    var text = "\(owner)\(safeText(read.path)) \(EvidenceWords.value(read.value))"
    if let position = read.position { text += "  (line \(position.line))" }
    page.paragraph(text + EvidenceWords.assumption(read), prefix: "      · ", style: page.palette.dim)
  }

  private static func relation(_ read: RelationRead, _ page: inout TerminalPage) {
    page.paragraph(EvidenceWords.relation(read), prefix: "      · ", style: page.palette.dim)
  }

  private static func undecided(_ assessment: Assessment, _ options: ReportOptions, _ page: inout TerminalPage) {
    let all = assessment.observations
    for group in grouped(all, .indeterminate) {
      guard let place = group.first else { continue }
      header("UNDECIDED", all[place], &page)
      let listed = options.verbose ? group.count : listedUndecided
      for observation in group.prefix(listed).lazy.map({ all[$0] }) {
        page.line("  \(page.palette.bold(safeText(observation.address)))")
        source(observation, &page)
        if options.verbose { id(observation, assessment, &page) }
        page.paragraph(safeText(observation.message), prefix: "      ", style: { $0 })
      }
      rest(group.count - listed, &page)
      page.line()
    }
  }

  private static func rest(_ count: Int, _ page: inout TerminalPage) {
    guard count > 0 else { return }
    page.line(page.palette.dim("  … and \(count) more; --verbose lists them, --format json has them all"))
  }

  private static func passes(_ assessment: Assessment, _ page: inout TerminalPage) {
    let all = assessment.observations
    for group in grouped(all, .pass) {
      guard let first = group.first.map({ all[$0] }) else { continue }
      let palette = page.palette
      page.line("\(palette.green("pass"))  \(safeText(first.title))  \(palette.dim(first.rule))")
      for observation in group.lazy.map({ all[$0] }) {
        page.line("  \(safeText(observation.address))")
        evidence(observation, &page)
      }
    }
    page.line()
  }

  /// The places of the observations with a verdict, by rule, gravest first.
  private static func grouped(_ observations: [Observation], _ verdict: Verdict) -> [[Int]] {
    var groups: [[Int]] = []
    var places: [String: Int] = [:]
    // Observations of one rule mostly follow each other.
    var last: ObjectIdentifier?
    var group = 0
    for index in observations.indices where observations[index].verdict == verdict {
      let subject = ObjectIdentifier(observations[index].subject)
      if subject != last {
        last = subject
        group = places[observations[index].rule] ?? groups.count
        if group == groups.count {
          places[observations[index].rule] = group
          groups.append([])
        }
      }
      groups[group].append(index)
    }
    return groups.sorted { left, right in
      let (first, second) = (observations[left[0]], observations[right[0]])
      return first.severity != second.severity ? first.severity > second.severity : first.rule < second.rule
    }
  }
}
