import Diagnostics
import Reporting

/// The picture as SVG: what lies outside on the left, VPCs below each other, in each the subnets from the Internet
/// inwards, flows as curves with their ports at the arrow's head.
struct SVGDiagram {
  private struct Box {
    var x = 0, y = 0, width = 0, height = 0
    var right: Int { x + width }
    var bottom: Int { y + height }
  }

  private static let nodeWidth = 250
  private static let gap = 26
  /// Room for arrows that arrive at what lies outside.
  private static let margin = 110
  private static let columnGap = 190
  private static let header = 30

  private let diagram: Diagram
  private var nodes: [Box]
  private var groups: [(box: Box, group: Diagram.Group)] = []
  private var groupBoxes: [Int: Int] = [:]
  private var areas: [(box: Box, area: Diagram.Area)] = []
  private var width = 0
  private var height = 0
  private let arrows: DiagramArrows
  private let incoming: [DiagramArrows.End: [Int]]

  init(_ diagram: Diagram) {
    self.diagram = diagram
    let arrows = DiagramArrows(diagram)
    self.arrows = arrows
    nodes = diagram.nodes.map { _ in Box() }
    incoming = Dictionary(grouping: arrows.all.indices, by: { arrows.all[$0].to })
    layOut()
  }

  // MARK: Layout

  private func nodeHeight(_ node: Int) -> Int {
    let lines = diagram.nodes[node].outbound.isEmpty ? 0 : 14
    return max(46 + lines, 14 * (incoming[.node(node)]?.count ?? 0) + 14)
  }

  private mutating func layOut() {
    var y = 50
    for node in diagram.outside {
      nodes[node] = Box(x: SVGDiagram.margin, y: y, width: SVGDiagram.nodeWidth, height: nodeHeight(node))
      y += nodes[node].height + SVGDiagram.gap
    }
    height = y
    width = SVGDiagram.margin + SVGDiagram.nodeWidth + 20
    var top = 50
    for area in diagram.areas {
      let box = place(area, x: SVGDiagram.margin + SVGDiagram.nodeWidth + SVGDiagram.columnGap, y: top)
      areas.append((box, area))
      top = box.bottom + 40
      width = max(width, box.right + 40)
    }
    height = max(height, top) + 60
    width = max(width, 900)
  }

  private mutating func place(_ area: Diagram.Area, x: Int, y: Int) -> Box {
    var column = x + 20
    var bottom = y + SVGDiagram.header + 20
    var right = x + 300
    for tier in 0...2 {
      let own = area.groups.filter { $0.tier == tier }
      if own.isEmpty { continue }
      var top = y + SVGDiagram.header + 14
      for group in own {
        let box = place(group, x: column, y: top)
        groups.append((box, group))
        top = box.bottom + 20
        right = max(right, box.right)
      }
      bottom = max(bottom, top)
      column += SVGDiagram.nodeWidth + 40 + SVGDiagram.columnGap
    }
    return Box(x: x, y: y, width: right - x + 20, height: bottom - y)
  }

  private mutating func place(_ group: Diagram.Group, x: Int, y: Int) -> Box {
    var top = y + 14 * lines(group).count + 18
    groupBoxes[group.number] = groups.count
    for node in group.nodes {
      nodes[node] = Box(x: x + 20, y: top, width: SVGDiagram.nodeWidth, height: nodeHeight(node))
      top += nodes[node].height + SVGDiagram.gap
    }
    return Box(x: x, y: y, width: SVGDiagram.nodeWidth + 40, height: max(top - y, 40))
  }

  private func lines(_ group: Diagram.Group) -> [String] {
    let shown = group.subnets.prefix(3).map { DiagramText.short($0, 44) }
    let more = group.subnets.count > 3 ? ["and \(group.subnets.count - 3) more subnets"] : []
    let within = arrows.within[group.number].map { ["among themselves: \(DiagramText.head($0, 28))"] } ?? []
    return shown + more + within
  }

  // MARK: Drawing

  var text: String {
    var svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      font-family="Helvetica, Arial, sans-serif" font-size="11">
      <title>Planned network</title>
      <defs>
      <marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#455a64"/></marker>
      <marker id="v" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#c62828"/></marker>
      </defs>
      <rect width="100%" height="100%" fill="#fafafa"/>

      """
    for (box, area) in areas { svg += draw(box, area) }
    for (box, group) in groups { svg += draw(box, group) }
    for number in arrows.all.indices where !arrows.all[number].isViolation { svg += draw(edge: number) }
    for number in diagram.nodes.indices where nodes[number].width > 0 { svg += draw(node: number) }
    for number in arrows.all.indices where arrows.all[number].isViolation { svg += draw(edge: number) }
    for number in arrows.all.indices { svg += drawLabel(edge: number) }
    return svg + legend() + "</svg>\n"
  }

  private func rect(_ box: Box, _ fill: String, _ line: String, _ more: String = "") -> String {
    "<rect x=\"\(box.x)\" y=\"\(box.y)\" width=\"\(box.width)\" height=\"\(box.height)\" rx=\"6\" fill=\"\(fill)\" stroke=\"\(line)\"\(more)/>"
  }

  private func write(_ text: String, _ x: Int, _ y: Int, _ more: String = "") -> String {
    "<text x=\"\(x)\" y=\"\(y)\"\(more)>\(markupEscaped(text))</text>"
  }

  private func draw(_ box: Box, _ area: Diagram.Area) -> String {
    let title = "\(DiagramText.short(area.label, 60))  \(DiagramText.short(area.detail, 60))"
    return rect(box, "#ffffff", "#37474f", " stroke-width=\"1.5\"")
      + write(title, box.x + 12, box.y + 20, " font-size=\"13\" font-weight=\"bold\" fill=\"#263238\"") + "\n"
  }

  private func draw(_ box: Box, _ group: Diagram.Group) -> String {
    let colours = [("#e8f5e9", "#2e7d32"), ("#f1f8e9", "#7cb342"), ("#eceff1", "#90a4ae")]
    let colour = colours[min(max(group.tier, 0), 2)]
    var text = rect(box, colour.0, colour.1, " stroke-dasharray=\"4 3\"")
    for (number, line) in lines(group).enumerated() {
      text += write(line, box.x + 10, box.y + 16 + 14 * number, " fill=\"#37474f\"")
    }
    return text + "\n"
  }

  private func draw(node number: Int) -> String {
    let (node, box) = (diagram.nodes[number], nodes[number])
    let colour = DiagramColours.of(node.zone)
    let zone = node.zone.map { "  [\($0)]" } ?? ""
    var text = "<g><title>\(markupEscaped(safeText(node.label, limit: 400)))</title>"
    text += rect(box, node.kind == "internet" ? "#eceff1" : colour.fill, colour.line, " stroke-width=\"1.5\"")
    text += write(DiagramText.short(node.label, 32), box.x + 10, box.y + 19, " font-weight=\"bold\" fill=\"#212121\"")
    text += write(DiagramText.short(node.kind + zone, 44), box.x + 10, box.y + 35, " fill=\"#546e7a\"")
    if !node.outbound.isEmpty {
      text += write(
        "to the Internet: \(DiagramText.head(node.outbound, 24))", box.x + 10, box.y + 50, " fill=\"#00695c\"")
    }
    return text + "</g>\n"
  }

  private func box(_ end: DiagramArrows.End) -> Box {
    switch end {
    case .node(let node): nodes[node]
    case .group(let group): groupBoxes[group].map { groups[$0].box } ?? Box()
    }
  }

  /// The place at the left of a box where an arrow arrives.
  private func arrival(_ number: Int) -> (x: Int, y: Int) {
    let edge = arrows.all[number]
    let box = box(edge.to)
    let all = (incoming[edge.to] ?? []).sorted { self.box(arrows.all[$0].from).y < self.box(arrows.all[$1].from).y }
    let slot = all.firstIndex(of: number) ?? 0
    return (box.x, box.y + box.height * (slot + 1) / (all.count + 1))
  }

  private func draw(edge number: Int) -> String {
    let edge = arrows.all[number]
    let start = box(edge.from)
    guard start.width > 0, box(edge.to).width > 0 else { return "" }
    let end = arrival(number)
    let colour = edge.isViolation ? "#c62828" : "#607d8b"
    let more =
      (edge.isCertain ? "" : " stroke-dasharray=\"5 4\"")
      + (edge.isViolation ? " stroke-width=\"2.5\"" : " stroke-width=\"1.1\"")
    let from = (x: start.right, y: start.y + start.height / 2)
    let path: String
    if end.x > from.x {
      let bend = max(50, (end.x - from.x) / 2)
      path = "M\(from.x) \(from.y) C\(from.x + bend) \(from.y) \(end.x - bend) \(end.y) \(end.x) \(end.y)"
    } else {
      // Back or within a column: out at the left, around, in at the left.
      let left = min(start.x, end.x) - 46
      let y = start.y + start.height - 8
      path = "M\(start.x) \(y) C\(left) \(y) \(left) \(end.y) \(end.x) \(end.y)"
    }
    return
      "<path d=\"\(path)\" fill=\"none\" stroke=\"\(colour)\"\(more) marker-end=\"url(#\(edge.isViolation ? "v" : "a"))\"/>\n"
  }

  private func drawLabel(edge number: Int) -> String {
    let edge = arrows.all[number]
    guard box(edge.from).width > 0, box(edge.to).width > 0 else { return "" }
    let end = arrival(number)
    let colour = edge.isViolation ? "#c62828" : "#37474f"
    let label = DiagramText.head(edge.ports, 30)
    return write(
      label, end.x - 10, end.y - 3,
      " text-anchor=\"end\" font-size=\"10\" fill=\"\(colour)\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\""
    ) + "\n"
  }

  private func legend() -> String {
    var x = 20
    let y = height - 24
    var text = ""
    let shown: [(String, String?)] = [
      ("cde", "cde"), ("connected-to", "connected-to"), ("out-of-scope", "out-of-scope"), ("other zone", "other"),
      ("no zone", nil),
    ]
    for (name, zone) in shown {
      let colour = DiagramColours.of(zone)
      text += rect(Box(x: x, y: y - 11, width: 16, height: 14), colour.fill, colour.line) + write(name, x + 22, y)
      x += 30 + 8 * name.count + 10
    }
    for (name, colour, dash) in [
      ("violates a rule", "#c62828", ""), ("allowed", "#607d8b", ""), ("depends on unknown values", "#607d8b", "5 4"),
    ] {
      text +=
        "<path d=\"M\(x) \(y - 4) h26\" stroke=\"\(colour)\" stroke-width=\"2\" stroke-dasharray=\"\(dash.isEmpty ? "none" : dash)\"/>"
      text += write(name, x + 32, y)
      x += 40 + 7 * name.count + 10
    }
    for (name, fill, line) in [
      ("routed to an Internet gateway", "#e8f5e9", "#2e7d32"), ("other ways out", "#f1f8e9", "#7cb342"),
      ("no way out", "#eceff1", "#90a4ae"),
    ] {
      text +=
        rect(Box(x: x, y: y - 11, width: 16, height: 14), fill, line, " stroke-dasharray=\"4 3\"")
        + write(name, x + 22, y)
      x += 30 + 7 * name.count
    }
    return text + "\n"
  }
}
