import Diagnostics
import Documents
import TestSupport
import Testing
import Values

@Suite struct YAMLReaderTests {
  @Test func scalarsOfTheCoreSchemaAreTyped() throws {
    let text = """
      [null, ~, true, False, 12, -7, +3, 0x1F, 0o17, 1.5, -2e3, .inf, yes, off, 0123, 1_000, "12", 'true', 2024-01-01, 1.2.3]
      """
    let expected: [JSONTree] = [
      .null, .null, .bool(true), .bool(false), .number(12), .number(-7), .number(3), .number(31), .number(15),
      .number(1.5),
      .number(-2000), .number(.infinity), .string("yes"), .string("off"), .number(123), .string("1_000"), .string("12"),
      .string("true"), .string("2024-01-01"), .string("1.2.3"),
    ]
    #expect(try yaml(text).elements == expected)
  }

  @Test func manifestsAreReadByTheRulesOfYAML1Point1() throws {
    let text = "[yes, No, ON, off, y, 0123, 0b101, 1_000, 0x_1F, 08, 1e3, 0o17]"
    let elements = try yaml(text, .kubernetes).elements
    #expect(elements.prefix(4) == [.bool(true), .bool(false), .bool(true), .bool(false)])
    #expect(elements[5] == .number(83))
    #expect(elements[6] == .number(5))
    #expect(elements[7] == .number(1000))
    #expect(elements[8] == .number(31))
    #expect(elements.suffix(3) == [.number(8), .number(1000), .number(15)])
  }

  /// What PyYAML 6.0.3 makes of the same text.
  @Test func templatesAreReadByTheRulesOfYAML1Point1() throws {
    let text = """
      [yes, On, y, 0123, 0b101, 1_000, 08, 1e3, 1.5e3, 1.5e+3, 0o17, 1:20, 190:20:30, 22:75, 2010-09-09, .5, +.5, 5.,
       1:20.5, 0, -0, 0x_1F, 012345678901, ~, Null, 1.10, 1_0.5, -1:20]
      """
    let expected: [JSONTree] = [
      .bool(true), .bool(true), .string("y"), .number(83), .number(5), .number(1000), .string("08"), .string("1e3"),
      .string("1.5e3"), .number(1500), .string("0o17"), .number(80), .number(685_230), .string("22:75"),
      .string("2010-09-09"), .number(0.5), .string("+.5"), .number(5), .number(80.5), .number(0), .number(0),
      .number(31), .string("012345678901"), .null, .null, .number(1.1), .number(10.5), .number(-80),
    ]
    #expect(try yaml(text, .cloudFormation).elements == expected)
  }

  @Test func composeFilesHaveTheBooleansOfYAML1Point2AndTheNumbersOfGo() throws {
    let elements = try yaml("[yes, on, true, 0123, 0o17, 1_000, 1:20, 1e3]", .compose).elements
    #expect(
      elements == [
        .string("yes"), .string("on"), .bool(true), .number(83), .number(15), .number(1000), .string("1:20"),
        .number(1000),
      ])
  }

  @Test func keysOfManifestsAreWhatKubectlMakesOfThem() throws {
    let tree = try yaml("{y: 1, 0x10: 2, \"no\": 3, 1.5: 4}", .kubernetes)
    #expect(tree.means(try JSONTree(#"{"true":1,"16":2,"no":3,"1.5":4}"#)))
    #expect(try yaml("{yes: 1}", .cloudFormation)["yes"]?.number == 1)
  }

  @Test func whatAManifestMergesCountsMoreThanWhatStandsBeforeIt() throws {
    let text = "base: &b {x: 2, z: 3}\na: {x: 1, <<: *b, z: 9}\nc: {<<: [*b, {x: 7, q: 1}]}\n"
    #expect(try yaml(text, .kubernetes)["a"].map { $0.means(try! JSONTree(#"{"x":2,"z":9}"#)) } == true)
    #expect(try yaml(text, .kubernetes)["c"].map { $0.means(try! JSONTree(#"{"x":2,"z":3,"q":1}"#)) } == true)
    #expect(try yaml(text, .cloudFormation)["a"].map { $0.means(try! JSONTree(#"{"x":1,"z":9}"#)) } == true)
  }

  @Test func shortTagsStandForAMemberWhereTheyAreKnown() throws {
    let text = "a: !Ref x\nb: !Sub [\"${x}\", {x: !Ref 12}]\nc: !If\n  x: 1\nd: [&t !Ref y, *t]\n"
    let tags = ["!Ref": "Ref", "!Sub": "Fn::Sub", "!If": "Fn::If"]
    var builder = ValueArenaBuilder(recordsPositions: true)
    let document = InputDocument(name: "in.yaml", bytes: Array(text.utf8))
    let roots = try YAMLReader.read(document, schema: .cloudFormation, shortTags: tags, into: &builder)
    let arena = builder.build()
    let expected =
      #"{"a":{"Ref":"x"},"b":{"Fn::Sub":["${x}",{"x":{"Ref":"12"}}]},"c":{"Fn::If":{"x":1}},"d":[{"Ref":"y"},{"Ref":"y"}]}"#
    #expect(arena.tree(roots[0]).means(try JSONTree(expected)))
    let call = try #require(arena.member(roots[0], "a"))
    #expect(arena.position(call) == SourcePosition(line: 1, column: 4))
    let bad = InputDocument(name: "in.yaml", bytes: Array("a: 1\nb: !Reff x".utf8))
    do {
      _ = try YAMLReader.read(bad, schema: .cloudFormation, shortTags: tags, into: &builder)
      Issue.record("an unknown tag was read")
    } catch {
      #expect(error.message.contains("unknown tag `!Reff`"))
      #expect(error.help?.contains("`!Ref`") == true)
      #expect(error.location == SourceLocation(file: "in.yaml", line: 2, column: 4))
    }
  }

  @Test func oneBadDocumentAmongManyIsNamedAndTheOthersAreRead() throws {
    let text = """
      a: 1
      ---
      b: [1
      ---
      c: 1
      c: 2
      ---
      d: 4
      --- @x
      e: 5
      ---
      f: "x
      ---
      g: 7
      """
    var builder = ValueArenaBuilder(recordsPositions: true)
    let stream = try YAMLReader.readEach(
      InputDocument(name: "in.yaml", bytes: Array(text.utf8)), schema: .kubernetes, into: &builder)
    let arena = builder.build()
    #expect(stream.roots.map { arena.keyName(arena.children($0)[0]) } == ["a", "d", "g"])
    #expect(stream.roots.map { arena.position($0)?.line } == [1, 8, 14])
    #expect(stream.problems.map { $0.location?.line } == [4, 6, 9, 13])
  }

  @Test func aStreamOfAMillionDocumentsIsRead() throws {
    // The full number takes its time in a debug build; the work for each document is what must not grow.
    var builder = ValueArenaBuilder(recordsPositions: true)
    let bytes = Array(String(repeating: "---\n", count: 50_000).utf8)
    let stream = try YAMLReader.readEach(InputDocument(name: "x", bytes: bytes), schema: .kubernetes, into: &builder)
    #expect(stream.roots.count == 50_000 && stream.problems.isEmpty)
    let broken = Array(String(repeating: "---\n[\n", count: 50_000).utf8)
    let other = try YAMLReader.readEach(InputDocument(name: "x", bytes: broken), schema: .kubernetes, into: &builder)
    #expect(other.roots.isEmpty && other.problems.count == YAMLReader.problemLimit)
  }

  @Test func quotedScalarsAreAlwaysText() throws {
    #expect(try yaml(#"["yes", 'no', "1", "null", "~", ""]"#, .kubernetes).elements.allSatisfy { $0.string != nil })
  }

  @Test func integersBeyond64BitsBecomeDoublesNeverOtherIntegers() throws {
    #expect(try yaml("99999999999999999999").number == 1e20)
  }

  @Test func positionsAreThoseOfTheText() throws {
    let (arena, roots) = try readYAML(Array("a: 1\nb:\n  é: x\n  c: [y]\n".utf8))
    let root = try #require(roots.first)
    let inner = try #require(arena.member(root, at: "b", "c"))
    #expect(arena.position(inner) == SourcePosition(line: 4, column: 6))
    #expect(arena.position(try #require(arena.member(root, at: "b", "é"))) == SourcePosition(line: 3, column: 6))
  }

  @Test func everyDocumentOfAStreamIsRead() throws {
    let (arena, roots) = try readYAML(Array("a: 1\n---\n---\n[b]\n...\n---\nc\n".utf8))
    #expect(roots.map { arena.tree($0) } == [try JSONTree(#"{"a":1}"#), .null, try JSONTree(#"["b"]"#), .string("c")])
  }

  @Test func aDuplicateKeyIsRefusedAndNamed() throws {
    let problem = try #require(yamlProblem("a: 1\nb:\n  x: 1\n  x: 2\n"))
    #expect(problem.message.contains("`x`"))
    #expect(problem.location?.line == 4 && problem.location?.column == 3)
    #expect(yamlProblem("{a: 1, \"a\": 2}") != nil)
    #expect(yamlProblem("a: &k x\nb: {*k : 1, x: 2}") != nil)
  }

  @Test func mergeKeysAddWhatIsNotThere() throws {
    let text = "base: &b {x: 1, y: 2}\nother: &o {y: 3, z: 4}\na: {<<: *b, y: 9}\nc: {<<: [*b, *o]}\n"
    let tree = try yaml(text)
    #expect(tree["a"].map { $0.means(try! JSONTree(#"{"x":1,"y":9}"#)) } == true)
    #expect(tree["c"].map { $0.means(try! JSONTree(#"{"x":1,"y":2,"z":4}"#)) } == true)
  }

  @Test func aMergeKeyThatMergesNothingOrStandsTwiceIsRefused() {
    #expect(yamlProblem("a: {<<: 1}") != nil)
    #expect(yamlProblem("a: {<<: [1]}") != nil)
    #expect(yamlProblem("a: {<<: }") != nil)
    #expect(yamlProblem("a:\n  <<: {x: 1}\n  <<: {y: 1}\n") != nil)
  }

  @Test func aQuotedMergeKeyIsAKey() throws {
    #expect(try yaml(#"{"<<": {a: 1}}"#)["<<"]?["a"]?.number == 1)
  }

  @Test func aliasesStandForTheirValue() throws {
    #expect(
      try yaml("[&a {x: [1]}, *a, &s text, *s]").elements.map(\.bytes) == [
        Array(#"{"x":[1]}"#.utf8), Array(#"{"x":[1]}"#.utf8), Array(#""text""#.utf8), Array(#""text""#.utf8),
      ])
  }

  @Test func keysHaveAnchorsToo() throws {
    #expect(try yaml("&a k: &b v\n*b : *a\n").means(try JSONTree(#"{"k":"v","v":"k"}"#)))
  }

  @Test func aliasesWithoutAnchorAcrossDocumentsAndInCirclesAreRefused() {
    for text in ["a: *b", "a: &x 1\n---\nb: *x", "&x [*x]", "&x {a: *x}", "a: &x\n  b: *x\n"] {
      #expect(yamlProblem(text)?.message.contains("anchor") == true, "\(text)")
    }
  }

  @Test func aliasBombsAreRefused() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...20 {
      text += "a\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ","))]\n"
    }
    #expect(try #require(yamlProblem(text)).message.contains("aliases expand"))
    var merges = "m0: &m0 {k0: 1}\n"
    for level in 1...2_000 { merges += "m\(level): &m\(level) {<<: *m\(level - 1), k\(level): 1}\n" }
    #expect(yamlProblem(merges) != nil)
  }

  @Test func nestingBeyondTheLimitIsRefused() throws {
    func flow(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(yamlProblem(flow(YAMLReader.depthLimit)) == nil)
    #expect(try #require(yamlProblem(flow(YAMLReader.depthLimit + 2))).message.contains("nested"))
    #expect(yamlProblem(String(repeating: "[", count: 200_000)) != nil)
    #expect(yamlProblem(String(repeating: "- ", count: 20_000) + "a") != nil)
    #expect(yamlProblem((0..<500).map { String(repeating: " ", count: $0) + "a:\n" }.joined()) != nil)
  }

  @Test func onlyTagsOfYAMLItselfAreKnown() throws {
    for tag in ["!!python/object/apply:os.system", "!!js/function", "!Ref", "!<tag:example.com,2000:x>", "!!set"] {
      #expect(yamlProblem("a: \(tag) [x]")?.message.contains("unknown tag") == true, "\(tag)")
      #expect(yamlProblem("a: \(tag) x")?.message.contains("unknown tag") == true, "\(tag)")
    }
    let tree = try yaml("{a: !!str 12, b: !!int \"12\", d: !!float 3, e: !!null ~, f: !!map {}, g: !!seq []}")
    #expect(tree.means(try JSONTree(#"{"a":"12","b":12,"d":3,"e":null,"f":{},"g":[]}"#)))
    #expect(yamlProblem("a: !!int x") != nil)
    #expect(yamlProblem("a: !!bool 1") != nil)
  }

  @Test func tabsAsIndentationAreRefusedWithAHint() throws {
    let problem = try #require(yamlProblem("a:\n\tb: 1\n"))
    #expect(problem.location?.line == 2)
    #expect(problem.help?.contains("tab") == true)
  }

  @Test func keysThatAreNoScalarsAreRefused() {
    #expect(yamlProblem("? [a]\n: 1\n") != nil)
    #expect(yamlProblem("? {a: 1}\n: 1\n") != nil)
  }

  @Test func brokenTextsAreRefusedWithAPlace() throws {
    for text in [
      "a: [1", "a: 'x", "a: \"x", "a: {b: 1", "a: b: c", "- a\nb: 1", "a: |\n x\n  y: [", "%YAML 9.9\n---\na", "a: @x",
      "a: `x`",
    ] {
      guard let problem = yamlProblem(text) else { continue }
      #expect(problem.location?.line != nil && problem.location?.column != nil, "\(text)")
      #expect(!problem.message.contains(":,") && !problem.message.contains(": ,"), "\(problem.message)")
    }
    #expect(yamlProblem("a: [1") != nil)
    #expect(yamlProblem("a: \"x") != nil)
  }

  @Test func otherEncodingsAndBrokenBytesAreRefusedWhereTheyStand() throws {
    let broken = try #require(yamlProblem(Array("a: b\nc: ".utf8) + [0xC3, 0x28]))
    #expect(broken.location?.line == 2)
    #expect(broken.message.contains("UTF-8"))
    #expect(yamlProblem([0xFF, 0xFE, 0x61, 0]) != nil)
    #expect(yamlProblem("a: \u{0}") != nil)
    #expect(yamlProblem("a: \u{7}") != nil)
    #expect(yamlProblem("") != nil)
  }
}

@Suite struct SyntaxDetectionTests {
  @Test func theFirstBytesDecideAndNotTheName() {
    #expect(detectSyntax(Array(" \n{}".utf8)) == .json)
    #expect(detectSyntax(Array("[".utf8)) == .json)
    #expect(detectSyntax(Array("a: 1".utf8)) == .yaml)
    #expect(detectSyntax(Array("---".utf8)) == .yaml)
    #expect(detectSyntax([0x50, 0x4B, 3, 4, 0]) == .zip)
    #expect(detectSyntax([]) == .yaml)
  }
}

@Suite struct FileReadingTests {
  @Test func aFileIsReadWhole() throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let path = try folder.write("big", bytes)
    #expect(try readInput(path).bytes == bytes)
  }

  @Test func whatIsNoFileIsNamed() throws {
    let folder = try TemporaryFolder()
    #expect(throws: Diagnostic.self) { try readInput(folder.path) }
    #expect(throws: Diagnostic.self) { try readInput("\(folder.path)/missing") }
    #expect(throws: Diagnostic.self) { try readInput(try folder.write("large", "12345"), limit: 3) }
    do { _ = try readInput("\(folder.path)/missing") } catch {
      #expect(error.location?.file == "\(folder.path)/missing")
      #expect(error.message.contains("no such file"))
    }
  }

  @Test func foldersAreListedSortedWithoutWhatIsHidden() throws {
    let folder = try TemporaryFolder()
    for name in ["b.json", "a/x.yaml", ".hidden/y.json", ".z.json", "a/b/c.json"] { try folder.write(name, "{}") }
    let names = try listFiles(folder.path).map { String($0.dropFirst(folder.path.count + 1)) }
    #expect(names == ["a/b/c.json", "a/x.yaml", "b.json"])
  }
}
