import CEL
import Diagnostics
import Rules
import Synchronization

/// Compiled rules that runs share: each rule is compiled once, for the first run that needs it, and bound to the functions
/// of every later one.
///
/// Only for runs with the same policies: a rule is known by its id.
public final class CompiledRules: Sendable {
  private struct Key: Hashable {
    let rule: String
    /// Nil for all types together.
    let type: String?
  }

  private struct State {
    var compiler: RuleCompiler?
    var rules: [Key: CompiledRule] = [:]
    var differsByType: [String: Bool] = [:]
  }

  private let state = Mutex(State())

  public init() {}

  /// The rules for the types that occur, each bound to `functions`.
  ///
  /// - Parameters:
  ///   - wanted: rules with the types of the graph that they look at.
  ///   - compiled: is told of each rule how long it took.
  /// - Throws: a diagnostic for a rule that does not compile.
  func compile(
    _ wanted: [(rule: Rule, types: [String])], _ library: PolicyLibrary, functions: [Function],
    compiled: (String, Duration) -> Void
  ) throws(Diagnostic) -> [(rule: CompiledRule, types: [String])] {
    let hosts = Dictionary(grouping: functions, by: \.name)
    var result: [(rule: CompiledRule, types: [String])] = []
    for (rule, types) in wanted {
      let start = ContinuousClock.now
      for type in try self.types(rule, types, library) {
        let known = try self.rule(rule, type, library)
        result.append((known.rebound(to: hosts), type.map { [$0] } ?? types))
      }
      compiled(rule.id, ContinuousClock.now - start)
    }
    return result
  }

  /// What a rule is compiled for: each type by itself, or all at once.
  private func types(
    _ rule: Rule, _ types: [String], _ library: PolicyLibrary
  ) throws(Diagnostic) -> [String?] {
    let differs = try withCompiler(library) { state, compiler throws(Diagnostic) in
      if let known = state.differsByType[rule.id] { return known }
      let differs = compiler.differsByType(rule)
      state.differsByType[rule.id] = differs
      return differs
    }
    return differs ? types : [nil]
  }

  private func rule(
    _ rule: Rule, _ type: String?, _ library: PolicyLibrary
  ) throws(Diagnostic) -> CompiledRule {
    try withCompiler(library) { state, compiler throws(Diagnostic) in
      let key = Key(rule: rule.id, type: type)
      if let known = state.rules[key] { return known }
      let compiled = try compiler.compile(rule, for: type)
      state.rules[key] = compiled
      return compiled
    }
  }

  private func withCompiler<Value: Sendable>(
    _ library: PolicyLibrary,
    _ body: (inout State, inout RuleCompiler) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> Value {
    try state.withLock { state throws(Diagnostic) in
      var compiler = if let known = state.compiler { known } else { try RuleCompiler(library) }
      // Held in one place only, so that what it learns is not copied.
      state.compiler = nil
      defer { state.compiler = compiler }
      return try body(&state, &compiler)
    }
  }
}

extension CompiledRule {
  /// The same rule with functions of another run.
  func rebound(to functions: [String: [Function]]) -> CompiledRule {
    CompiledRule(
      rule: rule, types: types, slots: slots, relations: relations,
      variables: variables.map { ($0.slot, $0.name, $0.program.rebound(to: functions)) },
      when: when?.rebound(to: functions), condition: condition?.rebound(to: functions),
      message: message.map { part in
        if case .hole(let program) = part { .hole(program.rebound(to: functions)) } else { part }
      })
  }
}
