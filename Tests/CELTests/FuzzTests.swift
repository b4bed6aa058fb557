import CEL
import Testing

/// Random expressions of the grammar: never a crash or a hang, and what is printed reads back as the same.
@Suite("Grammar fuzzing")
struct FuzzTests {
  @Test("parse, print, parse gives the same tree; evaluation ends", arguments: [1, 2, 3, 4])
  func roundTrip(seed: UInt64) throws {
    var generator = ExpressionGenerator(seed: seed)
    var declarations = Declarations()
    for name in ["a", "b", "c"] { declarations.declare(variable: name, .dyn) }
    for _ in 0..<400 {
      let text = generator.expression(depth: 5)
      let first: CELExpression
      do throws(ExpressionError) {
        first = try CELExpression(text)
      } catch {
        // Literals can be out of range, macros can be malformed; both say so.
        #expect(!error.diagnostics.isEmpty)
        continue
      }
      let printed = first.canonicalText
      let second = try CELExpression(printed)
      #expect(second.canonicalText == printed, "\(text)")
      #expect(second.isSame(as: first), "\(text) became \(printed)")
      run(first, declarations)
    }
  }

  private func run(_ expression: CELExpression, _ declarations: Declarations) {
    var evaluator = Evaluator()
    evaluator.budget = 20_000
    let linked = evaluator.link(expression.unchecked(against: declarations))
    let values: [CELData] = [.int(3), .list([1, "x", 2.5]), .map([.init("k", 1), .init("a", [true])])]
    for (index, value) in values.enumerated() { evaluator.set(Declarations.Slot(index), to: value) }
    let plain = outcome(evaluator.evaluate(linked), &evaluator)
    // What is known at check time must not change what comes of an evaluation.
    guard let checked = try? expression.checked(against: declarations) else { return }
    let other = evaluator.link(checked, observing: true)
    for (index, value) in values.enumerated() { evaluator.set(Declarations.Slot(index), to: value) }
    #expect(outcome(evaluator.evaluate(other), &evaluator) == plain, "\(expression.source)")
  }

  private func outcome(_ value: CELValue, _ evaluator: inout Evaluator) -> String {
    if let error = evaluator.context.error(of: value) { return error.kind == .budgetExceeded ? "?" : "error" }
    return evaluator.text(of: value)
  }
}

/// Makes expressions by the grammar of langdef, Syntax.
struct ExpressionGenerator {
  private var random: Seeded

  init(seed: UInt64) { random = Seeded(state: seed) }

  private mutating func pick(_ choices: [String]) -> String { choices.randomElement(using: &random) ?? "" }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

  mutating func expression(depth: Int) -> String {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<12, using: &random) {
    case 0: return "\(operand(depth)) ? \(operand(depth)) : \(expression(depth: depth - 1))"
    case 1: return "\(operand(depth)) \(pick(["&&", "||"])) \(operand(depth)) \(pick(["&&", "||"])) \(operand(depth))"
    case 2: return "\(operand(depth)) \(pick(["<", "<=", ">", ">=", "==", "!=", "in"])) \(operand(depth))"
    case 3: return "\(operand(depth)) \(pick(["+", "-", "*", "/", "%"])) \(operand(depth))"
    case 4: return pick(["!", "-", "!!", "--", "- "]) + operand(depth)
    case 5: return "\(operand(depth)).\(pick(["", "?"]))\(pick(["a", "k", "`x-y`", "const"]))"
    case 6: return "\(operand(depth))[\(pick(["", "?"]))\(expression(depth: depth - 1))]"
    case 7: return macro(depth)
    case 8: return call(depth)
    case 9:
      return "[\((0..<Int.random(in: 0..<4, using: &random)).map { _ in element(depth) }.joined(separator: ", "))]"
    case 10: return map(depth)
    default: return operand(depth)
    }
  }

  private mutating func operand(_ depth: Int) -> String {
    let inner = expression(depth: depth - 1)
    return chance(60) ? "(\(inner))" : inner
  }

  private mutating func element(_ depth: Int) -> String { (chance(10) ? "?" : "") + expression(depth: depth - 1) }

  private mutating func map(_ depth: Int) -> String {
    let entries = (0..<Int.random(in: 0..<3, using: &random)).map { index in
      "\(chance(10) ? "?" : "")\(chance(50) ? "'k\(index)'" : leaf()): \(expression(depth: depth - 1))"
    }
    return "{\(entries.joined(separator: ", "))}"
  }

  private mutating func macro(_ depth: Int) -> String {
    let (target, body) = (operand(depth), expression(depth: depth - 1))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return "has(\(target).\(pick(["a", "k"])))"
    case 1: return "\(target).\(pick(["all", "exists", "exists_one", "filter", "map"]))(x, \(body))"
    case 2: return "\(target).map(x, \(body), \(expression(depth: depth - 1)))"
    case 3: return "\(target).\(pick(["all", "exists", "existsOne", "transformList", "transformMap"]))(i, x, \(body))"
    case 4: return "cel.bind(x, \(target), \(body))"
    default: return "optional.of(\(target)).\(pick(["optMap", "optFlatMap"]))(x, \(body))"
    }
  }

  private mutating func call(_ depth: Int) -> String {
    let arguments = (0..<Int.random(in: 0..<3, using: &random)).map { _ in expression(depth: depth - 1) }
    let list = arguments.joined(separator: ", ")
    let global = pick(["size", "int", "uint", "string", "double", "type", "math.greatest", "bytes", "duration", "dyn"])
    let method = pick([
      "size", "startsWith", "matches", "join", "split", "reverse", "format", "charAt", "flatten", "sort",
    ])
    return chance(50) ? "\(global)(\(list))" : "\(operand(depth)).\(method)(\(list))"
  }

  private mutating func leaf() -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0: pick(["a", "b", "c", "x", ".a", "a.b.c"])
    case 1: String(Int64.random(in: Int64.min...Int64.max, using: &random))
    case 2: pick(["0", "1", "2", "3", "0x1F", "9223372036854775807", "1u", "18446744073709551615u"])
    case 3: pick(["1.5", "1e3", ".25", "1e308", "0.1", "2.0E-7"])
    case 4: pick(["true", "false", "null"])
    case 5: pick(["''", "'k'", "\"a\\n\"", "r'\\d+'", "'\\u00e9\\U0001F600'", "'''x'y'''", "'a\\x00b'"])
    case 6: pick(["b'\\xff'", "b''", "b\"abc\""])
    default: pick(["[]", "{}", "[1, 2]", "{'k': 1}"])
    }
  }
}
