import TestSupport
import Testing

/// `check --stream`: lines in, lines out.
@Suite struct StreamTests {
  private static let compliant = "fixtures/network/no-public-address/plan.json"
  private static let plan = "fixtures/terraform/no-resources/plan.json"

  private static func stream(_ lines: String, _ arguments: [String] = []) throws -> (
    run: Command.Result, answers: [JSONTree]
  ) {
    let run = try Command.run(["check", "--stream"] + arguments, input: Array(lines.utf8))
    return (run, try run.outputText.split(separator: "\n").map { try JSONTree(Array($0.utf8)) })
  }

  /// A plan on one line.
  private static func inline(_ path: String) throws -> String {
    String(decoding: try JSONTree(try Project.bytes(Project.path(path))).bytes, as: UTF8.self)
  }

  @Test func pathsAndPlansAreAnsweredInTheirOrder() throws {
    let (run, answers) = try Self.stream(
      """
      {"id": "first", "path": "\(Self.plan)"}
      {"plan": \(try Self.inline(Self.compliant)), "id": 2}

      {"path": "\(Self.plan)"}
      """)
    #expect(answers.map { $0["id"] } == [.string("first"), .number(2), nil])
    #expect(answers.map { $0["line"] } == [nil, nil, .number(4)])
    #expect(answers.compactMap { $0["report"]?["inputs"]?[0]?["name"]?.string } == [Self.plan, "2", Self.plan])
    #expect(run.errorText.isEmpty)
    let worst = answers.compactMap { $0["exitStatus"]?.number }.max()
    #expect(worst == Double(run.status))
  }

  @Test func anAnswerHoldsTheReportOfTheSameRunByItself() throws {
    let alone = try JSONTree(try Command.run([Self.compliant, "--format", "json"]).output)
    let (_, answers) = try Self.stream(#"{"path": "\#(Self.compliant)"}"#)
    #expect(answers.first?["report"] == alone)
    #expect(alone["observations"]?.elements.isEmpty == false)
  }

  @Test func oneBadLineDoesNotStopTheRest() throws {
    let (run, answers) = try Self.stream(
      """
      {"id": "a", "path": "\(Self.plan)"}
      {"id": "b", "path": "no-such-plan.json"}
      {"id": "c", "plan": {"format_version": "1.2", "resource_changes": [1]}}
      {"id": "d", "plan": {"format_version": "1.2", "resource_changes": [}}
      {"id": "e", "plan": {"format_version": "1.2", "errored": true, "planned_values": {}}}
      not JSON
      {"id": "f", "path": "\(Self.plan)"}
      """)
    #expect(run.status == 2)
    #expect(answers.count == 7)
    #expect(answers.map { $0["exitStatus"]?.number == 2 } == [false, true, true, true, true, true, false])
    for answer in answers where answer["exitStatus"]?.number == 2 {
      #expect(answer["report"] == nil)
      #expect(answer["error"]?["message"]?.string?.isEmpty == false)
      #expect(answer["error"]?["location"]?.string?.isEmpty == false)
    }
    #expect(answers[1]["error"]?["location"] == .string("no-such-plan.json"))
  }

  @Test func problemsOfALineSayLineAndColumn() throws {
    let cases: [(line: String, column: Int?, words: String)] = [
      (#"{"plan": {"a": tru}}"#, 16, "expected a value"),
      (#"{"é": 1, "plan": {}}"#, 2, "unknown member"),
      (#"{"path": "x", "plan": {}}"#, nil, "both"),
      (#"{"id": "x"}"#, nil, "neither"),
      (#"{"id": [1], "path": "x"}"#, 8, "`id`"),
      (#"{"id": null, "path": "x"}"#, 8, "`id`"),
      (#"{"path": 7}"#, 10, "`path`"),
      (#"{"path": "-"}"#, 10, "names no file"),
      (#"{"path": "a", "path": "b"}"#, 15, "duplicate"),
      (#"{"path": "a"} {}"#, nil, "end of the file"),
      (#"["path"]"#, nil, "no JSON object"),
    ]
    let (_, answers) = try Self.stream(cases.map(\.line).joined(separator: "\n"))
    #expect(answers.count == cases.count)
    for (index, (answer, expected)) in zip(answers, cases).enumerated() {
      let error = answer["error"]
      #expect(
        error?["message"]?.string?.contains(expected.words) == true,
        "\(expected.line): \(error?["message"]?.string ?? "")")
      guard let location = error?["location"]?.string else {
        Issue.record("\(expected.line) has no place")
        continue
      }
      #expect(location.hasPrefix("-:\(index + 1)"), "\(location)")
      if let column = expected.column { #expect(location == "-:\(index + 1):\(column)", "\(expected.line)") }
    }
  }

  @Test func aLineThatIsRefusedKeepsItsId() throws {
    let (_, answers) = try Self.stream(#"{"x": 1, "path": "p", "id": "mine"}"#)
    #expect(answers.first?["id"] == .string("mine"))
  }

  @Test func nothingOfALineIsRepeatedInAProblem() throws {
    let (run, _) = try Self.stream(
      """
      {"plan": {"password": "hunter2-CANARY" "x"}}
      {"plan": "hunter2-CANARY"}
      {"plan": {"format_version": "1.2", "resource_changes": "hunter2-CANARY"}}
      """)
    #expect(!run.outputText.contains("CANARY") && run.errorText.isEmpty)
  }

  @Test func hostileIdsAreEscaped() throws {
    let (run, answers) = try Self.stream(#"{"id": "</script>\u001b[31m\u202e", "path": "no"}"#)
    #expect(answers.first?["id"] == .string("</script>\u{1B}[31m\u{202E}"))
    #expect(!run.outputText.contains("</script>"))
    #expect(!run.outputText.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
  }

  @Test func linesAreReadFromAFileToo() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("lines.jsonl", "{\"path\": \"\(Self.plan)\"}\r\n\r\n{\"path\": 1}\r\n")
    let run = try Command.run(["check", "--stream", path])
    #expect(run.outputText.split(separator: "\n").count == 2)
    #expect(run.outputText.contains("\(path):3:"))
  }

  @Test func noLinesAreNoProblem() throws {
    let (run, answers) = try Self.stream("")
    #expect(run.status == 0 && answers.isEmpty)
  }

  @Test func theSameLinesGiveTheSameBytes() throws {
    let lines = #"{"id": 1, "path": "\#(Self.compliant)"}"#
    #expect(try Self.stream(lines).run.output == (try Self.stream(lines).run.output))
    #expect(
      try Self.stream(lines).run.output == (try Self.stream(lines, ["--reader", "jansson"]).run.output))
  }

  @Test func whatDoesNotGoWithLinesIsRefused() throws {
    for arguments in [["--output", "x"], ["--format", "html"], ["--bundle", "x.zip"], ["a", "b"], ["--timings"]] {
      let run = try Command.run(["check", "--stream"] + arguments)
      #expect(run.status == 2 && run.errorText.contains("--stream"), "\(arguments)")
    }
    let missing = try Command.run(["check"])
    #expect(missing.status == 2 && missing.errorText.contains("<inputs>"))
  }
}
