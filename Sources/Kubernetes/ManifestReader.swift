import Diagnostics
import Documents
import ResourceGraph
import Values

/// Reads Kubernetes manifests, one or many in a file, into the graph.
///
/// A resource's type is its kind; for kinds that are not Kubernetes' own, kind and group with a dot between them
/// (`PeerAuthentication.security.istio.io`), for kinds of one name exist in several groups.
public struct ManifestReader {
  private let document: InputDocument
  private let number: Int
  /// What is wrong with single objects; the others are in the graph.
  public private(set) var problems: [Diagnostic] = []
  /// More problems of one input are not told.
  private static let problemLimit = 100

  /// Whether a value has the two members that every Kubernetes object has.
  public static func isManifest(_ root: NodeID, in arena: ValueArena) -> Bool {
    arena.string(root, "apiVersion") != nil && arena.string(root, "kind") != nil
  }

  /// Adds the objects of a stream; documents with nothing in them are skipped.
  ///
  /// - Returns: what is wrong with objects that were left out.
  public static func read(
    _ roots: [NodeID], document: InputDocument, into builder: inout ResourceGraphBuilder
  ) -> [Diagnostic] {
    var reader = ManifestReader(document: document, number: builder.nextDocument)
    for (index, root) in roots.enumerated() {
      guard reader.problems.count < problemLimit else { break }
      do throws(Diagnostic) {
        try reader.add(root, pointer: roots.count == 1 ? "" : "/\(index)", into: &builder)
      } catch {
        reader.problems.append(error)
      }
    }
    builder.add(
      DocumentSummary(name: document.name, sha256: document.sha256, kind: .kubernetes), resolver: ManifestReferences())
    return reader.problems
  }

  private init(document: InputDocument, number: Int) {
    self.document = document
    self.number = number
  }

  /// - Parameter list: the list that the object is in, which says what it is where it does not say so itself.
  private mutating func add(
    _ root: NodeID, pointer: String, in list: (kind: String, version: String)? = nil,
    into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    guard builder.values.arena[root].kind != .null else { return }
    let place = location(root, builder)
    guard let kind = builder.values.arena.string(root, "kind") ?? list.map({ String($0.kind.dropLast("List".count)) }),
      let version = builder.values.arena.string(root, "apiVersion") ?? list?.version, !kind.isEmpty
    else { throw Diagnostic(.error, "expected a Kubernetes object with `apiVersion` and `kind`", at: place) }
    if kind.hasSuffix("List"), let items = builder.values.arena.member(root, "items") {
      return try addItems(items, of: (kind, version), pointer: pointer, into: &builder)
    }
    let group = version.contains("/") ? String(version.prefix { $0 != "/" }) : ""
    let type = BuiltInKinds.contains(kind, group: group) || group.isEmpty ? kind : "\(kind).\(group)"
    let name = try self.name(root, kind, group, builder)
    let isClusterWide = BuiltInKinds.clusterScoped.contains(type) || BuiltInKinds.configurationGroups.contains(group)
    let namespace = isClusterWide ? nil : try namespace(root, builder) ?? "default"
    if type == "Secret" { try hideSecret(root, &builder) }
    builder.values.mark(root, .record)
    let address = namespace.map { "\(type)/\($0)/\(name)" } ?? "\(type)/\(name)"
    builder.add(
      Resource(
        address: builder.unique(address), type: type, name: name, mode: .managed, providerScope: "kubernetes",
        namespace: namespace, values: root,
        origin: ResourceOrigin(
          document: number, pointer: pointer, position: builder.values.arena.position(root))))
  }

  private mutating func addItems(
    _ items: NodeID, of list: (kind: String, version: String), pointer: String, into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    guard builder.values.arena[items].kind == .list else {
      throw Diagnostic(
        .error, "the `items` of a `\(safeText(list.kind, limit: 60))` must be a list", at: location(items, builder))
    }
    for (index, item) in builder.values.arena.children(items).enumerated() {
      guard problems.count < Self.problemLimit else { return }
      do throws(Diagnostic) {
        try add(item, pointer: "\(pointer)/items/\(index)", in: list, into: &builder)
      } catch {
        problems.append(error)
      }
    }
  }

  /// The object's name. Configuration files of the cluster's own programs have none; they are named `config`.
  private func name(
    _ root: NodeID, _ kind: String, _ group: String, _ builder: ResourceGraphBuilder
  ) throws(Diagnostic) -> String {
    let metadata = builder.values.arena.member(root, "metadata")
    for member in ["name", "generateName"] {
      guard let node = metadata.flatMap({ builder.values.arena.member($0, member) }),
        builder.values.arena[node].kind != .null
      else { continue }
      guard let name = builder.values.arena.string(node) else {
        throw Diagnostic(
          .error, "`metadata.\(member)` must be text", at: location(node, builder),
          help: "quote it: a number, `yes` and `on` are no text")
      }
      if !name.isEmpty { return name }
    }
    if BuiltInKinds.configurationGroups.contains(group) { return "config" }
    throw Diagnostic(
      .error, "a `\(safeText(kind, limit: 60))` has no `metadata.name`", at: location(root, builder),
      help: "name it, or leave the document out")
  }

  private func namespace(_ root: NodeID, _ builder: ResourceGraphBuilder) throws(Diagnostic) -> String? {
    guard let node = builder.values.arena.member(root, at: "metadata", "namespace"),
      builder.values.arena[node].kind != .null
    else { return nil }
    guard let name = builder.values.arena.string(node) else {
      throw Diagnostic(
        .error, "`metadata.namespace` must be text", at: location(node, builder),
        help: "quote it: a number, `yes` and `on` are no text")
    }
    return name.isEmpty ? nil : name
  }

  /// What a Secret holds is secret, whatever it is.
  private func hideSecret(_ root: NodeID, _ builder: inout ResourceGraphBuilder) throws(Diagnostic) {
    for member in ["data", "stringData"] {
      guard let values = builder.values.arena.member(root, member) else { continue }
      for child in builder.values.arena.children(values) {
        if member == "data" { try checkBase64(child, builder) }
        builder.values.mark(child, .sensitive)
      }
    }
    // kubectl keeps the manifest that was applied last in an annotation, with all that it held.
    let notes = builder.values.arena.member(root, at: "metadata", "annotations")
    let applied = notes.flatMap {
      builder.values.arena.member($0, "kubectl.kubernetes.io/last-applied-configuration")
    }
    if let applied { builder.values.mark(applied, .sensitive) }
  }

  private func checkBase64(_ node: NodeID, _ builder: ResourceGraphBuilder) throws(Diagnostic) {
    guard builder.values.arena[node].kind != .null else { return }
    guard builder.values.arena[node].kind == .string, isBase64(builder.values.arena.utf8(node)) else {
      let name = safeText(builder.values.arena.keyName(node) ?? "", limit: 80)
      throw Diagnostic(
        .error, "`\(name)` under `data` of a Secret is not base64", at: location(node, builder),
        help: "encode the value with `base64`, or put it under `stringData`")
    }
  }

  private func location(_ node: NodeID, _ builder: ResourceGraphBuilder) -> SourceLocation {
    let position = builder.values.arena.position(node)
    return SourceLocation(
      file: document.name, line: position.map { Int($0.line) }, column: position.map { Int($0.column) })
  }
}

/// Whether a text is base64 as Go's decoder takes it: the standard alphabet, padded, line ends anywhere.
func isBase64(_ text: ArraySlice<UInt8>) -> Bool {
  var digits = 0
  var padding = 0
  for byte in text {
    switch byte {
    case 0x0A, 0x0D: continue
    case UInt8(ascii: "="): padding += 1
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      guard padding == 0 else { return false }
      digits += 1
    default: return false
    }
  }
  return (digits + padding) % 4 == 0 && padding <= 2
}
