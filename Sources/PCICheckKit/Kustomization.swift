import Diagnostics
import Documents
import Values

/// Recognises a kustomization: what it changes is not in the files that it names.
enum Kustomization {
  /// Members that change what is in the files, or add to it.
  private static let changes = [
    "bases", "commonAnnotations", "commonLabels", "components", "configMapGenerator", "generators", "helmCharts",
    "images", "labels", "namePrefix", "nameSuffix", "namespace", "patches", "patchesJson6902", "patchesStrategicMerge",
    "replacements", "replicas", "secretGenerator", "transformers",
  ]

  static func isKustomization(_ root: NodeID, of document: InputDocument, in arena: ValueArena) -> Bool {
    let version = arena.string(root, "apiVersion") ?? ""
    if version.hasPrefix("kustomize.config.k8s.io/") { return true }
    let file = document.name.split(separator: "/").last ?? ""
    return version.isEmpty && ["kustomization.yaml", "kustomization.yml"].contains(file)
      && (arena.member(root, "resources") != nil || changes.contains { arena.member(root, $0) != nil })
  }

  /// What to say of one: an error if it changes anything, for the files by themselves are then not what is applied.
  static func problem(_ root: NodeID, of document: InputDocument, in arena: ValueArena) -> Diagnostic {
    let folder =
      document.name.contains("/") ? document.name[..<(document.name.lastIndex(of: "/") ?? document.name.endIndex)] : "."
    let help = "pipe what it makes: `kustomize build \(safeText(String(folder), limit: 200)) | pcicheck -`"
    let position = arena.position(root)
    let location = SourceLocation(
      file: document.name, line: position.map { Int($0.line) }, column: position.map { Int($0.column) })
    guard let change = changes.first(where: { arena.member(root, $0) != nil }) else {
      return Diagnostic(.note, "is a kustomization that changes nothing; the files beside it are read", at: location)
    }
    return Diagnostic(
      .error, "is a kustomization with `\(change)`: what it makes differs from the files beside it", at: location,
      help: help)
  }
}
