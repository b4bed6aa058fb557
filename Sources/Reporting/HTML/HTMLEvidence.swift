import Assessments
import ResourceGraph

/// What one verdict rests on: attributes, relations, what is not known.
struct HTMLEvidence {
  let observation: Observation

  func write(to page: inout HTMLPage) {
    let evidence = observation.evidence
    if evidence.isEmpty { return page.raw("<p class=\"soft\">The verdict is about the inputs as a whole.</p>\n") }
    if !evidence.reads.isEmpty {
      page.raw(
        "<div class=\"wide\"><table><caption>Attributes that were read</caption><thead><tr><th scope=\"col\">Attribute</th>"
      )
      page.raw("<th scope=\"col\">Value</th><th scope=\"col\">Where</th></tr></thead><tbody>\n")
      for read in evidence.reads { attribute(read, &page) }
      page.raw("</tbody></table></div>\n")
    }
    let relations = evidence.relations
    if !relations.isEmpty {
      page.raw("<dl>")
      for relation in relations { self.relation(relation, &page) }
      page.raw("</dl>\n")
    }
    if !evidence.path.isEmpty {
      page.raw("<p>The way of a packet, or what blocks it:</p><ol>")
      for step in evidence.path {
        let attribute = step.attribute.map { ".\($0)" } ?? ""
        let place = step.address.map { " <code>\(escaped($0 + attribute))</code>" } ?? ""
        let note = step.note.map { ": \(escaped($0))" } ?? ""
        page.raw("<li>\(escaped(step.role)) \(escaped(step.element))\(place)\(note)</li>")
      }
      page.raw("</ol>\n")
    }
    if !evidence.unknowns.isEmpty {
      page.raw("<p>Not known:</p><ul>\(evidence.unknowns.map { "<li>\(escaped($0))</li>" }.joined())</ul>\n")
    }
  }

  private func attribute(_ read: AttributeRead, _ page: inout HTMLPage) {
    let owner = read.address == observation.address ? "" : "<span class=\"soft\">\(escaped(read.address))</span><br>"
    page.raw("<tr><th scope=\"row\">\(owner)<code>\(escaped(read.path))</code></th><td>\(value(read.value))")
    if let assumed = read.assumed {
      page.raw(
        "<br><span class=\"soft\">assumed: \(escaped(assumed.because)); <code>\(escaped(assumed.source))</code></span>")
    }
    let place = read.source?.description ?? read.position.map { "line \($0.line)" } ?? read.pointer ?? ""
    page.raw("</td><td class=\"soft\"><code>\(escaped(place))</code></td></tr>\n")
  }

  private func value(_ value: EvidenceValue) -> String {
    switch value {
    case .json(let text): "<code>\(escaped(text))</code>"
    case .absent: "<em>not set</em>"
    case .redacted(let digest): "<em>hidden</em>\(digest.map { " <code>\(escaped($0))</code>" } ?? "")"
    case .unknown(let cause, let detail):
      switch cause {
      case "not-configured": "<em>known only after apply: nobody set it</em>"
      case "derived": "<em>known only after apply</em>, from <code>\(escaped(detail))</code>"
      default: "<em>not known</em>: \(escaped(detail))"
      }
    }
  }

  private func relation(_ read: RelationRead, _ page: inout HTMLPage) {
    page.raw("<dt>\(escaped(read.name))</dt><dd>")
    if let to = read.to {
      page.raw("<code>\(escaped(to))</code>")
      if let resolution = read.resolution { page.raw(" <span class=\"soft\">(\(resolution.rawValue)") }
      if read.resolution != nil {
        if !read.through.isEmpty { page.raw(" through \(escaped(read.through.joined(separator: ", ")))") }
        page.raw(")</span>")
      }
    } else {
      page.raw(read.doubt == nil ? "<em>none found</em>" : "")
    }
    if let doubt = read.doubt { page.raw(" <span class=\"soft\">\(escaped(doubt))</span>") }
    page.raw("</dd>")
  }
}
