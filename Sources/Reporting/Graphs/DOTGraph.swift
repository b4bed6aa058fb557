import Diagnostics
import ResourceGraph

/// The DOT language of Graphviz (graphviz.org/doc/info/lang.html).
public enum DOTGraph: GraphFormat {
  public static let name = "dot"

  public static func render(_ view: GraphView) -> [UInt8] {
    let layout = GraphLayout(view)
    var text = "digraph resources {\n"
    text += "  // solid: by value or configuration; dashed: inferred; dotted: possible or not resolved\n"
    text += "  rankdir=LR\n  node [shape=box, fontname=\"Helvetica\"]\n  edge [fontname=\"Helvetica\", fontsize=10]\n"
    for (number, module) in layout.modules.enumerated() {
      let indent = module.address.isEmpty ? "  " : "    "
      if !module.address.isEmpty {
        text += "  subgraph cluster_\(number) {\n    label=\(quoted(module.address))\n"
      }
      for id in module.resources {
        let style = view.graph[id].mode == .data ? ", style=dashed" : ""
        text += "\(indent)\(layout.name(id)) [label=\(quoted(layout.label(id)))\(style)]\n"
      }
      if !module.address.isEmpty { text += "  }\n" }
    }
    for (number, edge) in view.edges.enumerated() {
      var target = "u\(number)"
      if let to = edge.to {
        target = layout.name(to)
      } else {
        text += "  \(target) [label=\(quoted(edge.through.last ?? "?")), shape=plaintext]\n"
      }
      text +=
        "  \(layout.name(edge.from)) -> \(target) [label=\(quoted(layout.label(edge))), \(style(edge.resolution))]\n"
    }
    return Array((text + "}\n").utf8)
  }

  private static func style(_ resolution: Resolution) -> String {
    switch resolution {
    case .value: "style=solid"
    case .configuration: "style=solid, color=\"#1f5fa8\""
    case .inferred: "style=dashed, color=\"#9a6700\""
    case .possible: "style=dotted, color=\"#8c8c8c\""
    }
  }

  /// A quoted string. A backslash begins an escape in labels, so it is doubled.
  private static func quoted(_ text: String) -> String {
    "\"\(safeText(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
