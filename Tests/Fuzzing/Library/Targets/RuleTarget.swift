import Assessments
import Documents
import Rules
import Values

/// Rule files: decoded and compiled.
public enum RuleTarget: FuzzTarget {
  public static let name = "rule"

  private static let library = PolicyLibrary()
  private static let checker = try? RuleChecker(library)

  public static func run(_ bytes: [UInt8]) {
    guard var checker else { fatalError("the built-in policies cannot be read") }
    var builder = ValueArenaBuilder(recordsPositions: true)
    let document = InputDocument(name: "rule.yaml", bytes: bytes)
    guard let roots = try? YAMLReader.read(document, into: &builder), roots.count == 1, let root = roots.first else {
      return
    }
    let file = PolicyFile(kind: "rules", name: "rule", path: "rule.yaml", arena: builder.build(), root: root)
    guard let rule = try? library.decode(file) else { return }
    for problem in checker.problems(of: rule) { require(!problem.message.isEmpty, "a problem without words") }
  }
}
