import Assessments
import Diagnostics
import ResourceGraph
import Rules

/// One file for people with a browser: no network, no script needed to read it, fit for print.
public enum HTMLReport: ReportFormat {
  public static let name = "html"
  public static let needsDetail = true

  public static func render(_ assessment: Assessment, _ options: ReportOptions) -> [UInt8] {
    HTMLReportPage(assessment: assessment, toolVersion: options.toolVersion, created: options.created).bytes
  }
}

/// The parts of the report in their order.
struct HTMLReportPage {
  let assessment: Assessment
  let toolVersion: String
  let created: Instant?
  /// The network as SVG, nil if there is none.
  var diagram: String?

  var bytes: [UInt8] {
    var page = HTMLPage(title: "PCI DSS evidence: \(inputNames)")
    page.raw("<header>\n<h1>Evidence for PCI DSS v\(escaped(assessment.ruleSet.standardVersion))</h1>\n")
    page.raw("<p class=\"lead\">\(escaped(inputNames))</p>\n")
    page.raw(
      "<p>What an automated assessment of planned configuration shows, and what it leaves to an assessor. "
        + "It is no Report on Compliance and makes no finding on any requirement.</p>\n</header>\n")
    navigation(&page)
    page.raw("<main id=\"main\">\n")
    summary(&page)
    HTMLRequirements(assessment: assessment).write(to: &page)
    if let diagram {
      page.raw(
        "<section aria-labelledby=\"network\"><h2 id=\"network\">Network</h2><figure>\(diagram)</figure></section>\n")
    }
    HTMLFindings(assessment: assessment).write(to: &page)
    notAssessed(&page)
    inputs(&page)
    page.raw("</main>\n")
    page.raw("<footer><p>Made by pcicheck \(escaped(toolVersion))")
    if let created { page.raw(" on <time datetime=\"\(created.text)\">\(created.text)</time>") }
    page.raw(
      ". Rule set: profile \(escaped(assessment.ruleSet.profile)), SHA-256 "
        + "<code>\(escaped(assessment.ruleSet.digest))</code>.</p></footer>\n")
    return page.finish()
  }

  private var inputNames: String {
    let names = assessment.inputs.map(\.name)
    return names.count <= 3 ? names.joined(separator: ", ") : "\(names[0]) and \(names.count - 1) more inputs"
  }

  private func navigation(_ page: inout HTMLPage) {
    page.raw("<nav aria-label=\"Parts of the report\"><ul><li><a href=\"#summary\">Summary</a></li>")
    page.raw("<li><a href=\"#requirements\">Requirements</a></li>")
    if diagram != nil { page.raw("<li><a href=\"#network\">Network</a></li>") }
    page.raw("<li><a href=\"#findings\">Findings</a></li><li><a href=\"#not-assessed\">Not assessed</a></li>")
    page.raw("<li><a href=\"#inputs\">Inputs</a></li></ul></nav>\n")
  }

  private func summary(_ page: inout HTMLPage) {
    page.raw("<section aria-labelledby=\"summary\"><h2 id=\"summary\">Summary</h2>\n<ul class=\"cards\">\n")
    let waived = assessment.waivedFailures
    for (mark, count, word) in [
      (HTMLMark.fail, assessment.count(.fail), "checks failed"),
      (HTMLMark.indeterminate, assessment.count(.indeterminate), "undecided"),
      (HTMLMark.pass, assessment.count(.pass), "passed"),
      (HTMLMark.notApplicable, assessment.count(.notApplicable), "not applicable"),
    ] {
      page.raw("<li class=\"\(mark.style)\"><strong>\(mark.glyph) \(count)</strong> \(word)</li>\n")
    }
    page.raw("</ul>\n<p>\(assessment.coverage.assessedResources) of \(assessment.coverage.resources) resources were ")
    page.raw("assessed against \(assessment.ruleSet.rules) rules. The list is complete: no sample was taken.")
    if waived > 0 { page.raw(" \(waived) of the failures \(waived == 1 ? "is" : "are") waived; they stay failures.") }
    page.raw("</p>\n")
    for input in assessment.inputs {
      for reason in input.completeness.reasons {
        page.raw("<p class=\"warning\"><strong>Incomplete:</strong> \(escaped(input.name)): \(escaped(reason))</p>\n")
      }
    }
    for entry in assessment.diagnostics where entry.severity != .note {
      let place = entry.location.map { "\($0.description): " } ?? ""
      page.raw(
        "<p class=\"warning\"><strong>\(entry.severity.rawValue):</strong> \(escaped(place + entry.message))</p>\n")
    }
    page.raw("</section>\n")
  }

  private func notAssessed(_ page: inout HTMLPage) {
    page.raw("<section aria-labelledby=\"not-assessed\"><h2 id=\"not-assessed\">Not assessed</h2>\n")
    let types = assessment.coverage.unassessedTypes
    if types.isEmpty {
      page.raw("<p>Rules looked at every type of resource in the inputs.</p>\n")
    } else {
      page.raw(
        "<p>No rule looks at these types; their resources have no verdict.</p>\n<table><caption>Types without rules")
      page.raw(
        "</caption><thead><tr><th scope=\"col\">Type</th><th scope=\"col\" class=\"n\">Resources</th></tr></thead><tbody>\n"
      )
      for entry in types {
        page.raw(
          "<tr><th scope=\"row\"><code>\(escaped(entry.type))</code></th><td class=\"n\">\(entry.count)</td></tr>\n")
      }
      page.raw("</tbody></table>\n")
    }
    adjustments(&page)
    let notes = assessment.inputs.flatMap { input in input.notes.map { "\(input.name): \($0)" } }
    if !notes.isEmpty {
      page.raw("<ul>\(notes.map { "<li>\(escaped($0))</li>" }.joined())</ul>\n")
    }
    page.raw("</section>\n")
  }

  /// Rules that the project does not use, or uses otherwise.
  private func adjustments(_ page: inout HTMLPage) {
    let adjustments = assessment.ruleSet.adjustments
    guard !adjustments.isEmpty else { return }
    page.raw("<h3>What the project changes about the rules</h3>\n<ul>\n")
    for entry in adjustments.disabled {
      page.raw("<li><code>\(escaped(entry.rule))</code> is not used: \(escaped(entry.reason))</li>\n")
    }
    for entry in adjustments.severities {
      page.raw("<li><code>\(escaped(entry.rule))</code> has severity \(entry.severity.rawValue)</li>\n")
    }
    for entry in adjustments.parameters {
      page.raw("<li><code>\(escaped(entry.name))</code> is <code>\(escaped(entry.value.json))</code></li>\n")
    }
    page.raw("</ul>\n")
  }

  private func inputs(_ page: inout HTMLPage) {
    page.raw(
      "<section aria-labelledby=\"inputs\"><h2 id=\"inputs\">Inputs</h2>\n<div class=\"wide\"><table><caption>What was assessed"
    )
    page.raw(
      "</caption><thead><tr><th scope=\"col\">Input</th><th scope=\"col\">Kind</th><th scope=\"col\">Made by</th>")
    page.raw("<th scope=\"col\">Planned at</th><th scope=\"col\">SHA-256</th></tr></thead><tbody>\n")
    for input in assessment.inputs {
      page.raw("<tr><th scope=\"row\">\(escaped(input.name))</th><td>\(input.kind.rawValue)</td>")
      page.raw("<td>\(escaped(input.toolVersion ?? ""))</td><td>\(escaped(input.timestamp ?? ""))</td>")
      page.raw("<td><code>\(escaped(input.sha256))</code></td></tr>\n")
    }
    page.raw("</tbody></table></div></section>\n")
  }
}

/// How a verdict looks: a shape and a word, never a colour alone.
enum HTMLMark {
  case fail, indeterminate, pass, notApplicable, waived

  init(_ observation: Observation) {
    switch observation.verdict {
    case .fail: self = observation.isWaived ? .waived : .fail
    case .indeterminate: self = .indeterminate
    case .pass: self = .pass
    case .notApplicable: self = .notApplicable
    }
  }

  var glyph: String {
    switch self {
    case .fail: "✕"
    case .indeterminate: "?"
    case .pass: "✓"
    case .notApplicable: "–"
    case .waived: "⚑"
    }
  }

  var style: String {
    switch self {
    case .fail: "fail"
    case .indeterminate: "open"
    case .pass: "pass"
    case .notApplicable: "none"
    case .waived: "waived"
    }
  }
}

/// A text from an input as it may stand in HTML.
func escaped(_ text: String) -> String { markupEscaped(safeText(text, limit: 4_000)) }
