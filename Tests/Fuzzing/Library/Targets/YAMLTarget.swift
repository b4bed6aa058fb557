import Documents
import Kubernetes
import ResourceGraph
import Values

/// YAML by both schemas, and manifests.
public enum YAMLTarget: FuzzTarget {
  public static let name = "yaml"

  public static func run(_ bytes: [UInt8]) {
    let document = InputDocument(name: "manifests.yaml", bytes: bytes)
    var own = ValueArenaBuilder(recordsPositions: true)
    _ = try? YAMLReader.read(document, schema: .core, into: &own)
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder(recordsPositions: true))
    guard let roots = try? YAMLReader.read(document, schema: .version11, into: &builder.values) else { return }
    let arena = builder.values.arena
    for root in roots { _ = arena.json(root) }
    guard roots.contains(where: { ManifestReader.isManifest($0, in: builder.values.arena) }),
      (try? ManifestReader.read(roots, document: document, into: &builder)) != nil
    else { return }
    let graph = builder.takeGraph()
    for resource in graph.resources { _ = resource.address }
  }
}
