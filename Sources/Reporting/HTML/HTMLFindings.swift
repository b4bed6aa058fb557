import Assessments
import ResourceGraph
import Rules

/// The findings rule by rule, the gravest first, each with its evidence.
struct HTMLFindings {
  let assessment: Assessment
  /// Failures and undecided results with evidence, the same number of each rule.
  private static let mostDetailed = 3_000
  /// Failures and undecided results with their sentence; the table has them all.
  private static let mostListed = 10_000
  /// Passes with evidence; of more, the resources are named.
  private static let mostPasses = 3_000
  /// Passing resources named in one list.
  private static let mostNamed = 200

  func write(to page: inout HTMLPage) {
    page.raw("<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>\n")
    let groups = groups()
    let passes = assessment.count(.pass)
    let findings = assessment.count(.fail) + assessment.count(.indeterminate)
    let counts = groups.map { $0.count(.fail) + $0.count(.indeterminate) }
    let room = Room(detailed: Self.share(Self.mostDetailed, counts), listed: Self.share(Self.mostListed, counts))
    if passes > Self.mostPasses {
      page.raw("<p>There are \(passes) passes: of each rule the first \(Self.mostNamed) resources are named here. ")
      page.raw("findings.csv lists them all, assessment.json has the evidence of each.</p>\n")
    }
    if findings > Self.mostDetailed {
      page.raw("<p>There are \(findings) failed or undecided checks: of each rule the first \(room.detailed) have ")
      page.raw("their evidence here")
      if counts.contains(where: { $0 > room.listed }) { page.raw(", and the first \(room.listed) are named") }
      page.raw(". findings.csv lists them all, assessment.json has the evidence of each.</p>\n")
    }
    filter(&page)
    for group in groups { rule(group, showsPassEvidence: passes <= Self.mostPasses, room, &page) }
    if groups.isEmpty { page.raw("<p>Nothing was assessed: no resource in the inputs that a rule looks at.</p>\n") }
    page.raw("</section>\n")
  }

  /// How many findings of a rule are shown.
  private struct Room {
    var detailed: Int
    var listed: Int
  }

  /// How many of each rule may be shown so that all together are not more than a number: what rules with few findings
  /// leave is for the others.
  private static func share(_ total: Int, _ counts: [Int]) -> Int {
    var left = total
    var rules = counts.count
    for count in counts.sorted() {
      guard count * rules > left else {
        left -= count
        rules -= 1
        continue
      }
      return max(left / rules, 1)
    }
    return .max
  }

  private struct Group {
    let rule: RuleSummary
    var byVerdict: [Verdict: [Observation]] = [:]

    func count(_ verdict: Verdict) -> Int { byVerdict[verdict]?.count ?? 0 }

    /// Failures first, then undecided ones, then passes.
    var rank: Int { count(.fail) > 0 ? 0 : count(.indeterminate) > 0 ? 1 : count(.pass) > 0 ? 2 : 3 }
  }

  private func groups() -> [Group] {
    var groups: [String: Group] = [:]
    let rules = Dictionary(assessment.rules.map { ($0.id, $0) }) { first, _ in first }
    for observation in assessment.observations {
      guard let rule = rules[observation.rule] else { continue }
      groups[observation.rule, default: Group(rule: rule)].byVerdict[observation.verdict, default: []].append(
        observation)
    }
    return groups.values.sorted { left, right in
      if left.rank != right.rank { return left.rank < right.rank }
      if left.rule.severity != right.rule.severity { return left.rule.severity > right.rule.severity }
      return left.rule.id < right.rule.id
    }
  }

  /// Shown by the script, which it needs.
  private func filter(_ page: inout HTMLPage) {
    page.raw("<form id=\"filter\" role=\"search\" hidden><label for=\"q\">Search</label>")
    page.raw("<input type=\"search\" id=\"q\" placeholder=\"rule, resource, message\">")
    page.raw("<label for=\"v\">Verdict</label><select id=\"v\"><option value=\"\">all</option>")
    for (value, word) in [("fail", "failed"), ("waived", "waived"), ("open", "undecided"), ("pass", "passed")] {
      page.raw("<option value=\"\(value)\">\(word)</option>")
    }
    page.raw("</select><label for=\"sv\">Severity</label><select id=\"sv\"><option value=\"\">all</option>")
    for severity in Severity.allCases.reversed() {
      page.raw("<option value=\"\(severity.rawValue)\">\(severity.rawValue)</option>")
    }
    page.raw("</select><button type=\"button\" id=\"all\" aria-pressed=\"false\">Open all</button>")
    page.raw("<output id=\"count\" for=\"q v sv\"></output></form>\n")
  }

  private func rule(_ group: Group, showsPassEvidence: Bool, _ room: Room, _ page: inout HTMLPage) {
    let rule = group.rule
    page.raw("<details class=\"rule\" id=\"\(escaped(rule.id))\" data-s=\"\(rule.severity.rawValue)\"><summary>")
    page.raw("<span class=\"t\">\(escaped(rule.title))</span><span>\(counts(group))</span>")
    let numbers = rule.requirements.filter { $0.version == assessment.ruleSet.standardVersion }.map(\.id)
    page.raw("<span class=\"m\"><span class=\"sev\">\(rule.severity.rawValue)</span> · \(escaped(rule.id))")
    if !numbers.isEmpty { page.raw(" · PCI DSS \(escaped(numbers.joined(separator: ", ")))") }
    page.raw("</span></summary><div>\n")
    text(rule, &page)
    var room = room
    for (verdict, title) in [(Verdict.fail, "Failed"), (.indeterminate, "Undecided")] {
      guard let observations = group.byVerdict[verdict] else { continue }
      page.raw("<h4>\(title) (\(observations.count))</h4>\n")
      for observation in observations.prefix(room.listed) {
        finding(observation, isDetailed: room.detailed > 0, &page)
        room.detailed -= 1
      }
      if observations.count > room.listed {
        page.raw("<p>and \(observations.count - room.listed) more, which findings.csv lists.</p>\n")
      }
      room.listed -= min(room.listed, observations.count)
    }
    passes(group.byVerdict[.pass] ?? [], showsEvidence: showsPassEvidence, &page)
    if group.count(.notApplicable) > 0 {
      page.raw(
        "<p class=\"soft\">Not applicable to \(group.count(.notApplicable)) further resources of its types.</p>\n")
    }
    page.raw("</div></details>\n")
  }

  private func counts(_ group: Group) -> String {
    var parts: [String] = []
    for (verdict, mark, word) in [
      (Verdict.fail, HTMLMark.fail, "failed"), (.indeterminate, .indeterminate, "undecided"), (.pass, .pass, "passed"),
      (.notApplicable, .notApplicable, "n/a"),
    ] where group.count(verdict) > 0 {
      parts.append("<span class=\"s \(mark.style)\">\(mark.glyph) \(group.count(verdict)) \(word)</span>")
    }
    return parts.joined(separator: " ")
  }

  private func text(_ rule: RuleSummary, _ page: inout HTMLPage) {
    page.raw("<p>\(escaped(rule.rationale))</p>\n<p><strong>What to do:</strong> \(escaped(rule.remediation))</p>\n")
    page.raw("<details class=\"more\"><summary>The rule's text and requirements</summary><div>")
    page.raw(
      "<pre>\(rule.condition.split(separator: "\n", omittingEmptySubsequences: false).map { escaped(String($0)) }.joined(separator: "\n"))</pre>"
    )
    let links = rule.requirements.filter { $0.version == assessment.ruleSet.standardVersion }
    if !links.isEmpty {
      page.raw("<ul>")
      for link in links {
        page.raw("<li>PCI DSS v\(escaped(link.version)) \(escaped(link.id)) (\(link.coverage.rawValue))")
        page.raw(link.because.map { ": \(escaped($0))" } ?? "")
        page.raw("</li>")
      }
      page.raw("</ul>")
    }
    if !rule.references.isEmpty {
      page.raw("<p>See \(rule.references.map { "<code>\(escaped($0))</code>" }.joined(separator: ", "))</p>")
    }
    page.raw("</div></details>\n")
  }

  private func finding(_ observation: Observation, isDetailed: Bool, _ page: inout HTMLPage) {
    let mark = HTMLMark(observation)
    page.raw(
      "<details class=\"o\" data-v=\"\(mark.style)\"><summary><span class=\"s \(mark.style)\">\(mark.glyph)</span> ")
    page.raw("<code>\(escaped(observation.address))</code>")
    if observation.isWaived { page.raw(" <strong>waived</strong>") }
    if let zone = observation.zone { page.raw(" <span class=\"soft\">zone \(escaped(zone))</span>") }
    page.raw("<br>\(escaped(observation.message))</summary><div>\n")
    if assessment.inputs.count > 1, let input = observation.input {
      page.raw("<p class=\"soft\">in \(escaped(assessment.inputs[input].name))</p>\n")
    }
    if let waiver = observation.waiver { self.waiver(waiver, &page) }
    if isDetailed {
      if let hint = assessment.fix(of: observation) { fix(hint, &page) }
      HTMLEvidence(observation: observation).write(to: &page)
    } else {
      page.raw("<p class=\"soft\">The evidence is in assessment.json.</p>\n")
    }
    page.raw("</div></details>\n")
  }

  private func fix(_ hint: FixHint, _ page: inout HTMLPage) {
    for change in hint.changes {
      page.raw("<p>\(escaped(FixWords.heading(change)))</p>\n<pre>")
      let lines = change.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      page.raw(lines.map { escaped(String($0)) }.joined(separator: "\n"))
      page.raw("</pre>\n")
    }
    if let words = FixWords.placeholders(hint) { page.raw("<p class=\"soft\">\(escaped(words))</p>\n") }
  }

  private func waiver(_ waiver: Waiver, _ page: inout HTMLPage) {
    page.raw("<p class=\"warning\"><strong>Waived</strong> until \(waiver.expires.text) (\(waiver.kind.rawValue)): ")
    page.raw(escaped(waiver.reason))
    for (what, text) in [("owner", waiver.owner), ("ticket", waiver.ticket), ("approved by", waiver.approvedBy)] {
      if let text { page.raw("; \(what) \(escaped(text))") }
    }
    page.raw(". The failure stays a failure.</p>\n")
  }

  private func passes(_ passes: [Observation], showsEvidence: Bool, _ page: inout HTMLPage) {
    guard !passes.isEmpty else { return }
    page.raw(
      "<details class=\"more\" data-v=\"pass\"><summary><span class=\"s pass\">✓</span> Passed (\(passes.count))</summary><div>\n"
    )
    if showsEvidence {
      for observation in passes {
        page.raw("<details class=\"o more\"><summary><code>\(escaped(observation.address))</code></summary><div>\n")
        HTMLEvidence(observation: observation).write(to: &page)
        page.raw("</div></details>\n")
      }
    } else {
      page.raw("<ul class=\"plain\">\n")
      for observation in passes.prefix(Self.mostNamed) {
        page.raw("<li><code>\(escaped(observation.address))</code></li>\n")
      }
      page.raw("</ul>\n")
      if passes.count > Self.mostNamed {
        page.raw("<p>and \(passes.count - Self.mostNamed) more, which findings.csv lists.</p>\n")
      }
    }
    page.raw("</div></details>\n")
  }
}
