import Diagnostics
import Documents
import ResourceGraph
import Values

/// Reads Compose files (https://github.com/compose-spec/compose-spec) into the graph: services, networks, volumes,
/// secrets and configs, with short notations written out.
///
/// What the file leaves to the environment is unknown, but for variables with a default; so is what a service takes from
/// another file by `extends`.
public enum ComposeReader {
  /// The sections whose entries become resources, with their types.
  private static let sections = [
    ("services", "ComposeService"), ("networks", "ComposeNetwork"), ("volumes", "ComposeVolume"),
    ("secrets", "ComposeSecret"), ("configs", "ComposeConfig"),
  ]

  /// Whether a value is a Compose file.
  public static func isCompose(_ root: NodeID, in arena: ValueArena) -> Bool {
    guard let services = arena.member(root, "services"), arena[services].kind == .map else { return false }
    return arena.member(root, "Resources") == nil && arena.member(root, "apiVersion") == nil
  }

  /// Adds what a file declares.
  ///
  /// - Returns: what is wrong with single entries, which were left out.
  public static func read(
    _ root: NodeID, document: InputDocument, into builder: inout ResourceGraphBuilder
  ) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    var notes: [String] = []
    let number = builder.nextDocument
    for (section, type) in sections {
      for entry in builder.values.arena.children(root, of: section) {
        do throws(Diagnostic) {
          try add(entry, type, "/\(section)", root, document, number, &builder)
        } catch {
          problems.append(error)
        }
      }
    }
    if builder.values.arena.member(root, "include") != nil {
      notes.append("the files under `include` are not read; name them as inputs")
    }
    builder.add(DocumentSummary(name: document.name, sha256: document.sha256, kind: .compose, notes: notes))
    return problems
  }

  private static func add(
    _ entry: NodeID, _ type: String, _ pointer: String, _ root: NodeID, _ document: InputDocument, _ number: Int,
    _ builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    let name = builder.values.arena.keyName(entry) ?? ""
    let position = builder.values.arena.position(entry)
    let kind = builder.values.arena[entry].kind
    guard kind == .map || kind == .null else {
      throw Diagnostic(
        .error, "`\(safeText(name, limit: 80))` must be a mapping",
        at: SourceLocation(
          file: document.name, line: position.map { Int($0.line) }, column: position.map { Int($0.column) }))
    }
    var writer = ComposeWriter(root: root, builder: builder.values)
    // The builder is with the writer meanwhile: two that hold one arena would copy it.
    builder.values = ValueArenaBuilder()
    type == "ComposeService" ? writer.service(entry) : writer.plain(entry)
    builder.values = writer.finish()
    let values = builder.values.finishRoot()
    builder.add(
      Resource(
        address: builder.unique("\(type)/\(name)"), type: type, name: name, mode: .managed,
        providerScope: "compose:\(number)", values: values,
        origin: ResourceOrigin(document: number, pointer: "\(pointer)/\(escaped(name))", position: position)))
  }

  /// A name as a step of a JSON pointer (RFC 6901).
  private static func escaped(_ name: String) -> String {
    var text = ""
    for character in name {
      switch character {
      case "~": text += "~0"
      case "/": text += "~1"
      default: text.append(character)
      }
    }
    return text
  }
}
