import CEL
import Foundation
import Testing

/// Bad input: an error with a position or a value, within the budget.
@Suite("Limits")
struct LimitTests {
  @Test(
    "deep nesting is an error",
    arguments: ["(", "[", "{1:", "!", "-", "a?b:", "f(", "a.b(", "1+(", "[1].map(x,", "x[", "T{a:"])
  func nesting(open: String) {
    let text = String(repeating: open, count: 10_000)
    #expect(throws: ExpressionError.self) { try CELExpression(text) }
  }

  @Test("closed brackets too, on the small stack of a thread")
  func closedNesting() async {
    let outcome = await withCheckedContinuation { continuation in
      let thread = Thread {
        var fine = true
        for (open, close) in [("(", ")"), ("[", "]"), ("{1:", "}"), ("size(", ")"), ("!(", ")"), ("[1].map(x, ", ")")] {
          for depth in [30, 50, 64, 10_000] {
            let text = String(repeating: open, count: depth) + "1" + String(repeating: close, count: depth)
            guard let expression = try? CELExpression(text) else {
              fine = fine && depth > 50
              continue
            }
            let program = expression.unchecked(against: Declarations())
            var evaluator = Evaluator()
            let linked = evaluator.link(program)
            _ = evaluator.result(linked)
            _ = expression.canonicalText
          }
        }
        continuation.resume(returning: fine)
      }
      thread.stackSize = 1 << 20
      thread.start()
    }
    #expect(outcome)
  }

  @Test("long chains are wide, not deep")
  func chains() throws {
    let ands = Array(repeating: "true", count: 20_000).joined(separator: " && ")
    #expect(try evaluate(ands) == .value(.bool(true)))
    let sums = Array(repeating: "1", count: 20_000).joined(separator: " + ")
    #expect(throws: ExpressionError.self) { try CELExpression(sums) }
    #expect(try evaluate(Array(repeating: "1", count: 90).joined(separator: " + ")) == .value(.int(90)))
  }

  @Test("large literals")
  func literals() throws {
    let list = "[" + (0..<10_000).map(String.init).joined(separator: ",") + "]"
    #expect(try evaluate("size(\(list))") == .value(.int(10_000)))
    let map = "{" + (0..<10_000).map { "'\($0)': \($0)" }.joined(separator: ",") + "}"
    #expect(try evaluate("\(map)['9999']") == .value(.int(9_999)))
    let text = String(repeating: "x", count: 1 << 20)
    #expect(try evaluate("size('\(text)')") == .value(.int(1 << 20)))
  }

  @Test(
    "a megabyte of anything ends",
    arguments: ["1+", "a.", "x", " ", "\n", "'", "//", "1,", "&&", "\\", "é", "\"", "0x", "`"])
  func megabyte(unit: String) {
    let text = String(repeating: unit, count: (1 << 20) / unit.utf8.count)
    _ = try? CELExpression(text)
  }

  @Test("any bytes")
  func bytes() {
    var generator = Seeded(state: 7)
    for _ in 0..<3_000 {
      let count = Int.random(in: 0..<40, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      do throws(ExpressionError) {
        _ = try CELExpression(utf8: bytes)
      } catch {
        #expect(!error.diagnostics.isEmpty)
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test("a run-away evaluation stops at its budget")
  func budget() throws {
    let list = "[" + (0..<100).map(String.init).joined(separator: ",") + "]"
    let loops = "\(list).all(a, \(list).all(b, \(list).all(c, \(list).all(d, a + b + c + d >= 0))))"
    #expect(try evaluate(loops) == .error(.budgetExceeded))
    #expect(try evaluate("\(loops) || true", budget: 1_000) == .error(.budgetExceeded))
    let doubling =
      "cel.bind(a, 'xxxxxxxxxxxxxxxx', "
      + (0..<40).reduce("a0") { text, _ in text }
      .replacingOccurrences(
        of: "a0", with: (0..<30).reduce("a") { text, index in "cel.bind(b\(index), \(text), b\(index) + b\(index))" })
      + ")"
    #expect(try evaluate(doubling) == .error(.budgetExceeded))
    #expect(try evaluate("lists.range(1000000000).size()") == .error(.budgetExceeded))
    let range = "lists.range(9223372036854775807).size()"
    #expect(try evaluate("\(range) + \(range) + \(range)") == .error(.budgetExceeded))
    #expect(try evaluate("'a'.matches('(x+x+)+y')") == .value(.bool(false)))
  }
}

/// A generator that gives the same numbers every time.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
