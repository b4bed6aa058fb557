import Diagnostics

/// Texts of an input made safe for pictures.
enum DiagramText {
  /// One line of at most `limit` characters; a long one loses its middle.
  static func short(_ text: String, _ limit: Int) -> String {
    let safe = safeText(text, limit: 400)
    guard safe.count > limit else { return safe }
    return "\(safe.prefix(limit / 2 - 1))…\(safe.suffix(limit / 2))"
  }

  /// The beginning of a text.
  static func head(_ text: String, _ limit: Int) -> String {
    let safe = safeText(text, limit: 400)
    return safe.count > limit ? "\(safe.prefix(limit - 1))…" : safe
  }

  /// For labels in double quotes, where Mermaid reads entities without the ampersand.
  static func mermaid(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let isPlain =
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || " ._-/:,()…".unicodeScalars.contains(scalar)
      if isPlain { result.unicodeScalars.append(scalar) } else { result += "#\(scalar.value);" }
    }
    return result
  }

  static func dot(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}

/// The picture for Markdown.
struct MermaidDiagram {
  let diagram: Diagram

  init(_ diagram: Diagram) { self.diagram = diagram }

  var text: String {
    var text = "flowchart LR\n"
    for node in diagram.outside { text += "  \(self.node(node))\n" }
    for (number, area) in diagram.areas.enumerated() {
      text += "  subgraph vpc\(number)[\"\(label("\(area.label) \(area.detail)", 80))\"]\n"
      for (place, group) in area.groups.enumerated() {
        text +=
          "    subgraph vpc\(number)g\(place)[\"\(label(group.subnets.count == 1 ? group.subnets[0] : group.name, 80))\"]\n"
        for node in group.nodes { text += "      \(self.node(node))\n" }
        if group.nodes.isEmpty { text += "      vpc\(number)g\(place)e[\"empty\"]\n" }
        text += "    end\n"
      }
      text += "  end\n"
    }
    for edge in diagram.edges {
      text += "  n\(edge.from) \(edge.isCertain ? "-->" : "-.->")|\"\(label(edge.ports, 60))\"| n\(edge.to)\n"
    }
    let red = diagram.edges.indices.filter { diagram.edges[$0].isViolation }.map(String.init)
    if !red.isEmpty { text += "  linkStyle \(red.joined(separator: ",")) stroke:#c62828,stroke-width:3px\n" }
    for (number, node) in diagram.nodes.enumerated() {
      let colour = DiagramColours.of(node.zone)
      text += "  style n\(number) fill:\(colour.fill),stroke:\(colour.line)\n"
    }
    return text
  }

  private func label(_ text: String, _ limit: Int) -> String { DiagramText.mermaid(DiagramText.short(text, limit)) }

  private func node(_ number: Int) -> String {
    let node = diagram.nodes[number]
    let zone = node.zone.map { " - \($0)" } ?? ""
    return "n\(number)[\"\(label(node.label, 70))<br/>\(label(node.kind + zone, 60))\"]"
  }
}

/// The picture for Graphviz.
struct DOTDiagram {
  let diagram: Diagram

  init(_ diagram: Diagram) { self.diagram = diagram }

  var text: String {
    var text =
      "digraph network {\n  rankdir=LR;\n  node [shape=box, style=\"rounded,filled\", fontname=\"sans-serif\"];\n"
    for node in diagram.outside { text += "  \(self.node(node))\n" }
    for (number, area) in diagram.areas.enumerated() {
      text += "  subgraph cluster_\(number) {\n    label=\(quoted("\(area.label) \(area.detail)"));\n"
      for (place, group) in area.groups.enumerated() {
        text += "    subgraph cluster_\(number)_\(place) {\n      style=\"rounded\";\n"
        text += "      label=\(quoted(group.subnets.prefix(6).joined(separator: ", ")));\n"
        for node in group.nodes { text += "      \(self.node(node))\n" }
        if group.nodes.isEmpty { text += "      e\(number)_\(place) [label=\"\", style=invis];\n" }
        text += "    }\n"
      }
      text += "  }\n"
    }
    for edge in diagram.edges {
      let colour = edge.isViolation ? ", color=\"#c62828\", fontcolor=\"#c62828\", penwidth=2" : ""
      let style = edge.isCertain ? "" : ", style=dashed"
      text += "  n\(edge.from) -> n\(edge.to) [label=\(quoted(edge.ports))\(colour)\(style)];\n"
    }
    return text + "}\n"
  }

  private func quoted(_ text: String) -> String { DiagramText.dot(DiagramText.short(text, 120)) }

  private func node(_ number: Int) -> String {
    let node = diagram.nodes[number]
    let colour = DiagramColours.of(node.zone)
    let zone = node.zone.map { " - \($0)" } ?? ""
    let label = DiagramText.dot(DiagramText.short(node.label, 80)).dropLast()
    let kind = DiagramText.dot(DiagramText.short(node.kind + zone, 60)).dropFirst()
    return "n\(number) [label=\(label)\\n\(kind), fillcolor=\"\(colour.fill)\", color=\"\(colour.line)\"];"
  }
}

/// The colours of zones; those that the project names itself share one.
enum DiagramColours {
  static func of(_ zone: String?) -> (fill: String, line: String) {
    switch zone {
    case "cde": ("#fff3e0", "#e65100")
    case "connected-to": ("#e3f2fd", "#1565c0")
    case "out-of-scope": ("#f1f1f1", "#757575")
    case nil: ("#ffffff", "#546e7a")
    default: ("#f3e5f5", "#6a1b9a")
    }
  }
}
