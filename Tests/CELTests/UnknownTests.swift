import CEL
import Testing
import Values

/// Unknown values travel by CEL's rules; possible elements count as unknown where they would decide.
@Suite("Unknown values and possible elements")
struct UnknownTests {
  private func bench() -> Bench {
    var bench = Bench()
    bench.variable("u", .dyn) { $0.push(.unknown($0.reason(UnknownReason(.derived, "u")))) }
    bench.variable("v", .dyn) { $0.push(.unknown($0.reason(UnknownReason(.notVisible, "v")))) }
    bench.variable("t", .bool) { $0.push(.bool(true)) }
    bench.builder.push(.int(1))
    let target = bench.builder.finishRoot()
    bench.variable("possible", .list(.dyn)) { builder in
      let mark = builder.mark
      builder.push(.int(7))
      builder.push(.link(to: target, doubt: builder.reason(UnknownReason(.unresolvedReference, "maybe"))))
      builder.closeContainer(.list, since: mark)
    }
    bench.variable("certain", .list(.dyn)) { builder in
      let mark = builder.mark
      builder.push(.link(to: target))
      builder.closeContainer(.list, since: mark)
    }
    return bench
  }

  private static let absorbedCases: [(String, CELData)] = [
    ("false && u", CELData.bool(false)), ("u && false", .bool(false)), ("true || u", .bool(true)),
    ("u || true", .bool(true)), ("t ? 1 : u", .int(1)), ("[u, true].exists(x, x)", .bool(true)),
    ("[u, false].all(x, x)", .bool(false)), ("size([u, 1])", .int(2)),
    ("[u, true, true].exists_one(x, x)", .bool(false)),
    ("u in [] || t", .bool(true)), ("certain.exists(x, x == 1)", .bool(true)), ("size(certain)", .int(1)),
  ]

  @Test("logic absorbs unknowns", arguments: absorbedCases)
  func absorbed(text: String, expected: CELData) throws {
    #expect(try bench().result(text) == .value(expected))
  }

  private static let spreadingCases: [(String, Set<String>)] = [
    ("u", ["u"]), ("u && t", ["u"]), ("u || v", ["u", "v"]), ("u + 1", ["u"]), ("u == v", ["u", "v"]), ("u.a.b", ["u"]),
    ("u ? 1 : 1", ["u"]), ("[1, u] == [1, 2]", ["u"]), ("2 in [1, u]", ["u"]), ("u.startsWith('a')", ["u"]),
    ("[u, false].exists(x, x)", ["u"]), ("has(u.x)", ["u"]), ("u[0]", ["u"]), ("u.exists(x, x)", ["u"]),
    ("size([1].filter(x, u)) > 0", ["u"]), ("[1].filter(x, u).exists(x, true)", ["u"]), ("!u", ["u"]), ("-u", ["u"]),
    ("u && (1 / 0 > 0)", ["u"]), ("'%s'.format([u])", ["u"]), ("['a', u].join()", ["u"]),
  ]

  @Test("everything else that touches an unknown is unknown", arguments: spreadingCases)
  func spreading(text: String, reasons: Set<String>) throws {
    #expect(try bench().result(text) == .unknown(reasons))
  }

  @Test("an error certain whatever the unknown is stays an error")
  func errors() throws {
    #expect(try bench().result("u + (1 / 0)") == .error(.divisionByZero))
    #expect(try bench().result("[u].map(x, 1 / 0)") == .error(.divisionByZero))
  }

  private static let possibleCases: [(String, Bench.Outcome)] = [
    ("possible.exists(x, x == 7)", Bench.Outcome.value(.bool(true))),
    ("possible.exists(x, x == 1)", .unknown(["maybe"])),
    ("possible.exists(x, x == 2)", .value(.bool(false))), ("possible.all(x, x == 7)", .unknown(["maybe"])),
    ("possible.all(x, x > 0)", .value(.bool(true))), ("possible.all(x, x == 1)", .value(.bool(false))),
    ("possible.exists_one(x, x == 7)", .value(.bool(true))), ("possible.exists_one(x, x > 0)", .unknown(["maybe"])),
    ("size(possible)", .unknown(["maybe"])), ("possible[0]", .unknown(["maybe"])),
    ("7 in possible", .value(.bool(true))),
    ("1 in possible", .unknown(["maybe"])), ("2 in possible", .value(.bool(false))),
    ("possible == [7]", .unknown(["maybe"])), ("possible.map(x, x + 1).exists(x, x == 2)", .unknown(["maybe"])),
    ("possible.filter(x, x == 7).size()", .value(.int(1))), ("possible.filter(x, x == 1).size()", .unknown(["maybe"])),
    ("(possible + [3]).exists(x, x == 3)", .value(.bool(true))), ("(possible + [3]).size()", .unknown(["maybe"])),
  ]

  @Test("a possible element decides nothing", arguments: possibleCases)
  func possible(text: String, expected: Bench.Outcome) throws {
    #expect(try bench().result(text) == expected)
  }
}
