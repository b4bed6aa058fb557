/// The place of a node in its ``SyntaxTree``.
struct NodeIndex: Hashable, Sendable, Comparable {
  let value: Int

  init(_ value: Int) { self.value = value }

  static func < (left: NodeIndex, right: NodeIndex) -> Bool { left.value < right.value }
}

/// An expression as parsed: nodes in one array, children before parents.
///
/// Flat, so that neither freeing nor copying a large tree recurses.
struct SyntaxTree: Sendable {
  var nodes: [SyntaxNode] = []
  var root = NodeIndex(0)

  subscript(_ index: NodeIndex) -> SyntaxNode { nodes[index.value] }
}

/// One node: what it is, where it stands, and how high the tree below it is.
struct SyntaxNode: Sendable {
  let kind: SyntaxKind
  /// The whole text of the sub-expression.
  let range: SourceRange
  /// Where a caret belongs: the operator, the selected name.
  let focus: SourceRange
  let height: Int
}

enum SyntaxKind: Sendable {
  case literal(Literal)
  /// `isAbsolute`: written with a leading dot.
  case identifier(String, isAbsolute: Bool)
  case select(NodeIndex, field: String, isOptional: Bool)
  case index(NodeIndex, NodeIndex, isOptional: Bool)
  case call(CallSyntax)
  case unary(UnaryOperator, NodeIndex)
  case binary(BinaryOperator, NodeIndex, NodeIndex)
  /// A chain of `&&` or of `||`: wide instead of deep.
  case logical(LogicalOperator, [NodeIndex])
  case conditional(NodeIndex, NodeIndex, NodeIndex)
  case list([ElementSyntax])
  case map([EntrySyntax])
  case message(MessageSyntax)
  case macro(MacroSyntax)
}

enum Literal: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int64)
  case uint(UInt64)
  case double(Double)
  case string([UInt8])
  case bytes([UInt8])
}

struct CallSyntax: Sendable {
  let name: String
  /// `f()` written `.f()`.
  let isAbsolute: Bool
  let target: NodeIndex?
  let arguments: [NodeIndex]
}

struct ElementSyntax: Sendable {
  let value: NodeIndex
  let isOptional: Bool
}

struct EntrySyntax: Sendable {
  let key: NodeIndex
  let value: NodeIndex
  let isOptional: Bool
}

struct MessageSyntax: Sendable {
  struct Field: Sendable {
    let name: String
    let value: NodeIndex
    let isOptional: Bool
  }

  let typeName: String
  let isAbsolute: Bool
  let fields: [Field]
}

enum UnaryOperator: String, Sendable {
  case not = "!"
  case negate = "-"

  var function: String { self == .not ? "!_" : "-_" }
}

enum BinaryOperator: String, Sendable {
  case less = "<"
  case lessEqual = "<="
  case greater = ">"
  case greaterEqual = ">="
  case equal = "=="
  case notEqual = "!="
  case `in` = "in"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"

  /// The name under which the specification lists the operator's overloads.
  var function: String {
    switch self {
    case .less: "_<_"
    case .lessEqual: "_<=_"
    case .greater: "_>_"
    case .greaterEqual: "_>=_"
    case .equal: "_==_"
    case .notEqual: "_!=_"
    case .in: "@in"
    case .add: "_+_"
    case .subtract: "_-_"
    case .multiply: "_*_"
    case .divide: "_/_"
    case .remainder: "_%_"
    }
  }

  /// Binding strength among binary operators; `&&` is 2 and `||` 1.
  var precedence: Int {
    switch self {
    case .less, .lessEqual, .greater, .greaterEqual, .equal, .notEqual, .in: 3
    case .add, .subtract: 4
    case .multiply, .divide, .remainder: 5
    }
  }
}

enum LogicalOperator: String, Sendable {
  case and = "&&"
  case or = "||"

  var precedence: Int { self == .and ? 2 : 1 }
}
