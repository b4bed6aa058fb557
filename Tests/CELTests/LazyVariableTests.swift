import CEL
import Synchronization
import Testing

/// Variables that are computed when a program first reads them give what computing them beforehand gives.
@Suite("Lazy variables")
struct LazyVariableTests {
  /// A program and the variables that it is computed with, of `x`.
  private struct Host {
    var evaluator = Evaluator()
    let x: Declarations.Slot
    let linked: LinkedProgram
    let variables: LazyVariables
    let calls: Calls

    init(_ definitions: [(name: String, text: String)], _ text: String, sharing key: String? = nil) throws {
      var declarations = Declarations()
      let calls = Calls()
      self.calls = calls
      declarations.declare(
        function: Function("noted", Signature([.dyn], .dyn)) { _, arguments throws(EvaluationError) in
          calls.count.withLock { $0 += 1 }
          return arguments[0]
        })
      x = declarations.declare(variable: "x", .dyn)
      var programs: [(slot: Declarations.Slot, program: Program)] = []
      for (name, text) in definitions {
        let program = try CELExpression(text).checked(against: declarations)
        programs.append((declarations.declare(variable: name, .dyn), program))
      }
      let main = try CELExpression(text).checked(against: declarations)
      var variables = LazyVariables(for: [main])
      for (slot, program) in programs {
        evaluator.link(program, as: slot, sharing: key.map { "\($0) \(slot.index)" }, into: &variables)
      }
      linked = evaluator.link(main, computing: variables)
      self.variables = variables
    }

    mutating func value(_ data: CELData, for subject: Int = 0) -> CELData? {
      evaluator.turn(to: subject)
      evaluator.set(x, to: data)
      evaluator.forget(variables)
      let value = evaluator.evaluate(linked)
      return evaluator.data(value)
    }
  }

  private final class Calls: Sendable {
    let count = Mutex(0)
    var number: Int { count.withLock { $0 } }
  }

  @Test("loops of variables and of what reads them do not share their places")
  func nestedLoops() throws {
    var host = try Host(
      [
        ("doubled", "x.map(a, a.map(b, b * 2))"),
        ("sums", "doubled.map(a, a.map(b, b + 1).filter(b, b > 1))"),
      ], "[1, 2].map(a, [3, 4].map(b, sums.exists(c, c.exists(d, d == a * b + 1)) && doubled.size() == x.size()))")
    let value = host.value([[1, 2], [3, 4]])
    // Sums are 3, 5, 7, 9; a * b + 1 is 4, 5, 7, 9.
    #expect(value == [[false, true], [true, true]])
  }

  @Test("what is not read is not computed, and what is read twice is computed once")
  func onDemand() throws {
    var host = try Host([("costly", "noted(x) + 1"), ("unread", "noted(x)")], "x > 5 && costly + costly > 20")
    #expect(host.value(1) == false)
    #expect(host.calls.number == 0)
    #expect(host.value(10) == true)
    #expect(host.calls.number == 1)
    #expect(host.value(9) == false)
    #expect(host.calls.number == 2)
  }

  @Test("an error or an unknown in a variable counts where it is read")
  func abnormal() throws {
    var host = try Host([("broken", "1 / x")], "x == 0 || broken > 0")
    #expect(host.value(0) == true)
    #expect(host.value(1) == true)
    var needed = try Host([("broken", "1 / x")], "broken > 0")
    #expect(needed.value(0) == nil)
    #expect(needed.value(.unknown(["why"])) == .unknown(["why"]))
    #expect(needed.value(1) == true)
  }

  @Test("each variable has a budget of its own, and one that exceeds it is an error")
  func budgets() throws {
    let text = "x.all(a, x.all(b, a + b > 0))"
    var host = try Host([("wide", text), ("again", text)], "wide && again")
    let list = CELData.list((1...20).map { .int($0) })
    host.evaluator.budget = 2_000
    #expect(host.value(list) == true)
    host.evaluator.budget = 500
    #expect(host.value(list) == nil)
  }

  @Test("a shared value is computed once for a subject, until it is forgotten")
  func sharing() throws {
    var host = try Host([("seen", "noted(x)")], "seen", sharing: "test")
    host.evaluator.begin()
    #expect(host.value(1, for: 0) == 1)
    #expect(host.value(2, for: 1) == 2)
    // The subject is the same, so the value is, too.
    #expect(host.value(1, for: 0) == 1)
    #expect(host.value(2, for: 1) == 2)
    #expect(host.calls.number == 2)
    host.evaluator.begin()
    #expect(host.value(3, for: 0) == 3)
    #expect(host.calls.number == 3)
  }

  @Test("what is kept of subjects is forgotten before it fills the memory")
  func bounds() throws {
    var host = try Host([("seen", "noted(x)")], "size(seen)", sharing: "test")
    let wide = CELData.list((0..<70_000).map { .int($0) })
    host.evaluator.begin()
    for subject in [0, 1, 0] { #expect(host.value(wide, for: subject) == 70_000) }
    #expect(host.calls.number == 3)
  }

  @Test("lists and maps of many elements, one within the other, keep their elements apart")
  func nestedLiterals() throws {
    var host = try Host(
      [("record", "{'a': [x, {'b': [x, x + 1], 'c': x}], 'd': [[x], [], [x, [x]]]}")],
      "[record.a[1].b[1], record.a[1].c, record.d[2][1][0], [record].map(r, r.a.size())[0]]")
    #expect(host.value(7) == [8, 7, 7, 2])
  }

  @Test("an error within a literal leaves nothing behind")
  func brokenLiterals() throws {
    var host = try Host([("broken", "[x, {'a': [x, 1 / x]}]")], "x == 0 ? [x == 0 || size(broken) > 0, [x]] : broken")
    #expect(host.value(0) == [true, [0]])
    #expect(host.value(1) == [1, ["a": [1, 1]]])
    var failing = try Host([("broken", "[x, {'a': [x, 1 / x]}]")], "[x, broken]")
    #expect(failing.value(0) == nil)
    #expect(failing.value(1) == [1, [1, ["a": [1, 1]]]])
  }
}
