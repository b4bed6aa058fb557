import Diagnostics
import Documents
import TestSupport
import Testing
import Values

private let folder = Project.shared("yaml-suite")
private let isThere = Project.exists(folder)
private let absent: Comment =
  "the YAML suite (github.com/yaml/yaml-test-suite) is not beside the package, so its cases are not run"

/// yaml-test-suite: what libyaml supports is read as the suite says; the rest is refused, never misread.
@Suite struct YAMLSuiteTests {
  private enum Outcome: Equatable {
    case values([JSONTree])
    case refused(String)
  }

  private static func cases() -> [String] {
    Project.filesBelow(folder, ending: "in.yaml").map { String($0.dropLast("/in.yaml".count)) }
  }

  private static func name(_ path: String) -> String { String(path.dropFirst(folder.count + 1)) }

  private static func read(_ path: String) throws -> Outcome {
    var builder = ValueArenaBuilder(recordsPositions: true)
    let document = InputDocument(name: "in.yaml", bytes: try Project.bytes("\(path)/in.yaml"))
    do throws(Diagnostic) {
      let roots = try YAMLReader.read(document, into: &builder)
      let arena = builder.build()
      return .values(roots.map { arena.tree($0) })
    } catch {
      #expect(error.location?.file == "in.yaml")
      return .refused(error.message)
    }
  }

  /// Inputs with an error that libyaml 0.2.5 does not see.
  private static let errorsNotSeen: Set<String> = [
    "9C9N", "9JBA", "CVW2", "DK95/01", "EB22", "G5U8", "MUS6/00", "MUS6/01", "QB6E", "RHX7", "S98Z", "SU5Z", "X4QW",
    "Y79Y/003", "YJV2",
  ]

  /// Inputs that libyaml 0.2.5 cannot read: parts of YAML 1.2 that 1.1 does not have.
  private static let notOfLibyaml: Set<String> = [
    "2LFX", "2SXE", "4MUZ/00", "4MUZ/01", "4MUZ/02", "58MP", "5MUD", "5T43", "6BCT", "6CA3", "6LVF", "7Z25", "8XYN",
    "96NN/00", "96NN/01", "9SA2", "A2M4", "BEC7", "DBG4", "DK3J", "DK95/00", "DK95/03", "DK95/04", "FP8R", "HM87/00",
    "HWV9", "K3WX", "M7A3", "MUS6/05", "MUS6/06", "NJ66", "Q5MG", "QT73", "R4YG", "UT92", "VJP3/01", "W4TN", "W5VH",
    "Y79Y/001", "Y79Y/010",
  ]

  /// Inputs with tags that are not YAML's own, or that ask for types which JSON does not have; refused by choice.
  private static let unknownTags: Set<String> = [
    "2XXW", "5TYM", "6CK3", "6WLZ", "7FWL", "9WXW", "C4HZ", "CC74", "CUP7", "J7PZ", "M5C3", "P76L", "UGM3", "Z67P",
    "Z9M4",
  ]

  /// Inputs without any document; refused by choice.
  private static let empty: Set<String> = ["AVM7"]

  /// Inputs that libyaml 0.2.5 reads differently.
  private static let different: Set<String> = [
    "652Z", "HM87/01", "JEF9/02", "L24T/01", "Y2GN",
  ]

  @Test(.enabled(if: isThere, absent))
  func whatIsNoYAMLIsRefused() throws {
    var accepted: Set<String> = []
    for path in Self.cases() where Project.exists("\(path)/error") {
      if case .values = try Self.read(path) { accepted.insert(Self.name(path)) }
    }
    #expect(accepted == Self.errorsNotSeen, "\(accepted.symmetricDifference(Self.errorsNotSeen).sorted())")
  }

  @Test(.enabled(if: isThere, absent))
  func valuesAreThoseOfTheSuite() throws {
    var compared = 0
    var refused: Set<String> = []
    var different: Set<String> = []
    for path in Self.cases() where Project.exists("\(path)/in.json") && !Project.exists("\(path)/error") {
      let expected = try JSONTree.sequence(try Project.bytes("\(path)/in.json"))
      switch try Self.read(path) {
      case .refused:
        refused.insert(Self.name(path))
      case .values(let found):
        compared += 1
        let isSame = found.count == expected.count && zip(found, expected).allSatisfy { $0.means($1) }
        if !isSame { different.insert(Self.name(path)) }
      }
    }
    #expect(compared > 200)
    let known = Self.notOfLibyaml.union(Self.unknownTags).union(Self.empty)
    #expect(refused == known, "\(refused.symmetricDifference(known).sorted())")
    #expect(different == Self.different, "\(different.symmetricDifference(Self.different).sorted())")
  }

  @Test(.enabled(if: isThere, absent))
  func casesWithoutValuesAreReadOrRefusedButNeverCrash() throws {
    for path in Self.cases() where !Project.exists("\(path)/in.json") { _ = try Self.read(path) }
  }
}
