import Diagnostics
import Documents
import Fuzzing
import PCICheckKit
import TestSupport
import Testing
import Values

/// Inputs that nobody would write.
@Suite struct BrokenInputTests {
  private static func documents(_ names: String...) throws -> [[UInt8]] {
    try names.map { try Project.bytes(Project.fixture($0)) }
  }

  @Test func plansWithBrokenBytesAreReadOrRefusedButNeverCrash() throws {
    let plans = try Self.documents("terraform/minimal-web/plan.json", "terraform/unknown-values/plan.json")
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<200 {
      guard var bytes = plans.randomElement(using: &generator) else { return }
      for _ in 0..<Int.random(in: 1...4, using: &generator) { ByteMutation.json.apply(to: &bytes, &generator) }
      _ = try? Graphs.terraform(bytes)
    }
  }

  @Test func plansWithValuesOfTheWrongKindAreReadOrRefusedButNeverCrash() throws {
    let plans = try Self.documents(
      "terraform/minimal-web/plan.json", "terraform/unknown-values/plan.json",
      "terraform/nested-modules-for-each/plan.json"
    )
    .map { try JSONTree($0) }
    var generator = SeededGenerator(seed: 3)
    let folder = try TemporaryFolder()
    for round in 0..<150 {
      guard var plan = plans.randomElement(using: &generator) else { return }
      for _ in 0..<Int.random(in: 1...6, using: &generator) { plan = Self.mutated(plan, &generator) }
      guard let graph = try? Graphs.terraform(plan.bytes) else { continue }
      for address in graph.resources.filter({ $0.type == "aws_vpc" }).map(\.address) {
        _ = graph.incoming("aws_flow_log", "aws_subnet", via: "vpc_id", to: address)
      }
      guard round % 8 == 0 else { continue }
      let path = try folder.write("plan.json", plan.bytes)
      guard let (check, result) = try? Graphs.assess([path]) else { continue }
      for format in PCICheck.formatNames {
        _ = check.report(result, format: format, color: true, width: 60, verbose: true)
      }
    }
  }

  @Test func manifestsWithBrokenBytesAreReadOrRefusedButNeverCrash() throws {
    let manifests = try Project.files(in: Project.fixture("kubernetes/payments-noncompliant"), ending: ".yaml")
      .map { try Project.bytes($0) }
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<300 {
      guard var bytes = manifests.randomElement(using: &generator) else { return }
      for _ in 0..<Int.random(in: 1...6, using: &generator) { ByteMutation.yaml.apply(to: &bytes, &generator) }
      _ = try? Graphs.manifests(String(decoding: bytes, as: UTF8.self))
      var builder = ValueArenaBuilder(recordsPositions: true)
      _ = try? YAMLReader.read(InputDocument(name: "x", bytes: bytes), schema: .kubernetes, into: &builder)
    }
  }

  private static let values: [JSONTree] = [
    .null, .bool(true), .bool(false), .number(-1), .number(1e18), .string(""), .string("module.x[\""), .string("${x}"),
    .array([]),
    .array([.null]), .array([.bool(true)]), .object([]),
    .object([JSONTree.Member("references", .array([.string("local.x")]))]),
    .object([JSONTree.Member("", .bool(true))]),
  ]

  /// The tree with one value, anywhere in it, replaced or taken out.
  private static func mutated(_ tree: JSONTree, _ generator: inout SeededGenerator) -> JSONTree {
    var path: [String] = []
    var current = tree
    while true {
      var steps: [String] = current.members.map(\.name)
      if case .array(let elements) = current { steps = elements.indices.map { "\($0)" } }
      guard let step = steps.randomElement(using: &generator) else { break }
      path.append(step)
      guard let next = Int(step).flatMap({ current[$0] }) ?? current[step] else { break }
      current = next
      if path.count > 2, Int.random(in: 0..<5, using: &generator) == 0 { break }
    }
    let value = Int.random(in: 0..<6, using: &generator) == 0 ? nil : values.randomElement(using: &generator)
    return path.isEmpty ? tree : tree.changing(path[...]) { _ in value }
  }
}
