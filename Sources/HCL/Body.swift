/// What a file or the braces of a block hold (HCL native syntax, "Bodies").
public struct Body: Sendable {
  /// Attributes in source order. A name written twice is a diagnostic; the first one stays.
  public let attributes: [Attribute]
  /// Nested blocks in source order.
  public let blocks: [Block]
  /// From the first byte behind the opening brace to the closing brace; for a file all of it.
  public let range: SourceRange

  /// A body of given parts.
  public init(attributes: [Attribute], blocks: [Block], range: SourceRange) {
    self.attributes = attributes
    self.blocks = blocks
    self.range = range
  }

  /// The attribute of a name.
  public func attribute(_ name: String) -> Attribute? { attributes.first { $0.name == name } }

  /// The blocks of a type, in source order.
  public func blocks(_ type: String) -> [Block] { blocks.filter { $0.type == type } }
}

/// `name = expression` (HCL native syntax, "Attribute Definitions").
public struct Attribute: Sendable {
  /// The name.
  public let name: String
  /// Where the name stands.
  public let nameRange: SourceRange
  /// The value.
  public let expression: Expression
  /// From the name to the end of the expression.
  public var range: SourceRange { nameRange.union(expression.range) }

  /// An attribute of given parts.
  public init(name: String, nameRange: SourceRange, expression: Expression) {
    self.name = name
    self.nameRange = nameRange
    self.expression = expression
  }
}

/// `type "label" … { body }` (HCL native syntax, "Blocks").
public struct Block: Sendable {
  /// One label of a block, quoted or an identifier.
  public struct Label: Hashable, Sendable {
    /// The label, escapes resolved.
    public let text: String
    /// Where it stands, quotes included.
    public let range: SourceRange

    /// A label at a place.
    public init(text: String, range: SourceRange) {
      self.text = text
      self.range = range
    }
  }

  /// The block's type.
  public let type: String
  /// Where the type stands.
  public let typeRange: SourceRange
  /// The labels, in source order.
  public let labels: [Label]
  /// What the braces hold.
  public let body: Body
  /// From the type to the closing brace.
  public let range: SourceRange

  /// A block of given parts.
  public init(type: String, typeRange: SourceRange, labels: [Label], body: Body, range: SourceRange) {
    self.type = type
    self.typeRange = typeRange
    self.labels = labels
    self.body = body
    self.range = range
  }

  /// The label at a place, nil if there are fewer.
  public func label(_ index: Int) -> String? { labels.indices.contains(index) ? labels[index].text : nil }

  /// From the type to the last label.
  public var headerRange: SourceRange { labels.last.map { typeRange.union($0.range) } ?? typeRange }
}
