import HCL

/// The references in a declaration, as a plan's JSON lists them.
public struct DeclaredReferences: Sendable {
  /// Those that the plan lists too.
  public private(set) var listed: Set<String> = []
  /// Those in `dynamic` blocks, which the plan leaves out unless the block can be written as an attribute.
  public private(set) var inDynamicBlocks: Set<String> = []

  /// What stands in blocks of these types and in these arguments is Terraform's own and no part of the plan's expressions.
  private static let ownBlocks: Set<String> = ["lifecycle", "provisioner", "connection"]
  private static let ownArguments: Set<String> = ["depends_on", "provider", "providers", "source", "version"]

  /// The references of a resource's or module call's body, `count` and `for_each` included.
  public init(_ body: DeclaredBody) {
    for name in body.attributeNames where !Self.ownArguments.contains(name) {
      if let expression = body.expression(name) { listed.formUnion(expression.planReferences) }
    }
    for type in body.blockTypes where !Self.ownBlocks.contains(type) {
      for entry in body.blocks(type) { add(entry.block.body, isDynamic: entry.block.type == "dynamic") }
    }
  }

  private mutating func add(_ body: Body, isDynamic: Bool) {
    for attribute in body.attributes {
      if isDynamic {
        inDynamicBlocks.formUnion(attribute.expression.planReferences)
      } else {
        listed.formUnion(attribute.expression.planReferences)
      }
    }
    for block in body.blocks { add(block.body, isDynamic: isDynamic || block.type == "dynamic") }
  }

  /// Whether a plan that lists these references can have been made from the declaration.
  public func agree(with planned: Set<String>) -> Bool {
    planned.isSubset(of: listed.union(inDynamicBlocks)) && listed.isSubset(of: planned.union(inDynamicBlocks))
  }
}
