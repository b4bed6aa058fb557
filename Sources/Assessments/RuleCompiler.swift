import CEL
import Diagnostics
import ResourceGraph
import Rules
import Values

/// A rule made ready to judge resources of one type (or of all its types, where no expression differs by type).
///
/// An object, as ``LinkedRule`` and ``RuleEvaluation`` are: each has dozens of references, and a copy for every verdict
/// would cost more than the verdict.
final class CompiledRule: Sendable {
  let rule: Rule
  /// The expanded types.
  let types: [String]
  let slots: Slots
  let relations: [CompiledRelation]
  /// Views and variables in the order in which they are computed.
  let variables: [(slot: Declarations.Slot, name: String, program: Program)]
  let when: Program?
  /// The condition; for `absent` the `where`, nil for one that always holds.
  let condition: Program?
  let message: [MessagePart]
  /// Whether the verdict depends on what else exists.
  let dependsOnOthers: Bool
  /// Whether the rule says that something must not exist.
  let isAbsence: Bool

  init(
    rule: Rule, types: [String], slots: Slots, relations: [CompiledRelation],
    variables: [(slot: Declarations.Slot, name: String, program: Program)], when: Program?, condition: Program?,
    message: [MessagePart]
  ) {
    self.rule = rule
    self.types = types
    self.slots = slots
    self.relations = relations
    self.variables = variables
    self.when = when
    self.condition = condition
    self.message = message
    dependsOnOthers = !relations.isEmpty || rule.applies.wholePlan
    isAbsence = rule.isAbsence
  }

  struct Slots: Sendable {
    let resource: Declarations.Slot
    let matched: Declarations.Slot
    let parameters: Declarations.Slot
  }

  enum MessagePart: Sendable {
    case text(String)
    case hole(Program)
  }
}

/// A relation whose paths are checked.
struct CompiledRelation: Sendable {
  let name: String
  let slot: Declarations.Slot
  let spec: RelationSpec
  /// The relation that it starts from, nil for the resource.
  let from: String?
  /// The types that it starts from.
  let subjects: Set<String>
}

/// Checks the expressions of rules against the schema and compiles them.
struct RuleCompiler: Sendable {
  private let library: PolicyLibrary
  private let views: [View]
  private var schema: SchemaIndex
  /// All functions, declared once: rules differ in variables alone.
  private let base: Declarations
  private var usedViewsByRule: [String: [View]] = [:]
  /// What was parsed to find names in it, for when it is compiled.
  private var parsed: [String: CELExpression] = [:]

  /// Functions know an empty graph until a run gives the compiled rules its own.
  init(_ library: PolicyLibrary) throws(Diagnostic) {
    self.library = library
    var base = Declarations()
    let empty = ResourceGraphBuilder(values: ValueArenaBuilder()).build(defaults: [:])
    for function in HostFunctions.all(for: empty) { base.declare(function: function) }
    self.base = base
    views = try library.views()
    schema = SchemaIndex(library)
  }

  /// Whether a rule has expressions that differ by type, so that it is compiled for each.
  mutating func differsByType(_ rule: Rule) -> Bool {
    rule.variables.contains { if case .byType = $0.expressions { true } else { false } } || !usedViews(rule).isEmpty
  }

  /// - Parameter type: the type to compile for; nil for all.
  mutating func compile(_ rule: Rule, for type: String?) throws(Diagnostic) -> CompiledRule {
    let types = try library.expand(rule.applies.types, at: rule.location)
    let matchedTypes: [String] =
      if case .absent(let absent, _, _) = rule.check { try library.expand(absent, at: rule.location) } else { [] }
    var declarations = base
    // Where expressions differ by type, each is checked against its own type alone.
    let subject = types.isEmpty ? CELType.dyn : try schema.type(of: type.map { [$0] } ?? types)
    let unionSubject = types.isEmpty ? CELType.dyn : try schema.type(of: types)
    let slots = CompiledRule.Slots(
      resource: declarations.declare(variable: "resource", unionSubject),
      matched: declarations.declare(
        variable: "matched", matchedTypes.isEmpty ? .dyn : try schema.type(of: matchedTypes)),
      parameters: declarations.declare(variable: "params", .map(.string, .dyn)))
    // The message of a statement about flows is about one of them.
    if rule.flowCheck != nil { declarations.declare(variable: "flow", .dyn) }
    let relations = try compileRelations(rule, types, &declarations)
    declarations.recordTypes = schema
    let variables = try compileVariables(rule, type, subject, &declarations)
    return CompiledRule(
      rule: rule, types: types, slots: slots, relations: relations, variables: variables,
      when: try when(rule, declarations),
      condition: try condition(rule, declarations), message: try message(rule, declarations))
  }

  /// Whether the rule applies: its own condition, and that the resource is in one of its scopes.
  private func when(_ rule: Rule, _ declarations: Declarations) throws(Diagnostic) -> Program? {
    let own = try rule.applies.when.map { when throws(Diagnostic) in try program(when, declarations, .bool, rule) }
    guard !rule.applies.scope.isEmpty, !rule.applies.types.isEmpty else { return own }
    let list = rule.applies.scope.map { "'\($0)'" }.joined(separator: ", ")
    let isInScope = "resource.scope() in [\(list)]"
    return try program(
      RuleExpression(
        text: rule.applies.when.map { "(\($0.text)\n) && \(isInScope)" } ?? isInScope,
        location: rule.applies.when?.location ?? rule.location), declarations, .bool, rule)
  }

  private func condition(_ rule: Rule, _ declarations: Declarations) throws(Diagnostic) -> Program? {
    switch rule.check {
    case .expect(let expression, _): return try program(expression, declarations, .bool, rule)
    case .unreachable: return nil
    case .absent(_, let expression, _):
      guard let expression else { return nil }
      return try program(expression, declarations, .bool, rule)
    }
  }

  private mutating func compileRelations(
    _ rule: Rule, _ types: [String], _ declarations: inout Declarations
  ) throws(Diagnostic) -> [CompiledRelation] {
    var relations: [CompiledRelation] = []
    for relation in rule.relations {
      let related = try library.expand(relation.types, at: relation.location)
      var subjects = types
      if let from = relation.from {
        guard let start = relations.first(where: { $0.name == from }) else {
          throw Diagnostic(
            .error, "relation `\(relation.name)` starts from `\(from)`, which is not a relation before it",
            at: relation.location)
        }
        subjects = start.spec.types.sorted()
      }
      guard let direction = RelationSpec.Direction(rawValue: relation.direction) else { continue }
      let holders = direction == .incoming ? related : subjects
      var via: [RelationSpec.Via] = []
      for path in relation.via { via.append(try checkedPath(path, holders, relation)) }
      let slot = declarations.declare(variable: relation.name, .list(try schema.type(of: related)))
      relations.append(
        CompiledRelation(
          name: relation.name, slot: slot,
          spec: RelationSpec(
            types: Set(related), direction: direction, via: via,
            countsOutsiders: relation.countsOutsiders),
          from: relation.from, subjects: Set(subjects)))
    }
    return relations
  }

  /// A path must exist in one of the types that hold it at least.
  private mutating func checkedPath(
    _ path: String, _ holders: [String], _ relation: Rule.RelationDeclaration
  ) throws(Diagnostic) -> RelationSpec.Via {
    let names = path.split(separator: ".").map(String.init)
    var found: Bool?
    for holder in holders {
      if let collection = try schema.isCollection(names, of: holder) { found = (found ?? false) || collection }
    }
    guard let found else {
      var candidates: [String] = []
      for holder in holders { candidates += try schema.fieldNames(of: holder) }
      let near = nearestName(to: names.first ?? "", among: candidates)
      throw Diagnostic(
        .error,
        "relation `\(relation.name)` goes via `\(safeText(path))`, which none of \(holders.joined(separator: ", ")) has",
        at: relation.location, help: near.map { "did you mean `\($0)`?" })
    }
    return RelationSpec.Via(path: names, isCollection: found)
  }

  private mutating func compileVariables(
    _ rule: Rule, _ type: String?, _ subject: CELType, _ declarations: inout Declarations
  ) throws(Diagnostic) -> [(slot: Declarations.Slot, name: String, program: Program)] {
    var result: [(slot: Declarations.Slot, name: String, program: Program)] = []
    var own = declarations
    own.declare(variable: "resource", subject)
    for view in usedViews(rule) {
      guard let type, let expression = view.expressions[type] else { continue }
      let program = try program(expression, own, nil, rule)
      result.append((declarations.declare(variable: view.name, program.resultType), view.name, program))
      own.declare(variable: view.name, program.resultType)
    }
    for variable in rule.variables {
      let compiled: Program
      switch variable.expressions {
      case .all(let expression): compiled = try program(expression, declarations, nil, rule)
      case .byType(let expressions):
        guard let type, let expression = expressions[type] else {
          throw Diagnostic(
            .error, "variable `\(variable.name)` has no expression for `\(type ?? "")`", at: rule.location)
        }
        compiled = try program(expression, own, nil, rule)
      }
      result.append((declarations.declare(variable: variable.name, compiled.resultType), variable.name, compiled))
      own.declare(variable: variable.name, compiled.resultType)
    }
    return result
  }

  /// The views that a rule names and whose types cover its own.
  private mutating func usedViews(_ rule: Rule) -> [View] {
    if let known = usedViewsByRule[rule.id] { return known }
    let views = findUsedViews(rule)
    usedViewsByRule[rule.id] = views
    return views
  }

  private mutating func findUsedViews(_ rule: Rule) -> [View] {
    guard let types = try? library.expand(rule.applies.types, at: rule.location), !types.isEmpty else { return [] }
    let covering = views.filter { view in types.allSatisfy { view.expressions[$0] != nil } }
    guard !covering.isEmpty else { return [] }
    let texts = texts(rule)
    // Most rules do not have the name of any view in them: only the others are parsed to see what they mean by it.
    let search = WordSearch(covering.map(\.name))
    guard texts.contains(where: { search.finds(in: $0) }) else { return [] }
    return usedViews(among: covering, in: texts)
  }

  /// All expressions of a rule, those in its message too.
  private func texts(_ rule: Rule) -> [String] {
    var texts: [String] = []
    if case .expect(let expression, _) = rule.check { texts.append(expression.text) }
    if let when = rule.applies.when { texts.append(when.text) }
    for variable in rule.variables {
      switch variable.expressions {
      case .all(let expression): texts.append(expression.text)
      case .byType(let expressions): texts += expressions.values.map(\.text)
      }
    }
    texts +=
      (try? MessageTemplate(rule.check.message).parts.compactMap {
        if case .hole(let text, _) = $0 { text } else { nil }
      }) ?? []
    return texts
  }

  private mutating func usedViews(among views: [View], in texts: [String]) -> [View] {
    let names = views.map(\.name)
    var used: Set<String> = []
    for text in texts {
      guard let expression = try? CELExpression(text) else { continue }
      parsed[text] = expression
      if expression.mentions(names) { used.formUnion(expression.freeVariables) }
    }
    return views.filter { used.contains($0.name) }
  }

  private func message(_ rule: Rule, _ declarations: Declarations) throws(Diagnostic) -> [CompiledRule.MessagePart] {
    var parts: [CompiledRule.MessagePart] = []
    for part in try MessageTemplate(rule.check.message).parts {
      switch part {
      case .text(let text): parts.append(.text(text))
      case .hole(let text, _):
        parts.append(
          .hole(try program(RuleExpression(text: text, location: rule.check.message.location), declarations, nil, rule))
        )
      }
    }
    return parts
  }

  /// Parses and checks one expression; the diagnostic shows the line of the expression with a caret.
  private func program(
    _ expression: RuleExpression, _ declarations: Declarations, _ expected: CELType?, _ rule: Rule
  ) throws(Diagnostic) -> Program {
    do throws(ExpressionError) {
      let syntax = if let known = parsed[expression.text] { known } else { try CELExpression(expression.text) }
      return try syntax.checked(against: declarations, expecting: expected)
    } catch {
      throw Self.diagnostic(error, expression, rule)
    }
  }

  private static func diagnostic(_ error: ExpressionError, _ expression: RuleExpression, _ rule: Rule) -> Diagnostic {
    guard let first = error.diagnostics.first else {
      return Diagnostic(.error, "rule `\(rule.id)`: the expression is not valid", at: expression.location)
    }
    let place = CEL.SourceLocation(offset: first.range.start, in: error.source)
    let lines = error.source.split(separator: "\n", omittingEmptySubsequences: false)
    let line = place.line <= lines.count ? String(lines[place.line - 1]) : error.source
    return Diagnostic(
      .error, "rule `\(rule.id)`: \(first.message)", at: expression.location,
      help: first.notes.isEmpty ? nil : first.notes.joined(separator: "; "),
      excerpt: Diagnostic.Excerpt(
        line: line, column: place.column, length: max(1, first.range.end - first.range.start)))
  }
}
