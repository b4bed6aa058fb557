import HCL

/// Reads the HCL that a rule says to write.
struct FixReader {
  private let file: HCLFile

  /// Nil for a text that is no HCL.
  init?(_ text: String) {
    file = HCLFile(native: Array(text.utf8), name: "fix")
    guard file.diagnostics.isEmpty else { return nil }
  }

  func items() -> [FixItem] { items(of: file.body) }

  private enum Part {
    case attribute(Attribute)
    case block(Block)
    case comment(Comment)

    var range: SourceRange {
      switch self {
      case .attribute(let attribute): attribute.range
      case .block(let block): block.range
      case .comment(let comment): comment.range
      }
    }
  }

  private func items(of body: Body) -> [FixItem] {
    let taken = body.attributes.map(\.range) + body.blocks.map(\.range)
    let comments = file.comments.filter { comment in
      body.range.contains(comment.range.start) && !taken.contains { $0.contains(comment.range.start) }
    }
    let parts = (body.attributes.map(Part.attribute) + body.blocks.map(Part.block) + comments.map(Part.comment))
      .sorted { $0.range.start < $1.range.start }
    var items: [FixItem] = []
    var lastLine: Int?
    for part in parts {
      let line = file.source.line(at: part.range.start)
      if case .comment(let comment) = part, comment.isTrailing {
        if case .attribute(var attribute)? = items.last, line == lastLine {
          attribute.comment = file.source.text(comment.range)
          items[items.count - 1] = .attribute(attribute)
        }
        continue
      }
      if let lastLine, line > lastLine + 1 { items.append(.blank) }
      switch part {
      case .attribute(let attribute):
        items.append(.attribute(FixAttribute(name: attribute.name, expression: expression(attribute))))
      case .block(let block):
        items.append(
          .block(FixBlock(type: block.type, labels: block.labels.map(\.text), items: self.items(of: block.body))))
      case .comment(let comment): items.append(.comment(file.source.text(comment.range)))
      }
      lastLine = file.source.line(at: max(part.range.start, part.range.end - 1))
    }
    return items
  }

  private func expression(_ attribute: Attribute) -> FixExpression {
    let range = attribute.expression.range
    let indent = file.source.position(of: attribute.nameRange).column - 1
    var pieces: [FixExpression.Piece] = []
    var position = range.start
    let traversals = attribute.expression.traversals.sorted { $0.range.start < $1.range.start }
    for traversal in traversals {
      guard let (reference, end) = Self.reference(traversal), traversal.range.start >= position else { continue }
      append(SourceRange(position, traversal.range.start), indent, to: &pieces)
      pieces.append(.reference(reference))
      position = end
    }
    append(SourceRange(position, range.end), indent, to: &pieces)
    var literal: Literal?
    if case .literal(let value) = attribute.expression.kind { literal = value }
    var isEmptyList = false
    if case .tuple(let elements) = attribute.expression.kind { isEmptyList = elements.isEmpty }
    return FixExpression(pieces: pieces, literal: literal, isEmptyList: isEmptyList)
  }

  /// The text with the indentation taken away that the attribute has in the rule.
  private func append(_ range: SourceRange, _ indent: Int, to pieces: inout [FixExpression.Piece]) {
    guard range.end > range.start else { return }
    let lines = file.source.text(range).split(separator: "\n", omittingEmptySubsequences: false)
    let rest = lines.dropFirst().map { line in
      line.prefix(indent).allSatisfy { $0 == " " } ? String(line.dropFirst(indent)) : String(line)
    }
    pieces.append(.text(([String(lines[0])] + rest).joined(separator: "\n")))
  }

  private static let otherRoots: Set<String> = [
    "var", "local", "each", "count", "path", "module", "self", "terraform",
  ]

  /// The resource that a traversal names, and where its name ends.
  private static func reference(_ traversal: Traversal) -> (FixReference, UInt32)? {
    if traversal.root == "data" {
      guard let type = traversal.name(0), let label = traversal.name(1) else { return nil }
      let reference = FixReference(type: type, label: label, isData: true, attribute: traversal.name(2))
      return (reference, traversal.steps[1].range.end)
    }
    guard !otherRoots.contains(traversal.root), traversal.root.contains("_"), let label = traversal.name(0) else {
      return nil
    }
    let reference = FixReference(type: traversal.root, label: label, isData: false, attribute: traversal.name(1))
    return (reference, traversal.steps[0].range.end)
  }
}
