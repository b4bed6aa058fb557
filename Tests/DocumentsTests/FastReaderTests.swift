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

  private static let repetition = JSONRepetition(of: "changes", in: "values", firstName: "id")

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

  private static var shared: JSONRepetition {
    var shared = repetition
    shared.sharedFrom = 0
    return shared
  }

  /// Elements with an id, so that the middle of a text is in one of them.
  private static func elements(_ count: Int, _ space: String = "") -> String {
    let elements = (0..<count).map { number in
      "{\(space)\"id\"\(space):\"e\(number)\",\"k\(number % 5)\":[\(number),{\"id\":\"x\",\"t\":\"text \(number / 3)\"}]}"
    }
    return "[\(space)\(elements.joined(separator: "\(space),\n\(space)"))\(space)]"
  }

  /// What is read by two, joined, is what one reads: the same values and the same names.
  @Test(arguments: [
    #"{"changes":#}"#, #"{"a":1,"changes":# , "b":{"c":[2]},"d":"text 3"}"#, #" {"values":{"r":#},"changes":#,"z":#} "#,
    #"{"changes":#,"values":{"r":#},"z":{"values":{}}}"#, #"{"changes":#,"state":{"resources":#},"z":"é\n"}"#,
    // The middle is in another list, or deeper, or in no list.
    #"{"other":#,"changes":[]}"#, #"{"other":{"deep":#},"changes":#}"#, #"[#,#]"#, #"[#]"#,
    #"{"a":[[#]],"changes":[1]}"#,
    #"{"changes":[{"id":1,"l":#},{"id":2,"l":#}]}"#,
  ])
  func whatTwoReadIsWhatOneReads(_ pattern: String) throws {
    for count in [1, 2, 3, 9, 60] {
      for space in ["", " \n\t"] {
        let text = pattern.replacing("#", with: Self.elements(count, space))
        let (whole, root) = try Self.read(text, omitting: Self.repetition)
        let (parts, joined) = try Self.read(text, omitting: Self.shared)
        #expect(parts.tree(joined) == whole.tree(root), "\(text)")
        #expect(parts.strings.keyCount == whole.strings.keyCount, "\(text)")
      }
    }
  }

  @Test(arguments: [
    #"{"changes":#"#, #"{"changes":#]"#, #"{"changes":#,}"#, #"{"changes":#,"changes":1}"#,
    #"{"a":1,"changes":#,"a":2}"#,
    #"{"changes":#,"b":tru}"#, #"{"changes":#,"b":{"c":1,"c":2}}"#, #"{"changes":#}}"#, #"{"changes":#} x"#,
    #"[#,"b":1]"#, #"[1,#,"b":[2]]"#, #"{"changes":#"b":1}"#, #"{"changes":#,"b"}"#,
    #"{"changes":#,"values":{"a":1,"a":2}}"#,
  ])
  func whatTwoReadIsRefusedAsOneRefusesIt(_ pattern: String) throws {
    let lists = (4...24).map { Self.elements($0) }
    for elements in lists + lists.map({ $0.replacing("e3", with: "\\q") }) {
      let text = pattern.replacing("#", with: elements)
      let problem = #expect(throws: Diagnostic.self) { try Self.read(text, omitting: Self.shared) }
      #expect(problem == jsonProblem(text))
    }
  }

  /// Large enough for a thread of its own.
  @Test func aLargeTextIsReadByTwo() throws {
    let text = #"{"values":{"r":#},"changes":#,"z":[{"id":"e1"}]}"#.replacing("#", with: Self.elements(60_000))
    let (parts, joined) = try Self.read(text, omitting: Self.repetition)
    var alone = Self.repetition
    alone.sharedFrom = .max
    let (whole, root) = try Self.read(text, omitting: alone)
    #expect(text.utf8.count > Self.repetition.sharedFrom)
    #expect(parts.tree(joined) == whole.tree(root))
  }
}
