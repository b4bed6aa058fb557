import HCL

/// One part of a body of HCL, to be written with other names.
enum FixItem: Sendable {
  case attribute(FixAttribute)
  case block(FixBlock)
  /// A comment on a line of its own, with its marker.
  case comment(String)
  case blank

  var name: String? {
    switch self {
    case .attribute(let attribute): attribute.name
    case .block(let block): block.type
    case .comment, .blank: nil
    }
  }
}

struct FixAttribute: Sendable {
  let name: String
  let expression: FixExpression
  /// What stands behind it on its last line.
  var comment: String?
}

struct FixBlock: Sendable {
  let type: String
  let labels: [String]
  let items: [FixItem]

  /// `aws_vpc` of `resource "aws_vpc" "main"`.
  var resourceType: String? { isData || type == "resource" ? labels.first : nil }
  var isData: Bool { type == "data" }

  /// The references in it.
  var references: [FixReference] { items.flatMap(\.references) }
}

/// An expression as it is written, with the names in it that will be others.
struct FixExpression: Sendable {
  enum Piece: Sendable {
    case text(String)
    case reference(FixReference)
  }

  let pieces: [Piece]
  /// Nil for anything but a literal.
  let literal: Literal?
  var isEmptyList = false

  /// The same with no name of the input in it: what is written there now is what is to be something else.
  var detached: FixExpression {
    FixExpression(
      pieces: pieces.map { piece in
        guard case .reference(var reference) = piece else { return piece }
        reference.isDetached = true
        return .reference(reference)
      }, literal: literal, isEmptyList: isEmptyList)
  }
}

/// A resource or data source that an expression mentions.
struct FixReference: Hashable, Sendable {
  let type: String
  let label: String
  let isData: Bool
  /// The attribute that is asked for: `arn` of `aws_vpc.main.arn`.
  let attribute: String?
  /// Whether it stands for a resource of the reader's, whatever the input has.
  var isDetached = false
}

extension FixItem {
  var references: [FixReference] {
    switch self {
    case .attribute(let attribute):
      attribute.expression.pieces.compactMap { if case .reference(let found) = $0 { found } else { nil } }
    case .block(let block): block.references
    case .comment, .blank: []
    }
  }
}
