import CEL
import Values

/// `undecided(what)`: a truth value that no input of this kind shows, for rules that know that they cannot know.
enum UndecidedFunction {
  static var function: Function {
    Function("undecided", Signature([.string], .bool), isPure: false) { context, arguments throws(EvaluationError) in
      let what = arguments.first.flatMap { context.string(of: $0) } ?? "what the rule asks for"
      return context.unknown(UnknownReason(.notVisible, what))
    }
  }
}
