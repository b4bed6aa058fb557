import Assessments
import Rules

/// The standard item by item: what the evidence says, and what it does not.
struct HTMLRequirements {
  let assessment: Assessment

  func write(to page: inout HTMLPage) {
    page.raw("<section aria-labelledby=\"requirements\"><h2 id=\"requirements\">Requirements</h2>\n")
    page.raw(
      "<p><strong>Supported</strong>: every automated check passes. <strong>Contradicted</strong>: a check fails. "
        + "<strong>Inconclusive</strong>: no check fails, one is undecided. <strong>Partially covered</strong>: what was "
        + "checked passes, indirectly or for some of the items. <strong>Not covered</strong>: no check says anything. "
        + "Each resource counts once, by the gravest of its verdicts.</p>\n")
    for (index, standard) in assessment.standards.enumerated() {
      if index > 0 {
        page.raw(
          "<details class=\"more\"><summary>The same by the numbers of \(escaped(standard.title))</summary><div>\n")
      }
      self.standard(standard, &page)
      if index > 0 { page.raw("</div></details>\n") }
    }
    page.raw("</section>\n")
  }

  private func anchor(_ entry: RequirementEvidence, _ standard: StandardEvidence) -> String {
    escaped("v\(standard.version)-req-\(entry.id)")
  }

  private func standard(_ standard: StandardEvidence, _ page: inout HTMLPage) {
    overview(standard, &page)
    let groups = standard.requirements.filter { $0.level == .principal }
    for group in groups {
      let items = standard.requirements.filter {
        $0.level == .requirement && Catalogue.principal(of: $0.id) == group.id && $0.id != group.id
      }
      page.raw("<details id=\"\(anchor(group, standard))\"><summary>")
      page.raw(
        "\(Self.badge(group.status)) <strong>\(escaped(group.id))</strong> \(escaped(group.title))</summary><div>\n")
      table(items, &page)
      page.raw("</div></details>\n")
    }
  }

  /// One row a principal requirement.
  private func overview(_ standard: StandardEvidence, _ page: inout HTMLPage) {
    page.raw("<div class=\"wide\"><table><caption>\(escaped(standard.title)), items by status</caption><thead><tr>")
    page.raw("<th scope=\"col\" colspan=\"2\">Requirement</th>")
    for status in RequirementEvidence.Status.allCases {
      page.raw("<th scope=\"col\" class=\"n\">\(Self.shortName(status))</th>")
    }
    page.raw("</tr></thead><tbody>\n")
    for group in standard.requirements where group.level == .principal {
      let items = standard.requirements.filter {
        $0.level == .requirement && Catalogue.principal(of: $0.id) == group.id && $0.id != group.id
      }
      page.raw(
        "<tr><th scope=\"row\" class=\"id\"><a href=\"#\(anchor(group, standard))\">\(escaped(group.id))</a></th><td>\(escaped(group.title))</td>"
      )
      for status in RequirementEvidence.Status.allCases {
        let count = items.count { $0.status == status }
        page.raw("<td class=\"n\">\(count == 0 ? "<span class=\"soft\">0</span>" : Self.count(count, status))</td>")
      }
      page.raw("</tr>\n")
    }
    page.raw("</tbody></table></div>\n")
  }

  private static func count(_ count: Int, _ status: RequirementEvidence.Status) -> String {
    "<span class=\"s \(style(status))\">\(count)</span>"
  }

  private func table(_ items: [RequirementEvidence], _ page: inout HTMLPage) {
    page.raw("<div class=\"wide\"><table><caption>Resources by what came of them</caption><thead><tr>")
    page.raw("<th scope=\"col\">Item</th><th scope=\"col\">Status</th>")
    for name in ["All", "Passed", "Failed", "Waived", "Open", "N/A"] {
      page.raw("<th scope=\"col\" class=\"n\">\(name)</th>")
    }
    page.raw("<th scope=\"col\">The evidence supports, and what remains</th></tr></thead><tbody>\n")
    for item in items {
      page.raw("<tr><th scope=\"row\"><span class=\"id\">\(escaped(item.id))</span><br>\(escaped(item.title))</th>")
      page.raw("<td>\(Self.badge(item.status))")
      if let coverage = item.coverage { page.raw("<br><span class=\"soft\">coverage: \(escaped(coverage))</span>") }
      page.raw("</td>")
      let population = item.population
      for number in [
        population.resources, population.passed, population.failed, population.waived, population.indeterminate,
        population.notApplicable,
      ] { page.raw("<td class=\"n\">\(number == 0 ? "<span class=\"soft\">0</span>" : String(number))</td>") }
      page.raw("<td>\(escaped(item.supports)).<br><span class=\"soft\">Remains: \(escaped(item.remaining)).</span>")
      zones(item.zones, &page)
      if !item.rules.isEmpty { rules(item.rules, &page) }
      page.raw("</td></tr>\n")
    }
    page.raw("</tbody></table></div>\n")
  }

  private func zones(_ zones: [RequirementEvidence.Zone], _ page: inout HTMLPage) {
    for zone in zones {
      let population = zone.population
      page.raw("<br><span class=\"soft\">Zone \(escaped(zone.name)): \(population.resources) resources, ")
      page.raw("\(population.failed) failed, \(population.indeterminate) undecided, \(population.passed) passed</span>")
    }
  }

  private func rules(_ rules: [String], _ page: inout HTMLPage) {
    page.raw("<details class=\"more\"><summary>\(rules.count) rule\(rules.count == 1 ? "" : "s")</summary><div>")
    page.raw(rules.map { "<a href=\"#\(escaped($0))\">\(escaped($0))</a>" }.joined(separator: ", "))
    page.raw("</div></details>")
  }

  static func style(_ status: RequirementEvidence.Status) -> String {
    switch status {
    case .supported: "pass"
    case .contradicted: "fail"
    case .inconclusive: "open"
    case .partiallyCovered, .notCovered: "none"
    }
  }

  static func badge(_ status: RequirementEvidence.Status) -> String {
    let glyph =
      switch status {
      case .supported: "✓"
      case .contradicted: "✕"
      case .inconclusive: "?"
      case .partiallyCovered: "◐"
      case .notCovered: "○"
      }
    return "<span class=\"s \(style(status))\">\(glyph) \(status.rawValue)</span>"
  }

  private static func shortName(_ status: RequirementEvidence.Status) -> String {
    switch status {
    case .supported: "Supported"
    case .contradicted: "Contradicted"
    case .inconclusive: "Inconclusive"
    case .partiallyCovered: "Partially"
    case .notCovered: "Not covered"
    }
  }
}
