import Diagnostics
import Documents
import ResourceGraph
import Values

/// Reads Kubernetes manifests, one or many in a file, into the graph.
public enum ManifestReader {
  /// Kinds that belong to no namespace (`kubectl api-resources --namespaced=false`, v1.30).
  private static let clusterKinds: Set<String> = [
    "APIService", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding", "CSIDriver", "CSINode",
    "CustomResourceDefinition", "FlowSchema", "IngressClass", "MutatingWebhookConfiguration", "Namespace", "Node",
    "PersistentVolume", "PodSecurityPolicy", "PriorityClass", "PriorityLevelConfiguration", "RuntimeClass",
    "StorageClass", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration",
    "VolumeAttachment",
  ]

  /// Whether a value has the two members that every Kubernetes object has.
  public static func isManifest(_ root: NodeID, in arena: ValueArena) -> Bool {
    arena.string(root, "apiVersion") != nil && arena.string(root, "kind") != nil
  }

  /// Adds the objects of a stream; documents with nothing in them are skipped.
  ///
  /// - Throws: a diagnostic for an object without a name.
  public static func read(
    _ roots: [NodeID], document: InputDocument, into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    let number = builder.nextDocument
    for (index, root) in roots.enumerated() {
      try add(root, pointer: roots.count == 1 ? "" : "/\(index)", number, document, into: &builder)
    }
    builder.add(DocumentSummary(name: document.name, sha256: document.sha256, kind: .kubernetes))
  }

  private static func add(
    _ root: NodeID, pointer: String, _ number: Int, _ document: InputDocument, into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    guard builder.values.arena[root].kind != .null else { return }
    let position = builder.values.arena.position(root)
    let location = SourceLocation(
      file: document.name, line: position.map { Int($0.line) }, column: position.map { Int($0.column) })
    guard let kind = builder.values.arena.string(root, "kind"), isManifest(root, in: builder.values.arena) else {
      throw Diagnostic(.error, "expected a Kubernetes object with `apiVersion` and `kind`", at: location)
    }
    if kind == "List" || kind.hasSuffix("List"), let items = builder.values.arena.member(root, "items") {
      guard builder.values.arena[items].kind == .list else {
        throw Diagnostic(.error, "the `items` of a `\(safeText(kind, limit: 60))` must be a list", at: location)
      }
      for (index, item) in builder.values.arena.children(items).enumerated() {
        try add(item, pointer: "\(pointer)/items/\(index)", number, document, into: &builder)
      }
      return
    }
    let metadata = builder.values.arena.member(root, "metadata")
    let name = metadata.flatMap {
      builder.values.arena.string($0, "name") ?? builder.values.arena.string($0, "generateName")
    }
    guard let name else {
      throw Diagnostic(
        .error, "a `\(safeText(kind, limit: 60))` has no `metadata.name`", at: location,
        help: "name it, or leave the document out")
    }
    let isClusterWide = clusterKinds.contains(kind)
    let namespace =
      isClusterWide ? nil : metadata.flatMap { builder.values.arena.string($0, "namespace") } ?? "default"
    markSecrets(kind, root, &builder)
    builder.values.mark(root, .record)
    builder.add(
      Resource(
        address: namespace.map { "\(kind)/\($0)/\(name)" } ?? "\(kind)/\(name)", type: kind, name: name, mode: .managed,
        providerScope: "kubernetes", namespace: namespace, values: root,
        origin: ResourceOrigin(document: number, pointer: pointer, position: position)))
  }

  /// What a Secret holds is secret, whatever it is.
  private static func markSecrets(_ kind: String, _ root: NodeID, _ builder: inout ResourceGraphBuilder) {
    guard kind == "Secret" else { return }
    for member in ["data", "stringData"] {
      guard let values = builder.values.arena.member(root, member) else { continue }
      for child in builder.values.arena.children(values) { builder.values.mark(child, .sensitive) }
    }
  }
}
