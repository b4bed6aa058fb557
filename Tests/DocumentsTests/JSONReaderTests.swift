import Diagnostics
import Documents
import TestSupport
import Testing
import Values

@Suite struct JSONReaderTests {
  @Test func valuesOfEveryKindAreRead() throws {
    let (arena, root) = try readJSON(#"{"a":[1,-2.5,true,false,null,"x"],"b":{"c":"é"}}"#)
    let expected = try JSONTree(#"{"a":[1,-2.5,true,false,null,"x"],"b":{"c":"é"}}"#)
    #expect(arena.tree(root) == expected)
  }

  @Test func integersOf64BitsKeepEveryDigit() throws {
    let (arena, root) = try readJSON("[9223372036854775807,-9223372036854775808,9007199254740993]")
    #expect(arena.children(root).map { arena.int($0) } == [.max, .min, 9_007_199_254_740_993])
  }

  @Test(arguments: ["9223372036854775808", "-9223372036854775809", "1e400", "-1e400", #"{"a":18446744073709551616}"#])
  func numbersBeyondRangeAreRefused(_ text: String) throws {
    let problem = try #require(jsonProblem(text))
    #expect(problem.message.contains("out of range"))
  }

  @Test func aNumberTooSmallForADoubleIsZero() throws {
    let (arena, root) = try readJSON("[1e-400]")
    #expect(arena.tree(root) == .array([.number(0)]))
  }

  @Test func aDuplicateNameIsRefusedAndNamed() throws {
    let problem = try #require(jsonProblem("{\n  \"colour\": 1,\n  \"colour\": 2\n}"))
    #expect(problem.message.contains("`colour`"))
    #expect(problem.location?.line == 3)
  }

  @Test func aDuplicateNameIsRefusedInWhateverSpelling() throws {
    #expect(jsonProblem(#"{"a":1,"\u0061":2}"#) != nil)
    #expect(jsonProblem(#"{"x":[{"a":{"b":1,"b":1}}]}"#) != nil)
    #expect(jsonProblem(#"{"a":1,"A":2}"#) == nil)
  }

  @Test func namesAreComparedToTheByteAndNotByUnicodeEquivalence() throws {
    #expect(jsonProblem("{\"e\u{301}\":1,\"\u{e9}\":2}") == nil)
  }

  @Test func problemsSayWhereAndWhatWasExpected() throws {
    let cases: [(text: String, line: Int, words: String)] = [
      ("{\n  \"a\": 1\n", 3, "ends in the middle"),
      ("{\"a\": tru", 1, "ends in the middle"),
      ("{\"a\": \"x\\", 1, "ends in the middle"),
      ("{\"a\": \"x\\u00", 1, "ends in the middle"),
      ("{\"a\" 1}", 1, "':'"),
      ("[1,2,]", 1, "expected"),
      ("[1 2]", 1, "']'"),
      ("{'a':1}", 1, "string or '}'"),
      ("{\"a\":1}}", 1, "after the end"),
      ("{\"a\":tru}", 1, "expected a value"),
      ("[\"\\q\"]", 1, "escape"),
      ("[\"\\ud800\"]", 1, "surrogate"),
      ("[\"\\u12\"]", 1, "escape"),
      ("[\"a\tb\"]", 1, "control character"),
      ("[\"a\nb\"]", 1, "control character"),
      ("[NaN]", 1, "expected a value"),
    ]
    for (text, line, words) in cases {
      let problem = try #require(jsonProblem(text), "\(text) was read")
      #expect(problem.location?.line == line, "\(text)")
      #expect(problem.location?.column != nil)
      #expect(problem.message.contains(words), "\(text): \(problem.message)")
    }
  }

  @Test func problemsNeverQuoteTheText() throws {
    let secrets = [
      #"{"password":"hunter2-CANARY"#, #"{"password":"hunter2-CANARY" x}"#, #"{"password": hunter2-CANARY}"#,
      #"["hunter2-CANARY\q"]"#, "[\"hunter2-CANARY\n\"]", #"{"a":1} hunter2-CANARY"#, #"{"a":"hunter2-CANARY\u0000"}"#,
      "[\"hunter2-CANARY\u{0}\"]", #"["hunter2-CANARY\ud800"]"#,
    ]
    for text in secrets {
      let problem = try #require(jsonProblem(text))
      #expect(!problem.message.contains("CANARY") && !(problem.help ?? "").contains("CANARY"), "\(problem.message)")
    }
  }

  @Test func controlCharactersInADuplicateNameAreNotPassedOn() throws {
    let problem = try #require(jsonProblem(#"{"a\u001b[31m":1,"a\u001b[31m":2}"#))
    #expect(!problem.message.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test func nestingIsReadUpToTheLimitAndRefusedBeyond() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(jsonProblem(nested(JSONReader.depthLimit)) == nil)
    let beyond = try #require(jsonProblem(nested(JSONReader.depthLimit + 1)))
    #expect(beyond.message.contains("nested"))
    #expect(jsonProblem(nested(200_000)) != nil)
    #expect(jsonProblem(String(repeating: "[", count: 1_000_000)) != nil)
    #expect(jsonProblem(String(repeating: #"{"a":"#, count: 100_000)) != nil)
  }

  @Test func aNULIsRefusedWhereverItStands() throws {
    for text in ["{\"a\":1\u{0}}", "\u{0}", "{}\u{0}", "[\"\u{0}\"]", "[\"\\u0000\"]", "{\"\\u0000\":1}"] {
      #expect(jsonProblem(text) != nil)
    }
    let problem = try #require(jsonProblem("{\n\"a\":1\u{0}}"))
    #expect(problem.location?.line == 2 && problem.location?.column == 6)
  }

  @Test func otherEncodingsAreNamed() throws {
    let text = Array("{}".utf8)
    let wide: [UInt8] = text.flatMap { [$0, 0] }
    let reversed: [UInt8] = text.flatMap { [0, $0] }
    let marked: [[UInt8]] = [[0xFF, 0xFE] + wide, [0xFE, 0xFF] + reversed]
    for bytes in marked {
      #expect(try #require(jsonProblem(bytes)).message.contains("UTF-16"))
    }
    #expect(try #require(jsonProblem([UInt8]([0xEF, 0xBB, 0xBF]) + text)).message.contains("byte-order mark"))
    #expect(jsonProblem(wide) != nil)
  }

  @Test func bytesThatAreNoUTF8AreRefused() throws {
    let sequences: [[UInt8]] = [
      [0x80], [0xC3], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80],
      [0xFF], [0xFE], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
    ]
    for sequence in sequences {
      #expect(jsonProblem(Array("[\"".utf8) + sequence + Array("\"]".utf8)) != nil, "\(sequence)")
      #expect(jsonProblem(Array("{\"".utf8) + sequence + Array("\":1}".utf8)) != nil, "\(sequence)")
    }
  }

  @Test func nothingAtAllIsRefusedAsEmpty() throws {
    for text in ["", " ", "\n\n", "\t \r\n"] {
      #expect(try #require(jsonProblem(text)).message.contains("empty"))
    }
  }

  @Test func membersKeepTheirOrder() throws {
    let (arena, root) = try readJSON(#"{"z":1,"a":2,"m":{"y":1,"b":2}}"#)
    #expect(arena.children(root).map { arena.keyName($0) } == ["z", "a", "m"])
  }

  @Test func longAndManyStringsSurvive() throws {
    let long = String(repeating: "é", count: 50_000)
    let (arena, root) = try readJSON("[\"\(long)\",\"\(long)\"]")
    #expect(arena.children(root).map { arena.string($0) } == [long, long])
    let many = (0..<5_000).map { "\"key\($0)\":\"value\($0)\"" }.joined(separator: ",")
    let (object, map) = try readJSON("{\(many)}")
    #expect(object[map].childCount == 5_000)
    #expect(object.string(map, "key4999") == "value4999")
    #expect(object.string(map, "key5000") == nil)
  }
}

@Suite struct JSONWriterTests {
  @Test func whatIsWrittenIsReadAgainAsTheSame() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let tree = Self.random(&generator, depth: 0)
      let (arena, root) = try readJSON(tree.bytes)
      let again = try JSONTree(arena.json(root))
      #expect(again == tree)
    }
  }

  @Test func textsAreSafeInHTMLAndOnTerminals() {
    var writer = JSONWriter()
    writer.value("</script><!-- \u{1B}[31m \u{2028} \u{0} \"\\")
    #expect(!writer.text.contains("</script>"))
    #expect(!writer.text.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 })
  }

  @Test func numbersThatJSONDoesNotHaveAreWrittenAsTexts() throws {
    var writer = JSONWriter()
    writer.array {
      $0.value(Double.infinity)
      $0.value(Double.nan)
      $0.value(3.0)
      $0.value(0.1)
      $0.value(1e300)
    }
    let elements = try JSONTree(writer.bytes).elements
    #expect(elements.map(\.number) == [nil, nil, 3, 0.1, 1e300])
  }

  private static func random(_ generator: inout SeededGenerator, depth: Int) -> JSONTree {
    switch Int.random(in: 0..<(depth > 4 ? 5 : 7), using: &generator) {
    case 0: return .null
    case 1: return .bool(Bool.random(using: &generator))
    case 2: return .number(Double(Int.random(in: -1_000_000_000...1_000_000_000, using: &generator)))
    case 3: return .number(Double.random(in: -1e10...1e10, using: &generator))
    case 4: return .string(text(&generator))
    case 5:
      return .array((0..<Int.random(in: 0...4, using: &generator)).map { _ in random(&generator, depth: depth + 1) })
    default:
      let names = Set((0..<Int.random(in: 0...4, using: &generator)).map { _ in text(&generator) })
      return .object(names.sorted().map { JSONTree.Member($0, random(&generator, depth: depth + 1)) })
    }
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    let scalars: [Unicode.Scalar] = [
      "a", "z", "\"", "\\", "/", "<", "\n", "\u{1}", "\u{7F}", "\u{85}", "\u{e9}", "\u{2028}", "\u{202E}", "\u{FFFD}",
      "\u{1F600}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...8, using: &generator) {
      text.unicodeScalars.append(scalars.randomElement(using: &generator) ?? "a")
    }
    return text
  }
}
