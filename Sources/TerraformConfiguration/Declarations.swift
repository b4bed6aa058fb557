import HCL

/// A `resource`, `data` or `ephemeral` block.
public struct ResourceDeclaration: Sendable {
  /// Managed, data or ephemeral.
  public let mode: ResourceMode
  /// The resource's type.
  public let type: String
  /// The block's name.
  public let name: String
  /// The file's place in its module's list.
  public let file: Int
  /// The block as written, without overrides.
  public let block: Block
  /// What it says.
  public internal(set) var body: DeclaredBody

  /// `count`
  public var count: Expression? { body.expression("count") }
  /// `for_each`
  public var forEach: Expression? { body.expression("for_each") }
}

/// A `module` block.
public struct ModuleCall: Sendable {
  /// The block's name.
  public let name: String
  /// The file's place in its module's list.
  public let file: Int
  /// The block as written, without overrides.
  public let block: Block
  /// What it says; arguments of the module besides the block's own.
  public internal(set) var body: DeclaredBody

  /// `count`
  public var count: Expression? { body.expression("count") }
  /// `for_each`
  public var forEach: Expression? { body.expression("for_each") }
  /// `source`, if it is a plain string.
  public var source: String? { body.expression("source").flatMap(literalString) }
  /// Names that are no inputs of the module.
  static let ownArguments: Set<String> = ["source", "version", "count", "for_each", "providers", "depends_on"]
  /// The names of the inputs given, in source order.
  public var inputs: [String] { body.attributeNames.filter { !Self.ownArguments.contains($0) } }
}

/// A block with at most one label that holds nothing but arguments: `variable`, `output`, `provider`, `moved`, …
public struct SimpleDeclaration: Sendable {
  /// The label, empty if there is none.
  public let name: String
  /// The file's place in its module's list.
  public let file: Int
  /// The block as written, without overrides.
  public let block: Block
  /// What it says.
  public internal(set) var body: DeclaredBody
}

/// One entry of a `locals` block.
public struct LocalDeclaration: Sendable {
  /// The name.
  public let name: String
  /// The file's place in its module's list.
  public let file: Int
  /// The entry.
  public let attribute: Attribute
}

/// The text of an expression that is a plain string.
func literalString(_ expression: Expression) -> String? {
  if case .literal(.string(let text)) = expression.kind { text } else { nil }
}
