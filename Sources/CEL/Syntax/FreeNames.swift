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

  /// What the dotted name that a node spells begins with, and whether a dot stands before it; nil if it is anything else.
  func root(ofName index: NodeIndex) -> (name: String, isAbsolute: Bool)? {
    var index = index
    while true {
      switch nodes[index.value].kind {
      case .identifier(let name, let isAbsolute): return (name, isAbsolute)
      case .select(let operand, _, false): index = operand
      default: return nil
      }
    }
  }

  /// The operands of a node in source order.
  func children(_ index: NodeIndex) -> [NodeIndex] {
    var children: [NodeIndex] = []
    nodes[index.value].kind.forEachChild { children.append($0) }
    return children
  }
}

extension SyntaxKind {
  /// Visits the operands in source order.
  func forEachChild(_ visit: (NodeIndex) -> Void) {
    switch self {
    case .literal, .identifier: break
    case .select(let operand, _, _), .unary(_, let operand): visit(operand)
    case .index(let first, let second, _), .binary(_, let first, let second):
      visit(first)
      visit(second)
    case .call(let call):
      if let target = call.target { visit(target) }
      for argument in call.arguments { visit(argument) }
    case .logical(_, let operands): for operand in operands { visit(operand) }
    case .conditional(let condition, let positive, let negative):
      visit(condition)
      visit(positive)
      visit(negative)
    case .list(let elements): for element in elements { visit(element.value) }
    case .map(let entries):
      for entry in entries {
        visit(entry.key)
        visit(entry.value)
      }
    case .message(let message): for field in message.fields { visit(field.value) }
    case .macro(let macro):
      if let target = macro.target { visit(target) }
      for argument in macro.arguments { visit(argument) }
    }
  }
}
