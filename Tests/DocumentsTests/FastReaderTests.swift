import Diagnostics
import Documents
import TestSupport
import Testing
import Values

/// What the fast reader does by itself is what Jansson does.
@Suite struct FastReaderTests {
  private static func read(
    _ text: String, with reader: JSONReaderChoice = .fast, omitting repetition: JSONRepetition? = nil
  ) throws(Diagnostic) -> (arena: ValueArena, root: NodeID) {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(
      InputDocument(name: "in.json", bytes: Array(text.utf8)), with: reader, omitting: repetition, into: &builder)
    return (builder.build(), root)
  }

  private static func isReadAlike(_ text: String) throws -> Bool {
    let (fast, jansson) = (try read(text), try read(text, with: .jansson))
    return fast.arena.tree(fast.root) == jansson.arena.tree(jansson.root)
  }

  /// The bits of the only element of a list.
  private static func bits(_ number: String, _ reader: JSONReaderChoice) throws -> UInt64? {
    let (arena, root) = try read("[\(number)]", with: reader)
    return arena.children(root).first.map { arena[$0].doubleValue.bitPattern }
  }

  @Test func decimalsHaveTheBitsThatJanssonGivesThem() throws {
    let edges = [
      "0.0", "-0.0", "0.00", "0.5", "-1.25", "0.1", "0.3", "123456789012.345", "0.000000000000001", "999999999999999.0",
      "99999999999999.9", "9007199254740993.0", "0.1e1", "1e0", "1E+2", "0e5", "-0e-5", "2.2250738585072014e-308",
      "4.9e-324", "1e-400", "1.7976931348623157e308", "0.30000000000000004", "5.0", "100.10", "7.038531e-26",
    ]
    var generator = SeededGenerator(seed: 9)
    let random = (0..<400).map { _ in
      let whole = Int.random(in: -99_999_999...99_999_999, using: &generator)
      let part = String(Int.random(in: 0...99_999_999, using: &generator))
      return "\(whole / (1 << Int.random(in: 0...24, using: &generator))).\(part)"
    }
    for number in edges + random {
      #expect(try Self.bits(number, .fast) == Self.bits(number, .jansson), "\(number)")
    }
  }

  /// Members are expected in the order of the objects before, and texts as they stood there.
  @Test func whatResemblesWhatWasExpectedIsNotTakenForIt() throws {
    let texts = [
      #"[{"a":"x","b":"y"},{"a":"x","b":"y"},{"b":"y","a":"x"},{"a":"xx","bb":""},{"a":"","b":"yy"},{"ab":1,"b":2}]"#,
      #"[{"a\"b":1},{"a\"b":2},{"a":1},{"a\\":"\\"},{"a\\":"\\"},{"a":"\""},{"a":"\""},{"a":"x"}]"#,
      #"[{"":""},{"":""},{"":"a"},{"a":""}]"#,
      #"[{"é":"ü"},{"é":"ü"},{"\u00e9":"\u00fc"},{"é":"u"}]"#,
      #"{"a":["x","x",["x",{"a":"x"}],"y"],"b":["x"],"c":{"a":["y","x"]}}"#,
      #"[{"k":"0123456789abcdef"},{"k":"0123456789abcdef"},{"k":"0123456789abcdeF"},{"k":"01234567"},{"k":"0123456789"}]"#,
    ]
    for text in texts {
      #expect(try Self.isReadAlike(text), "\(text)")
      #expect(try Self.isReadAlike(Self.large(text)), "\(text)")
    }
  }

  @Test func whatOnlyBeginsAsExpectedIsRefused() {
    for text in [
      #"[{"a":"x"},{"a":"x}]"#, #"[{"a":"x"},{"a" "x"}]"#, #"[{"a":"x"},{"a":"x"x}]"#, #"[{"a":1},{"a":1,"a":2}]"#,
      #"[{"abc":1},{"abc"#, #"[{"a":"x"},{"a":"x"#,
    ] {
      #expect(jsonProblem(text) != nil, "\(text)")
      #expect(jsonProblem(Self.large(text)) != nil, "\(text)")
    }
  }

  /// The text in one for which expectations are kept.
  private static func large(_ text: String) -> String {
    "[\"\(String(repeating: "x", count: 20_000))\",\(text)]"
  }

  private static let repetition = JSONRepetition(of: "changes", in: "values")

  @Test func aMemberThatRepeatsAnotherIsNotKept() throws {
    let text = #"{"values":{"a":[1,{"b":"x"}]},"changes":[{"values":{"b":"x"}}],"z":{"values":{"c":1}}}"#
    let (arena, root) = try Self.read(text, omitting: Self.repetition)
    let left = try JSONTree(#"{"values":{},"changes":[{"values":{"b":"x"}}],"z":{"values":{"c":1}}}"#)
    #expect(arena.tree(root) == left)
    let kept = try Self.read(text).arena
    #expect(arena.nodes.count < kept.nodes.count)
  }

  @Test(arguments: [
    #"{"values":{"a":[1]}}"#, #"{"values":{"a":[1]},"changes":null}"#, #"{"changes":{},"values":{"a":[1]}}"#,
    #"{"values":[1],"changes":[]}"#, #"{"values":{},"x":1}"#, #"[{"values":{"a":1},"changes":[]}]"#,
  ])
  func aMemberThatRepeatsNothingIsKept(_ text: String) throws {
    let (arena, root) = try Self.read(text, omitting: Self.repetition)
    #expect(try arena.tree(root) == JSONTree(text))
  }

  @Test(arguments: [
    #"{"values":{"a":1,"a":2},"changes":[]}"#, #"{"values":{"a":tru},"changes":[]}"#,
    #"{"values":{"a":"\q"},"changes":[]}"#, #"{"values":{"a":1e999},"changes":[]}"#,
    #"{"values":{"a":1]},"changes":[]}"#, #"{"values":{},"values":{},"changes":[]}"#,
  ])
  func aMemberThatIsNotKeptIsProvenWellFormed(_ text: String) throws {
    let problem = #expect(throws: Diagnostic.self) { try Self.read(text, omitting: Self.repetition) }
    #expect(problem == jsonProblem(text))
  }

  /// Large enough to be passed and proven on another thread.
  private static let filler = "[\(Array(repeating: #"{"a":"0123456789"}"#, count: 80_000).joined(separator: ","))]"

  /// What the whole text says where `values` is not kept, by the reader of record.
  private static func withoutValues(_ text: String) throws -> JSONTree {
    let (arena, root) = try read(text, with: .jansson)
    guard case .object(let members) = arena.tree(root) else { return arena.tree(root) }
    return .object(members.map { $0.name == "values" ? JSONTree.Member($0.name, .object([])) : $0 })
  }

  @Test(arguments: [
    #"{"values":{"a":#},"changes":[1]}"#, #"{"x":1 , "values" : {"a":#} ,  "changes" : [{"b":2}],"z":"y"}"#,
    // A member between the two that is not known to stand there, and one that has the name but is inside.
    #"{"values":{"a":#},"other":[{"c":3}],"changes":[]}"#, #"{"values":{"a":#,"changes":[1],"b":#},"changes":[2]}"#,
    #"{"values":{"a":#,"b":"\",\"changes\""},"changes":[2]}"#, #"{"changes":[1],"values":{"a":#}}"#,
    #"{"values":{"a":#,"b":{"x":1,"changes":#}},"changes":[2]}"#,
  ])
  func aLargeMemberThatRepeatsAnotherIsPassed(_ pattern: String) throws {
    let text = pattern.replacing("#", with: Self.filler)
    let (arena, root) = try Self.read(text, omitting: Self.repetition)
    #expect(try arena.tree(root) == Self.withoutValues(text))
    #expect(arena.nodes.count < 100)
  }

  @Test(arguments: [
    #"{"values":{"a":#,"a":1},"changes":[]}"#, #"{"values":{"a":#,"b":tru},"changes":[]}"#,
    #"{"values":{"a":#,"b":"\q"},"changes":[]}"#, #"{"values":{"a":#]},"changes":[]}"#,
    #"{"values":{"a":#},"changes":[}"#, #"{"values":{"a":#},,"changes":[]}"#, #"{"values":{"a":#,"changes":[]}"#,
    #"{"values":{"a":#},"values":{},"changes":[]}"#, #"{"values":{"a":#} "changes":[]}"#, #"{"values":{"a":#},"#,
  ])
  func aLargeMemberThatIsPassedIsProvenWellFormed(_ pattern: String) throws {
    let text = pattern.replacing("#", with: Self.filler)
    let problem = #expect(throws: Diagnostic.self) { try Self.read(text, omitting: Self.repetition) }
    #expect(problem == jsonProblem(text))
  }
}
