import Documents
import ResourceGraph
import Values

/// Writes a value for evidence: short, and with secrets taken out wherever they are.
struct EvidenceJSON {
  let arena: ValueArena
  /// UTF-8 bytes after which the rest is left out.
  let limit: Int
  /// What stands for hidden values.
  var digest: ValueDigest?

  mutating func text(of node: NodeID) -> String {
    var writer = JSONWriter()
    write(node, isSecret: false, to: &writer)
    return writer.text
  }

  private func write(_ id: NodeID, isSecret: Bool, to writer: inout JSONWriter) {
    let id = arena.resolved(id)
    let node = arena[id]
    if node.kind != .null, isSecret || node.flags.contains(.sensitive) {
      return writer.value(Redaction.mark("sensitive", digest?.digest(of: arena, id)))
    }
    switch node.kind {
    case .bool: writer.value(node.boolValue)
    case .int: writer.value(node.intValue)
    case .double: writer.value(node.doubleValue)
    case .string: writer.value(cut(Redaction.scrubbed(arena.string(id) ?? "", digest)))
    case .list:
      writer.array { writer in
        for child in arena.children(id) {
          guard writer.bytes.count < limit else { return writer.value("…") }
          write(child, isSecret: false, to: &writer)
        }
      }
    case .map:
      let secretEntry = arena.string(id, "name").map { Redaction.isSecret(name: $0) } ?? false
      writer.object { writer in
        for child in arena.children(id) {
          guard writer.bytes.count < limit, let name = arena.keyName(child) else { return writer.member("…", "…") }
          writer.name(Redaction.scrubbedPlain(name, digest))
          write(child, isSecret: Redaction.isSecret(name: name) || secretEntry && name == "value", to: &writer)
        }
      }
    case .unknown: writer.value("(known after apply)")
    default: writer.null()
    }
  }

  private func cut(_ text: String) -> String {
    text.utf8.count <= limit ? text : String(text.prefix(limit)) + "…"
  }
}
