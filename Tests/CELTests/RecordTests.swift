import CEL
import Testing
import Values

/// Records: declared members that are absent, null or of another kind; misspelt ones.
@Suite("Record types")
struct RecordTests {
  private func bench() -> Bench {
    var bench = Bench()
    bench.declarations.declare(
      record: RecordType(
        name: "server",
        fields: [
          "name": .string, "encrypted": .bool, "port": .number, "rules": .list(.record("rule")),
          "tags": .map(.string, .string),
          "text_flag": .bool, "text_number": .number, "number_text": .string, "strange": .list(.string),
          "nested": .record("rule"), "later": .string, "nothing": .string,
        ]))
    bench.declarations.declare(record: RecordType(name: "rule", fields: ["cidr": .string, "port": .number]))
    bench.variable("r", .record("server")) { builder in
      let mark = builder.mark
      builder.push(builder.stringNode("db"), key: builder.key("name"))
      builder.push(.bool(true), key: builder.key("encrypted"))
      builder.push(.int(22), key: builder.key("port"))
      builder.push(builder.stringNode("true"), key: builder.key("text_flag"))
      builder.push(builder.stringNode("8.5"), key: builder.key("text_number"))
      builder.push(.int(8), key: builder.key("number_text"))
      builder.push(builder.stringNode("no list"), key: builder.key("strange"))
      builder.push(.unknown(builder.reason(UnknownReason(.derived, "later"))), key: builder.key("later"))
      builder.push(.null, key: builder.key("nothing"))
      builder.closeContainer(.map, since: mark)
    }
    return bench
  }

  private static let readingCases: [(String, Bench.Outcome)] = [
    ("r.name == 'db'", Bench.Outcome.value(.bool(true))), ("r.encrypted == true", .value(.bool(true))),
    ("r.port >= 22 && r.port < 23.5", .value(.bool(true))), ("r.nothing == null", .value(.bool(true))),
    ("r.rules.exists(x, x.cidr == '')", .value(.bool(false))), ("size(r.rules)", .value(.int(0))),
    ("r.tags", .value(.map([]))), ("'x' in r.tags", .value(.bool(false))), ("r.nested == null", .value(.bool(true))),
    ("r.nested.cidr == null", .value(.bool(true))), ("has(r.name)", .value(.bool(true))),
    ("has(r.nothing)", .value(.bool(false))), ("has(r.rules)", .value(.bool(false))),
    ("has(r.later)", .unknown(["later"])),
    ("has(r.nested.cidr)", .value(.bool(false))), ("r.text_flag == true", .value(.bool(true))),
    ("r.text_number > 8", .value(.bool(true))), ("r.number_text == '8'", .value(.bool(true))),
    ("r.later == 'x'", .unknown(["later"])), ("r.?nothing.orValue('none')", .value(.string("none"))),
    ("r.?name.orValue('none')", .value(.string("db"))), ("r.tags.x", .error(.noSuchKey)),
  ]

  @Test("what the schema declares can be read", arguments: readingCases)
  func reading(text: String, expected: Bench.Outcome) throws {
    #expect(try bench().result(text) == expected)
  }

  @Test("what contradicts the schema is unknown, never an error or a value")
  func contradictions() throws {
    guard case .unknown(let reasons) = try bench().result("r.strange.exists(x, x == 'a')") else {
      Issue.record("not unknown")
      return
    }
    #expect(reasons.first?.contains("`strange`: the schema declares a list") == true)
  }

  @Test("misspelt members do not check")
  func misspelt() {
    var declarations = bench().declarations
    declarations.declare(variable: "r", .record("server"))
    let text = diagnose("size(r.rules) > 0 && r.encrypted_ == true", declarations)
    #expect(
      text == "1:24: `server` has no member `encrypted_`\n  size(r.rules) > 0 && r.encrypted_ == true\n  "
        + String(repeating: " ", count: 23) + "^~~~~~~~~~\n  did you mean `encrypted`?")
    #expect(diagnose("r.rules.exists(x, x.cdir == '')", declarations).contains("did you mean `cidr`?"))
    #expect(diagnose("r.name == 5", declarations).contains("cannot compare nullable(string) with int"))
    #expect(diagnose("r.rules == null", declarations).contains("size(x) == 0"))
  }
}
