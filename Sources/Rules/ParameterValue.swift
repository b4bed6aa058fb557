import Diagnostics
import Values

extension ParameterValue {
  /// Reads a value from a policy or configuration file.
  public static func decode(_ record: RecordReader, _ id: NodeID) throws(Diagnostic) -> ParameterValue {
    let node = record.arena[id]
    switch node.kind {
    case .bool: return .bool(node.boolValue)
    case .int: return .int(node.intValue)
    case .double: return .double(node.doubleValue)
    case .string: return .string(record.arena.string(id) ?? "")
    case .list:
      var items: [ParameterValue] = []
      for child in record.arena.children(id) { items.append(try decode(record, child)) }
      return .list(items)
    default: throw record.problem("a parameter is a truth value, a number, a text or a list of these", at: id)
    }
  }
}
