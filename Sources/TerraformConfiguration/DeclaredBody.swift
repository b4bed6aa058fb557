import HCL

/// The body of a declaration: that of its block, changed by those of override files (Terraform, "Override Files").
public struct DeclaredBody: Sendable {
  /// One block's body with its file.
  public struct Part: Sendable {
    /// The file's place in its module's list.
    public let file: Int
    /// What the block holds.
    public let body: Body
  }

  /// The block's own body first, then overrides in order.
  public internal(set) var parts: [Part]

  /// A body without overrides.
  public init(file: Int, body: Body) { parts = [Part(file: file, body: body)] }

  /// The attribute of a name with its file; overrides win.
  public func attribute(_ name: String) -> (file: Int, attribute: Attribute)? {
    for part in parts.reversed() {
      if let attribute = part.body.attribute(name) { return (part.file, attribute) }
    }
    return nil
  }

  /// The expression of an attribute.
  public func expression(_ name: String) -> Expression? { attribute(name)?.attribute.expression }

  /// The nested blocks of a type, `dynamic` ones included; those of an override replace the others.
  public func blocks(_ type: String) -> [(file: Int, block: Block)] {
    for part in parts.reversed() {
      let found = part.body.blocks.filter { $0.type == type || $0.type == "dynamic" && $0.label(0) == type }
      if !found.isEmpty { return found.map { (part.file, $0) } }
    }
    return []
  }

  /// The names of all attributes, in source order.
  public var attributeNames: [String] {
    var names: [String] = []
    for part in parts {
      for attribute in part.body.attributes where !names.contains(attribute.name) { names.append(attribute.name) }
    }
    return names
  }

  /// The types of all nested blocks, those of `dynamic` blocks included, in source order.
  public var blockTypes: [String] {
    var types: [String] = []
    for part in parts {
      for block in part.body.blocks {
        let type = block.type == "dynamic" ? block.label(0) ?? "" : block.type
        if !types.contains(type) { types.append(type) }
      }
    }
    return types
  }
}
