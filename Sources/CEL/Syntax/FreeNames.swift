/// Collects the names that an expression reads from outside.
struct FreeNames {
  private let tree: SyntaxTree
  private var names: [String] = []
  private var seen: Set<String> = []
  private var bound: [String] = []

  static func of(_ tree: SyntaxTree) -> [String] {
    var finder = FreeNames(tree)
    finder.visit(tree.root)
    return finder.names
  }

  /// The first parts of these names; cheaper, because no name is put together.
  static func variables(of tree: SyntaxTree) -> Set<String> {
    var variables: Set<String> = []
    var bound: [String] = []
    func visit(_ index: NodeIndex) {
      switch tree[index].kind {
      case .identifier(let name, _):
        if !bound.contains(name) { variables.insert(name) }
      case .macro(let macro):
        if let target = macro.target { visit(target) }
        bound += macro.variables
        for argument in macro.arguments { visit(argument) }
        bound.removeLast(macro.variables.count)
      default:
        for child in tree.children(index) { visit(child) }
      }
    }
    visit(tree.root)
    return variables
  }

  private init(_ tree: SyntaxTree) { self.tree = tree }

  private mutating func visit(_ index: NodeIndex) {
    if let name = tree.qualifiedName(index) {
      let root = name.split(separator: ".").first.map(String.init) ?? name
      if !bound.contains(root), seen.insert(name).inserted { names.append(name) }
      return
    }
    if case .macro(let macro) = tree[index].kind {
      if let target = macro.target { visit(target) }
      bound += macro.variables
      for argument in macro.arguments { visit(argument) }
      bound.removeLast(macro.variables.count)
      return
    }
    for child in tree.children(index) { visit(child) }
  }
}

extension SyntaxTree {
  /// The dotted name that a node spells, nil if it is anything else; a leading dot is dropped.
  func qualifiedName(_ index: NodeIndex) -> String? {
    switch self[index].kind {
    case .identifier(let name, _): return name
    case .select(let operand, let field, false): return qualifiedName(operand).map { $0 + "." + field }
    default: return nil
    }
  }

  /// The operands of a node in source order.
  func children(_ index: NodeIndex) -> [NodeIndex] {
    switch self[index].kind {
    case .literal, .identifier: []
    case .select(let operand, _, _): [operand]
    case .index(let operand, let key, _): [operand, key]
    case .call(let call): (call.target.map { [$0] } ?? []) + call.arguments
    case .unary(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .logical(_, let operands): operands
    case .conditional(let condition, let positive, let negative): [condition, positive, negative]
    case .list(let elements): elements.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .message(let message): message.fields.map(\.value)
    case .macro(let macro): (macro.target.map { [$0] } ?? []) + macro.arguments
    }
  }
}
