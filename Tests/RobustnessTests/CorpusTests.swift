import Fuzzing
import TestSupport
import Testing

/// What the fuzzers start from, and what they once found: each input is read in good time, or refused.
@Suite struct CorpusTests {
  @Test(arguments: fuzzTargets.map { $0.name })
  func inputsOfTheFuzzersDoNoHarm(_ name: String) throws {
    let target = try #require(fuzzTargets.first { $0.name == name })
    for kind in ["Corpus", "Regressions"] {
      for path in Project.filesBelow(Project.path("Tests/Fuzzing/\(kind)/\(name)")) {
        let start = ContinuousClock.now
        target.run(try Project.bytes(path))
        // A second is the bound for release builds.
        #expect(ContinuousClock.now - start < .seconds(20), "\(path)")
      }
    }
  }

  @Test func everyTargetHasItsOwnName() {
    #expect(Set(fuzzTargets.map { $0.name }).count == fuzzTargets.count)
  }
}
