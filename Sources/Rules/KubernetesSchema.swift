import CEL
import Diagnostics
import Values

/// Decodes the index of Kubernetes' kinds (`policies/schema/kubernetes`) and of what Compose files declare: a kind's
/// record and all that it is made of.
struct KubernetesSchema {
  private(set) var records: [String: RecordType] = [:]
  private let library: PolicyLibrary

  init(_ library: PolicyLibrary) { self.library = library }

  /// Reads a kind, whose line of the index is given.
  mutating func read(_ kind: String, _ arena: ValueArena, _ line: NodeID) throws(Diagnostics.Diagnostic) {
    var fields = try self.fields(arena, line)
    // Entries of other formats with the same index have no such members.
    if arena.bool(line, "bare") == true {
      records[kind] = RecordType(name: kind, fields: fields)
      return
    }
    fields["apiVersion"] = .string
    fields["kind"] = .string
    if arena.bool(line, "unnamed") != true { fields["metadata"] = try type("ObjectMeta") }
    records[kind] = RecordType(name: kind, fields: fields)
  }

  private mutating func fields(_ arena: ValueArena, _ line: NodeID) throws(Diagnostics.Diagnostic) -> [String: CELType]
  {
    var fields: [String: CELType] = [:]
    for field in arena.children(line, of: "fields") {
      guard let name = arena.keyName(field), let text = arena.string(field) else { continue }
      fields[name] = try type(text[...])
    }
    return fields
  }

  private mutating func type(_ text: Substring) throws(Diagnostics.Diagnostic) -> CELType {
    switch text {
    case "string": return .string
    case "int": return .int
    case "number": return .number
    case "bool": return .bool
    case "any": return .dyn
    default: break
    }
    if text.hasPrefix("["), text.hasSuffix("]") { return .list(try type(text.dropFirst().dropLast())) }
    if text.hasPrefix("{"), text.hasSuffix("}") { return .map(.string, try type(text.dropFirst().dropLast())) }
    let name = String(text)
    if records[name] == nil {
      guard let (arena, line) = try library.schema(":\(name)")?.load() else { return .dyn }
      // A record can contain itself; it is known before its fields are.
      records[name] = RecordType(name: name, fields: [:])
      records[name] = RecordType(name: name, fields: try fields(arena, line))
    }
    return .record(name)
  }
}
