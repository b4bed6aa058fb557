import Diagnostics
import Documents
import Values

/// Recognises what Helm has yet to render: charts and their templates.
enum HelmChart {
  private static let actions: [StaticString] = [
    "{{-", "{{ .", "{{.", "{{ include", "{{ if", "{{ template", "{{ range", "{{ with", "{{/*",
  ]
  /// Objects that only a chart's templates name; rendered manifests hold none of them outside ConfigMaps.
  private static let chartObjects: [StaticString] = [".Values.", ".Release.", ".Chart.", "include \""]

  /// Whether a stream is a template: it cannot be read and has actions in it, or a value of an object is an action.
  static func isTemplate(_ document: InputDocument, _ stream: YAMLReader.Stream, in arena: ValueArena) -> Bool {
    guard contains(document.bytes, ["{{"]) else { return false }
    if !stream.problems.isEmpty { return contains(document.bytes, actions) }
    guard contains(document.bytes, chartObjects) else { return false }
    return stream.roots.contains { root in
      let kind = arena.string(root, "kind")
      return kind != "ConfigMap" && kind != "Secret" && holdsAction(root, arena, depth: 0)
    }
  }

  private static func holdsAction(_ node: NodeID, _ arena: ValueArena, depth: Int) -> Bool {
    if arena[node].kind == .string {
      let text = Array(arena.utf8(node))
      // Long texts are programs and configurations of others.
      return text.count < 200 && contains(text, ["{{"]) && contains(text, chartObjects)
    }
    return depth < 40 && arena.children(node).contains { holdsAction($0, arena, depth: depth + 1) }
  }

  static func problem(_ document: InputDocument) -> Diagnostic {
    Diagnostic(
      .error, "is a Helm template that is not rendered, expected manifests", at: SourceLocation(file: document.name),
      help: "pipe the rendered manifests: `helm template CHART | pcicheck -`")
  }

  /// What to say of a folder that holds a chart, nil if none of its files is one.
  static func problem(inFolder folder: String, _ files: [String]) -> Diagnostic? {
    for file in files where file.hasSuffix("/Chart.yaml") || file.hasSuffix("/Chart.yml") {
      let chart = String(file.prefix(upTo: file.lastIndex(of: "/") ?? file.endIndex))
      guard files.contains(where: { $0.hasPrefix("\(chart)/templates/") }) else { continue }
      return Diagnostic(
        .error, "holds a Helm chart that is not rendered, expected manifests", at: SourceLocation(file: file),
        help: "pipe the rendered manifests: `helm template \(safeText(chart, limit: 200)) | pcicheck -`")
    }
    return nil
  }

  private static func contains(_ bytes: [UInt8], _ words: [StaticString]) -> Bool {
    words.contains { bytes.contains($0) }
  }
}
