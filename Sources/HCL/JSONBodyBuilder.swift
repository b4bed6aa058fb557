/// Turns JSON into bodies, blocks and expressions (HCL JSON syntax, "Structural Elements" and "Expressions").
struct JSONBodyBuilder {
  let source: SourceText
  let limits: ParseLimits
  private(set) var diagnostics: [SyntaxDiagnostic] = []

  init(source: SourceText, limits: ParseLimits) {
    self.source = source
    self.limits = limits
  }

  /// A body is an object, or an array of objects that are one body together.
  mutating func body(_ value: JSONValue, _ schema: BodySchema) -> Body {
    var attributes = AttributeList()
    var blocks: [Block] = []
    for object in elements(value) {
      guard case .object(let members) = object.content else {
        report("expected an object", at: object.range)
        continue
      }
      // A member of this name is a comment by the syntax's convention.
      for member in members where member.name.text != "//" {
        if let type = schema.blocks[member.name.text] {
          addBlocks(member.name, type, member.value, labels: [], to: &blocks)
        } else {
          let attribute = Attribute(
            name: member.name.text, nameRange: member.name.range, expression: expression(member.value))
          if !attributes.append(attribute) { report("the argument is set twice", at: member.name.range) }
        }
      }
    }
    return Body(attributes: attributes.all, blocks: blocks, range: value.range)
  }

  private mutating func addBlocks(
    _ name: JSONString, _ type: BodySchema.BlockType, _ value: JSONValue, labels: [Block.Label],
    to blocks: inout [Block]
  ) {
    for element in elements(value) {
      if case .null = element.content { continue }
      if labels.count == type.labels {
        let block = Block(
          type: name.text, typeRange: name.range, labels: labels, body: body(element, type.body),
          range: (labels.last?.range ?? name.range).union(element.range))
        blocks.append(block)
      } else if case .object(let members) = element.content {
        for member in members where member.name.text != "//" {
          let label = Block.Label(text: member.name.text, range: member.name.range)
          addBlocks(name, type, member.value, labels: labels + [label], to: &blocks)
        }
      } else {
        report("expected an object whose member names are labels of the block", at: element.range)
      }
    }
  }

  private func elements(_ value: JSONValue) -> [JSONValue] {
    if case .array(let elements) = value.content { elements } else { [value] }
  }

  private mutating func expression(_ value: JSONValue) -> Expression {
    switch value.content {
    case .null: Expression(.literal(.null), value.range)
    case .bool(let bool): Expression(.literal(.bool(bool)), value.range)
    case .number(let number): Expression(.literal(.number(number)), value.range)
    case .string(let string): template(string)
    case .array(let elements): Expression(.tuple(elements.map { expression($0) }), value.range)
    case .object(let members):
      Expression(
        .object(
          members.filter { $0.name.text != "//" }
            .map { ObjectItem(key: template($0.name), value: expression($0.value)) }),
        value.range)
    }
  }

  /// Strings are templates; one that is none is kept as text and reported.
  private mutating func template(_ string: JSONString) -> Expression {
    let literal = Expression(.literal(.string(string.text)), string.range)
    guard string.text.utf8.contains(UInt8(ascii: "{")) else { return literal }
    do throws(SyntaxError) {
      let content = Int(string.range.start + 1)..<Int(string.range.end - 1)
      let decoded = try JSONStringDecoder.decode(source.bytes, content)
      var lexer = Lexer(decoded.bytes, mode: .bare)
      lexer.run()
      var parser = Parser(
        source: SourceText(name: source.name, bytes: decoded.bytes), tokens: lexer.tokens, limits: limits)
      parser.offsets = decoded.offsets
      let template = try parser.parseBareTemplate()
      return Expression(template.kind, string.range)
    } catch {
      report(error.message, at: SourceRange(error.offset, error.offset))
      return literal
    }
  }

  private mutating func report(_ message: String, at range: SourceRange) {
    guard diagnostics.count < limits.maxDiagnostics else { return }
    diagnostics.append(
      SyntaxDiagnostic(file: source.name, position: source.position(of: range), message: message))
  }
}

extension HCLFile {
  /// Parses the JSON syntax.
  ///
  /// - Parameter schema: which members are blocks.
  public init(json bytes: [UInt8], name: String, schema: BodySchema, limits: ParseLimits = ParseLimits()) {
    if let refusal = Self.refuse(bytes, name: name, limits: limits) {
      self = refusal
      return
    }
    let source = SourceText(name: name, bytes: bytes)
    var scanner = JSONScanner(bytes, maxDepth: limits.maxDepth)
    var builder = JSONBodyBuilder(source: source, limits: limits)
    do throws(SyntaxError) {
      let body = builder.body(try scanner.readAll(), schema)
      self.init(source: source, body: body, comments: [], diagnostics: builder.diagnostics)
    } catch {
      let position = source.position(at: error.offset)
      self.init(
        source: source, body: Body(attributes: [], blocks: [], range: SourceRange(0, 0)), comments: [],
        diagnostics: [SyntaxDiagnostic(file: name, position: position, message: error.message)])
    }
  }
}
