import Diagnostics
import Documents
import TestSupport
import Testing
import Values

private let folder = Project.shared("yaml-suite")
private let isThere = Project.exists(folder)
private let absent: Comment = "the YAML suite (github.com/yaml/yaml-test-suite) is not beside the package, so its cases are not run"

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

  /// Inputs with an error that libyaml does not see.
  private static let errorsNotSeen: Set<String> = []
  /// Inputs that are refused although the suite gives them values.
  private static let refused: Set<String> = []
  /// Inputs whose values differ from the suite's.
  private static let different: Set<String> = []

  @Test(.enabled(if: isThere, absent))
  func whatIsNoYAMLIsRefused() throws {
    var accepted: Set<String> = []
    for path in Self.cases() where Project.exists("\(path)/error") {
      if case .values = try Self.read(path) { accepted.insert(Self.name(path)) }
    }
    #expect(accepted == Self.errorsNotSeen, "\(accepted.sorted())")
  }

  @Test(.enabled(if: isThere, absent))
  func valuesAreThoseOfTheSuite() throws {
    var compared = 0
    var refused: Set<String> = []
    var different: Set<String> = []
    for path in Self.cases() where Project.exists("\(path)/in.json") && !Project.exists("\(path)/error") {
      let expected = try JSONTree.sequence(try Project.bytes("\(path)/in.json"))
      switch try Self.read(path) {
      case .refused(let message):
        print("REFUSED \(Self.name(path)) \(message)")
        refused.insert(Self.name(path))
      case .values(let found):
        compared += 1
        let isSame = found.count == expected.count && zip(found, expected).allSatisfy { $0.means($1) }
        if !isSame { 
        print("DIFF \(Self.name(path)) \(found.map{String(decoding: $0.bytes, as: UTF8.self)}) \(expected.map{String(decoding: $0.bytes, as: UTF8.self)})")
        different.insert(Self.name(path)) }
      }
    }
    #expect(compared > 200)
    #expect(refused == Self.refused, "\(refused.sorted())")
    #expect(different == Self.different, "\(different.sorted())")
  }

  @Test(.enabled(if: isThere, absent))
  func casesWithoutValuesAreReadOrRefusedButNeverCrash() throws {
    for path in Self.cases() where !Project.exists("\(path)/in.json") { _ = try Self.read(path) }
  }
}
