import CEL
import Diagnostics
import ResourceGraph
import Rules
import Values

/// Checks a rule by itself, for all its types, without an input to judge.
public struct RuleChecker: Sendable {
  private let library: PolicyLibrary
  private var compiler: RuleCompiler

  public init(_ library: PolicyLibrary) throws(Diagnostics.Diagnostic) {
    self.library = library
    let empty = ResourceGraphBuilder(values: ValueArenaBuilder()).build(defaults: [:])
    compiler = try RuleCompiler(library, functions: HostFunctions.all(for: empty))
  }

  /// What is wrong with a rule's types, paths and expressions; one problem of each kind of mistake at most where a
  /// mistake hides others.
  public mutating func problems(of rule: Rule) -> [Diagnostics.Diagnostic] {
    // Statements about flows have no conditions; their zones and holes are checked when they are read.
    guard rule.flowCheck == nil else { return [] }
    var problems: [Diagnostics.Diagnostic] = []
    do throws(Diagnostics.Diagnostic) {
      if compiler.differsByType(rule) {
        for type in try library.expand(rule.applies.types, at: rule.location) {
          _ = try compiler.compile(rule, for: type)
        }
      } else {
        _ = try compiler.compile(rule, for: nil)
      }
    } catch {
      problems.append(error)
    }
    problems += unusedNames(rule)
    for (what, expression) in expressions(rule) { problems += constants(what, expression, rule) }
    return problems
  }

  /// Relations, variables and parameters that nothing reads.
  private func unusedNames(_ rule: Rule) -> [Diagnostics.Diagnostic] {
    let texts = expressions(rule).map(\.1.text) + holes(rule)
    var used: Set<String> = []
    var parameters: Set<String> = []
    for text in texts {
      guard let expression = try? CELExpression(text) else { return [] }
      for name in expression.freeNames {
        used.insert(String(name.prefix { $0 != "." }))
        if name.hasPrefix("params.") { parameters.insert(String(name.dropFirst("params.".count).prefix { $0 != "." })) }
      }
    }
    used.formUnion(rule.relations.compactMap(\.from))
    var problems: [Diagnostics.Diagnostic] = []
    func report(_ what: String, _ name: String, _ place: SourceLocation) {
      problems.append(
        Diagnostic(
          .error, "rule `\(rule.id)`: nothing reads \(what) `\(safeText(name, limit: 60))`", at: place,
          help: "use it or take it out"))
    }
    for relation in rule.relations where !used.contains(relation.name) {
      report("relation", relation.name, relation.location)
    }
    for variable in rule.variables where !used.contains(variable.name) {
      report("variable", variable.name, rule.location)
    }
    for parameter in rule.parameters where !parameters.contains(parameter.name) && !used.contains("params") {
      report("parameter", parameter.name, rule.location)
    }
    for parameter in rule.parameters where used.contains("params") && !parameters.contains(parameter.name) {
      // `params` alone, as in `params[name]`, may read any of them.
      guard !texts.contains(where: { $0.contains("params[") }) else { continue }
      report("parameter", parameter.name, rule.location)
    }
    return problems
  }

  /// The conditions of a rule with what they are.
  private func expressions(_ rule: Rule) -> [(String, RuleExpression)] {
    var result: [(String, RuleExpression)] = []
    if let when = rule.applies.when { result.append(("`when`", when)) }
    for variable in rule.variables {
      switch variable.expressions {
      case .all(let expression): result.append(("variable `\(variable.name)`", expression))
      case .byType(let expressions):
        for type in expressions.keys.sorted() {
          if let expression = expressions[type] { result.append(("variable `\(variable.name)`", expression)) }
        }
      }
    }
    switch rule.check {
    case .expect(let expression, _): result.append(("`expect`", expression))
    case .absent(_, let expression, _): if let expression { result.append(("`where`", expression)) }
    case .unreachable: break
    }
    return result
  }

  private func holes(_ rule: Rule) -> [String] {
    let parts = (try? MessageTemplate(rule.check.message).parts) ?? []
    return parts.compactMap { if case .hole(let text, _) = $0 { text } else { nil } }
  }

  private func constants(_ what: String, _ source: RuleExpression, _ rule: Rule) -> [Diagnostics.Diagnostic] {
    guard let expression = try? CELExpression(source.text) else { return [] }
    let isCondition = !what.hasPrefix("variable")
    if isCondition, expression.freeNames.allSatisfy({ $0 == "params" || $0.hasPrefix("params.") }) {
      return [
        Diagnostic(
          .error, "rule `\(rule.id)`: \(what) reads nothing of the resource, so it is always the same",
          at: source.location, help: "leave it out, or ask something of `resource`")
      ]
    }
    return expression.constantParts.map { part in
      let place = CEL.SourceLocation(offset: part.range.start, in: source.text)
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
      return Diagnostic(
        .error, "rule `\(rule.id)`: \(what): \(part.message)", at: source.location,
        help: "a condition that cannot change is most likely a mistake",
        excerpt: Diagnostic.Excerpt(
          line: place.line <= lines.count ? String(lines[place.line - 1]) : source.text, column: place.column,
          length: max(1, part.range.end - part.range.start)))
    }
  }
}
