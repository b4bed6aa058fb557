/// Resolves the names of an expression and finds the type of every part of it (langdef, Gradual Type Checking).
///
/// In strict mode what does not fit is a diagnostic; in lenient mode (`isStrict` false: "parse only" in the
/// specification's suite) it is left to evaluation, and only names are resolved.
struct Checker {
  let tree: SyntaxTree
  let declarations: Declarations
  let isStrict: Bool
  let limit: Int
  var solver = TypeSolver()
  var types: [CELType]
  var resolutions: [Resolution]
  var diagnostics: [Diagnostic] = []
  var scopes: [(name: String, slot: Int, type: CELType)] = []
  var slotCount: Int

  /// What a name or call of the tree stands for.
  enum Resolution: Sendable {
    case none
    /// A variable or a macro's own variable.
    case slot(Int)
    case constant(CELData)
    /// The functions among which the runtime arguments choose.
    case functions([Function])
    /// The same for `a.b.f(x)` where `a.b.f` is the function's name.
    case namespaced([Function])
    /// A select of a declared member.
    case member(CELType)
    /// The slots of a macro's variables.
    case locals([Int])
    /// A name or function that nothing declares; an error when evaluated.
    case unresolved(String)
  }

  init(_ tree: SyntaxTree, _ declarations: Declarations, isStrict: Bool, limits: ExpressionLimits) {
    self.tree = tree
    self.declarations = declarations
    self.isStrict = isStrict
    limit = limits.diagnostics
    types = [CELType](repeating: .dyn, count: tree.nodes.count)
    resolutions = [Resolution](repeating: .none, count: tree.nodes.count)
    slotCount = declarations.variables.count
  }

  mutating func report(_ message: String, at index: NodeIndex, notes: [String] = []) {
    report(message, at: tree[index].focus, notes: notes)
  }

  mutating func report(_ message: String, at range: SourceRange, notes: [String] = []) {
    guard isStrict, diagnostics.count < limit else { return }
    diagnostics.append(Diagnostic(message, at: range, notes: notes))
  }

  /// The type of a node, found with those below it.
  @discardableResult
  mutating func check(_ index: NodeIndex) -> CELType {
    let type = unrecorded(index)
    types[index.value] = type
    return type
  }

  private mutating func unrecorded(_ index: NodeIndex) -> CELType {
    switch tree[index].kind {
    case .literal(let literal): return literal.type
    case .identifier, .select: return name(index)
    case .index(let operand, let key, let isOptional): return indexing(index, operand, key, isOptional)
    case .call(let call): return self.call(index, call)
    case .unary(let prefix, let operand):
      return overload(index, prefix.function, isMethod: false, [operand], symbol: prefix.rawValue)
    case .binary(let infix, let left, let right): return binary(index, infix, left, right)
    case .logical(let logical, let operands):
      for operand in operands { expect(operand, .bool, "`\(logical.rawValue)` needs a bool on both sides") }
      return .bool
    case .conditional(let condition, let positive, let negative):
      expect(condition, .bool, "the condition before `?` must be a bool")
      return conditional(index, check(positive), check(negative))
    case .list(let elements): return .list(list(elements))
    case .map(let entries): return map(entries)
    case .message(let message): return self.message(index, message)
    case .macro(let macro): return self.macro(index, macro)
    }
  }

  // MARK: helpers

  func shallow(_ type: CELType) -> CELType { solver.shallow(type) }

  /// Checks first, then looks: `shallow(check(x))` would ask the solver as it was before the check.
  mutating func checkShallow(_ index: NodeIndex) -> CELType {
    let type = check(index)
    return shallow(type)
  }

  func text(_ type: CELType) -> String { solver.substituted(type, final: true).description }

  /// Checks a node that must have a certain type.
  mutating func expect(_ index: NodeIndex, _ wanted: CELType, _ message: @autoclosure () -> String) {
    let type = check(index)
    if !solver.assign(type, to: wanted) { report("\(message()); this is \(text(type))", at: tree[index].range) }
  }

  private mutating func conditional(_ index: NodeIndex, _ positive: CELType, _ negative: CELType) -> CELType {
    let joined = solver.join(positive, negative)
    if case .dyn = joined, shallow(positive) != .dyn, shallow(negative) != .dyn {
      report("the two results of `?:` have different types, \(text(positive)) and \(text(negative))", at: index)
    }
    return joined
  }

  // MARK: aggregates

  private mutating func list(_ elements: [ElementSyntax]) -> CELType {
    var joined: CELType?
    for element in elements {
      let type = element.isOptional ? optionalElement(element.value) : check(element.value)
      joined = joined.map { solver.join($0, type) } ?? type
    }
    return joined ?? solver.fresh()
  }

  /// The element type of what must be an optional: `[?x]`, `{?k: x}`.
  mutating func optionalElement(_ index: NodeIndex) -> CELType {
    let type = checkShallow(index)
    if let element = type.optionalElement { return element }
    if case .dyn = type { return .dyn }
    let element = solver.fresh()
    if !solver.assign(type, to: .optional(element)) {
      report("`?` needs an optional value here; this is \(text(type))", at: tree[index].range)
    }
    return element
  }

  private mutating func map(_ entries: [EntrySyntax]) -> CELType {
    var keys: CELType?
    var values: CELType?
    for entry in entries {
      let key = check(entry.key)
      switch shallow(key) {
      case .double, .bytes, .null, .list, .map, .timestamp, .duration, .type, .record, .abstract:
        report("a map's key is a bool, int, uint or string; this is \(text(key))", at: tree[entry.key].range)
      default: break
      }
      let value = entry.isOptional ? optionalElement(entry.value) : check(entry.value)
      keys = keys.map { solver.join($0, key) } ?? key
      values = values.map { solver.join($0, value) } ?? value
    }
    return .map(keys ?? solver.fresh(), values ?? solver.fresh())
  }

  private mutating func message(_ index: NodeIndex, _ message: MessageSyntax) -> CELType {
    for field in message.fields { check(field.value) }
    for name in declarations.candidates(message.typeName, isAbsolute: message.isAbsolute) {
      guard let type = WellKnownMessage.type(of: name) else { continue }
      resolutions[index.value] = .constant(.type(name))
      return type
    }
    resolutions[index.value] = .unresolved(message.typeName)
    report("there is no message type `\(message.typeName)`", at: index)
    return .dyn
  }
}

extension Literal {
  var type: CELType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    }
  }
}
