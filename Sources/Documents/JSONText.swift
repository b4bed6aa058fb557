import Values

extension ValueArena {
  /// A value as JSON on one line, members in source order. Unknown values and links are written as null.
  ///
  /// - Parameter leavingOut: a member of the root to leave out.
  public func json(_ root: NodeID, leavingOut left: String? = nil) -> [UInt8] {
    var writer = JSONWriter()
    write(root, leavingOut: left, to: &writer)
    return writer.bytes
  }

  private func write(_ id: NodeID, leavingOut left: String? = nil, to writer: inout JSONWriter) {
    let node = self[id]
    switch node.kind {
    case .bool: writer.value(node.boolValue)
    case .int: writer.value(node.intValue)
    case .double: writer.value(node.doubleValue)
    case .string: writer.value(string(id) ?? "")
    case .list: writer.array { writer in for child in children(id) { write(child, to: &writer) } }
    case .map:
      writer.object { writer in
        for child in children(id) {
          guard let name = keyName(child), name != left else { continue }
          writer.name(name)
          write(child, to: &writer)
        }
      }
    default: writer.null()
    }
  }
}
