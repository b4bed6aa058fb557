import Testing

@testable import IAMPolicies

@Suite("Patterns")
struct GlobTests {
  private let variables = VariableResolver(version: .known(.v2012), values: ["aws:username": "b*b"])

  private func matches(_ pattern: String, _ text: String, _ place: Pattern.Place = .stringLike) -> Character {
    Pattern(pattern, place, variables).matches(text).symbol
  }

  @Test func wildcards() {
    #expect(matches("*", "") == "+")
    #expect(matches("a*c", "abbc") == "+")
    #expect(matches("a*c", "abbcd") == "-")
    #expect(matches("a?c", "abc") == "+")
    #expect(matches("a?c", "ac") == "-")
    #expect(matches("*a*b*", "xxaxxbxx") == "+")
    #expect(matches("a**", "a") == "+")
    #expect(matches("a*", "a*", .exact) == "+")
    #expect(matches("a*", "ab", .exact) == "-")
    #expect(matches("aBc", "AbC", .exactIgnoringCase) == "+")
  }

  @Test func variables2012() {
    #expect(matches("home/${aws:username}/*", "home/b*b/x") == "+")
    #expect(matches("home/${aws:username}/*", "home/bob/x") == "-")
    #expect(matches("home/${aws:userid}/*", "home/x/y") == "?")
    #expect(matches("home/${aws:userid}/*", "away/x/y") == "-")
    #expect(matches("a${*}${?}${$}", "a*?$") == "+")
    #expect(matches("a${*}", "ab") == "-")
    #expect(matches("a${b", "a${b") == "+")
    #expect(matches("${aws:PrincipalTag/team, 'none'}", "x") == "?")
  }

  @Test func variables2008AreText() {
    let variables = VariableResolver(version: .known(.v2008))
    #expect(Pattern("a${aws:username}", .exact, variables).matches("a${aws:username}") == .yes)
    #expect(Pattern("a${aws:username}", .exact, variables).matches("ab") == .no)
    let unknown = VariableResolver(version: .unknown("v"))
    #expect(Pattern("a${aws:username}", .exact, unknown).matches("ab").isUnknown)
  }

  /// The example of "IAM JSON policy elements: Condition operators".
  @Test func arnSegments() {
    let pattern = "arn:aws:someservice:*:111122223333:finance/*"
    let text = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"
    #expect(matches(pattern, text, .stringLike) == "+")
    #expect(matches(pattern, text, .arn) == "-")
    #expect(matches(pattern, "arn:aws:someservice:us-east-2:111122223333:finance/a:b", .arn) == "+")
  }

  @Test func cellsAreAllTheWaysToMatch() {
    var random = SeededGenerator(seed: 3)
    let tokens = ["a", "b", "*", "?", "ab"]
    for _ in 0..<300 {
      let globs = (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Glob.wildcards(
          (0...Int.random(in: 0...3, using: &random)).map { _ in tokens.randomElement(using: &random) ?? "" }
            .joined())
      }
      let cells = GlobCells(globs)
      #expect(cells.isComplete)
      for cell in cells.cells { #expect(globs.map { $0.matches(cell.text) } == cell.matches) }
      let found = Set(cells.cells.map(\.matches))
      for text in texts(upTo: 5) { #expect(found.contains(globs.map { $0.matches(text) })) }
    }
  }

  private func texts(upTo length: Int) -> [String] {
    var all = [""]
    var last = [""]
    for _ in 0..<length {
      last = last.flatMap { text in ["a", "b", "c"].map { text + $0 } }
      all += last
    }
    return all
  }

  @Test func hostilePatternsEnd() {
    let row = String(repeating: "*a", count: 300)
    let cells = GlobCells([Glob.wildcards(row + "*"), Glob.wildcards(row + "b?")], budget: 20_000)
    #expect(!cells.isComplete)
    #expect(!Glob.wildcards(row).matches(String(repeating: "a", count: 2_000) + "b"))
  }
}
