import Documents
import PCICheckKit

/// Anything that `check` may be given, as far as the graph: formats told apart, Kubernetes manifests, Compose files, Helm
/// charts and kustomizations, comments that waive.
public enum InputTarget: FuzzTarget {
  public static let name = "input"
  private static let loader = InputLoader()

  public static func run(_ bytes: [UInt8]) {
    // Files that an input names are no part of it.
    guard !bytes.contains("TemplateURL"), !bytes.contains("Location") else { return }
    guard var loaded = try? loader.load(InputDocument(name: "input.yaml", bytes: bytes)) else { return }
    for note in loaded.notes { require(!note.message.isEmpty, "a note without words") }
    let graph = loaded.builder.takeGraph()
    for resource in graph.resources { require(!resource.address.isEmpty, "a resource without an address") }
  }
}
