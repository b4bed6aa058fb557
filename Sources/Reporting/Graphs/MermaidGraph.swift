import Diagnostics
import ResourceGraph

/// A flowchart of Mermaid (mermaid.js.org/syntax/flowchart.html), which code hosts show in Markdown.
public enum MermaidGraph: GraphFormat {
  public static let name = "mermaid"

  public static func render(_ view: GraphView) -> [UInt8] {
    let layout = GraphLayout(view)
    var text = "flowchart LR\n"
    text += "  %% thick: by value or configuration; thin: inferred; dotted: possible or not resolved\n"
    for (number, module) in layout.modules.enumerated() {
      let indent = module.address.isEmpty ? "  " : "    "
      if !module.address.isEmpty { text += "  subgraph m\(number)[\(quoted(module.address))]\n" }
      for id in module.resources {
        let label = quoted(layout.label(id))
        text += "\(indent)\(layout.name(id))\(view.graph[id].mode == .data ? "[/\(label)/]" : "[\(label)]")\n"
      }
      if !module.address.isEmpty { text += "  end\n" }
    }
    for (number, edge) in view.edges.enumerated() {
      let target = edge.to.map(layout.name) ?? "u\(number)([\(quoted(edge.through.last ?? "?"))])"
      text += "  \(layout.name(edge.from)) \(arrow(edge.resolution))|\(quoted(layout.label(edge)))| \(target)\n"
    }
    return Array(text.utf8)
  }

  private static func arrow(_ resolution: Resolution) -> String {
    switch resolution {
    case .value, .configuration: "==>"
    case .inferred: "-->"
    case .possible: "-.->"
    }
  }

  /// A quoted text with everything that Mermaid or HTML could take for its own as an entity.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in safeText(text).unicodeScalars {
      switch scalar {
      case "\"", "#", "&", "<", ">", "`", "%", "\\", "{", "}", "[", "]", "(", ")", "|", ";", "$", "*", "_", "~":
        result += scalar == "_" ? "_" : "#\(scalar.value);"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
