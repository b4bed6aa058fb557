import CEL
import Testing
import Values

/// Functions of the host, linking, observation.
@Suite("Hosts")
struct HostTests {
  private func bench() -> Bench {
    var bench = Bench()
    bench.declarations.declare(record: RecordType(name: "server", fields: ["name": .string, "rules": .list(.dyn)]))
    bench.declarations.declare(
      function: .method("address", on: .anyRecord, returns: .string) { context, arguments throws(EvaluationError) in
        guard let node = arguments[0].node else { throw EvaluationError(.host, "no node") }
        return context.string("server.\(node.index)")
      })
    bench.declarations.declare(
      function: Function(
        "fails", Signature([.int], .bool),
        { _, _ throws(EvaluationError) in throw EvaluationError(.host, "it failed") }))
    bench.declarations.declare(
      function: Function("known", Signature([.dyn], .bool), isStrict: false) { _, arguments in
        .bool(!arguments[0].isUnknown)
      })
    bench.variable("r", .record("server")) { builder in
      let mark = builder.mark
      builder.push(builder.stringNode("db"), key: builder.key("name"))
      let rules = builder.mark
      for port in [22, 443] {
        let rule = builder.mark
        builder.push(.int(Int64(port)), key: builder.key("port"))
        builder.closeContainer(.map, since: rule)
      }
      builder.closeContainer(.list, since: rules, key: builder.key("rules"))
      builder.closeContainer(.map, since: mark)
    }
    bench.variable("u", .dyn) { $0.push(.unknown($0.reason(UnknownReason(.derived, "u")))) }
    return bench
  }

  @Test("methods get the node behind a record")
  func methods() throws {
    let bench = bench()
    #expect(try bench.result("r.address()") == .value(.string("server.\(bench.values[0].node.index)")))
    #expect(try bench.result("fails(1) || true") == .value(.bool(true)))
    #expect(try bench.result("fails(1)") == .error(.host))
    #expect(try bench.result("known(u)") == .value(.bool(false)))
    #expect(diagnose("r.adress()", with(bench)).contains("did you mean `address`?"))
    #expect(diagnose("r.address", with(bench)).contains("call it as `.address()`"))
    #expect(diagnose("r.name()", with(bench)).contains("write it without `()`"))
  }

  private func with(_ bench: Bench) -> Declarations {
    var declarations = bench.declarations
    declarations.declare(variable: "r", .record("server"))
    return declarations
  }

  @Test("errors know their place")
  func places() throws {
    var (evaluator, linked) = try bench().evaluator("r.name == 'db' && 1 / (size(r.rules) - 2) > 0")
    guard case .error(let error) = evaluator.result(linked) else {
      Issue.record("no error")
      return
    }
    #expect(error.range?.start == 20)
  }

  @Test("an observer sees reads, absences and what decided")
  func observation() throws {
    let bench = bench()
    var (evaluator, linked) = try bench.evaluator("r.rules.exists(x, x.port == 443) && has(r.name)", observing: true)
    guard case .value(let value) = evaluator.result(linked) else {
      Issue.record("no value")
      return
    }
    #expect(value.boolValue == true)
    let trace = evaluator.trace
    let paths = trace.paths(from: [(bench.values[0].node, "r")], in: evaluator.context.arena).map(\.path)
    #expect(paths == ["r.rules", "r.rules[0]", "r.rules[0].port", "r.rules[1]", "r.rules[1].port", "r.name"])
    let quantifier = trace.steps.first { $0.range.start == 0 && $0.range.end == 32 }
    let decisive = quantifier?.decisive.map { trace.steps[$0] }
    #expect(decisive?.value.boolValue == true)
    #expect(decisive?.range == SourceRange(start: 18, end: 31))
  }

  @Test("an absent member is observed too")
  func absence() throws {
    var bench = Bench()
    bench.variable("r", .map(.string, .dyn)) { builder in
      builder.closeContainer(.map, since: builder.mark)
    }
    var (evaluator, linked) = try bench.evaluator("has(r.name)", observing: true)
    _ = evaluator.evaluate(linked)
    #expect(evaluator.trace.reads.map(\.member) == [.name("name")])
    #expect(evaluator.trace.reads.map(\.node) == [nil])
  }

  @Test("a program runs only with the evaluator it is linked to")
  func linking() throws {
    let program = try CELExpression("'a' + 'b'").checked(against: Declarations())
    var first = Evaluator()
    var second = Evaluator()
    let linked = first.link(program)
    _ = second.link(program)
    let foreign = second.evaluate(linked)
    #expect(second.context.error(of: foreign)?.kind == .notLinked)
    var copy = first
    let value = copy.evaluate(linked)
    #expect(copy.context.string(of: value) == "ab")
  }

  @Test("reset keeps the constants and forgets the rest")
  func resetting() throws {
    var declarations = Declarations()
    let slot = declarations.declare(variable: "x", .string)
    let program = try CELExpression("x + '!' in ['a!', 'b!']").checked(against: declarations)
    var evaluator = Evaluator()
    let linked = evaluator.link(program)
    for text in ["a", "b", "c", "a"] {
      evaluator.reset()
      evaluator.set(slot, to: .string(text))
      #expect(evaluator.evaluate(linked).boolValue == (text != "c"))
    }
  }
}

@Suite("Convenience")
struct ConvenienceTests {
  @Test("expressions evaluate with plain data")
  func plainData() throws {
    let expression = try CELExpression("user.age >= 18 && 'admin' in user.roles")
    #expect(try expression.evaluate(["user": ["age": 42, "roles": ["admin"]]]) == true)
    #expect(throws: EvaluationFailure.self) { try expression.evaluate() }
    #expect(throws: EvaluationFailure.self) { try expression.evaluate(["user": ["age": "x"]]) }
  }

  @Test("costs are estimated before evaluation")
  func costs() throws {
    var declarations = Declarations()
    declarations.declare(variable: "a", .list(.int))
    let flat = try CELExpression("1 + 2").checked(against: declarations).estimatedCost()
    #expect(flat == CostEstimate(loopDepth: 0, cost: 3))
    let loops = try CELExpression("a.all(x, a.exists(y, x == y))").checked(against: declarations)
    #expect(loops.estimatedCost(assumingSize: 10).loopDepth == 2)
    #expect(loops.estimatedCost(assumingSize: 10).cost < 1_000)
    #expect(loops.estimatedCost(assumingSize: 1_000).cost > 1_000_000)
  }
}
