import Diagnostics
import Documents
import PCICheckKit
import ResourceGraph
import TestSupport
import Testing
import Values

/// Knowing less never turns a verdict into its opposite.
@Suite struct MonotonicityTests {
  /// Attributes that name their resource: a plan in which such a one is unknown while others know it does not exist.
  private static let identities: Set<String> = [
    "id", "arn", "name", "bucket", "key_id", "identifier", "cluster_identifier", "replication_group_id", "domain_name",
    "function_name",
    "url", "group_name", "cluster_name", "user_name", "table_name", "address",
  ]

  private struct Spot {
    let change: Int
    let configuration: Int
    let attribute: String
  }

  /// Arguments of the root module's resources that are written in the configuration and known.
  private static func spots(_ plan: JSONTree) -> [Spot] {
    let declared = plan["configuration"]?["root_module"]?["resources"]?.elements ?? []
    var places: [String: Int] = [:]
    for (index, resource) in declared.enumerated() where resource["mode"]?.string == "managed" {
      places["\(resource["type"]?.string ?? "").\(resource["name"]?.string ?? "")"] = index
    }
    var spots: [Spot] = []
    for (index, change) in (plan["resource_changes"]?.elements ?? []).enumerated() where change["module_address"] == nil
    {
      guard change["mode"]?.string == "managed", change["deposed"] == nil,
        let place = places["\(change["type"]?.string ?? "").\(change["name"]?.string ?? "")"]
      else { continue }
      for member in change["change"]?["after"]?.members ?? []
      where !member.value.isNull && !identities.contains(member.name) {
        guard declared[place]["expressions"]?[member.name] != nil else { continue }
        spots.append(Spot(change: index, configuration: place, attribute: member.name))
      }
    }
    return spots
  }

  /// The plan with an argument known only after apply, from something that cannot be traced.
  private static func forget(_ spot: Spot, in plan: JSONTree) -> JSONTree {
    let unknown = try! JSONTree(#"{"references": ["terraform_data.mystery.output", "terraform_data.mystery"]}"#)
    let change = ["resource_changes", "\(spot.change)", "change"]
    return plan.changing((change + ["after", spot.attribute])[...]) { _ in nil }
      .changing((change + ["after_unknown"])[...]) { $0.setting(spot.attribute, to: .bool(true)) }
      .changing(["configuration", "root_module", "resources", "\(spot.configuration)", "expressions"]) {
        $0.setting(spot.attribute, to: unknown)
      }
  }

  private static func withMystery(_ plan: JSONTree) throws -> JSONTree {
    let change = try JSONTree(
      """
      {"address": "terraform_data.mystery", "mode": "managed", "type": "terraform_data", "name": "mystery",
       "provider_name": "terraform.io/builtin/terraform", "change": {"actions": ["create"], "before": null,
       "after": {}, "after_unknown": {"output": true, "id": true}, "after_sensitive": {}}}
      """)
    let declared = try JSONTree(
      """
      {"address": "terraform_data.mystery", "mode": "managed", "type": "terraform_data", "name": "mystery",
       "provider_config_key": "terraform", "expressions": {}, "schema_version": 0}
      """)
    return plan.changing(["resource_changes"]) { .array($0.elements + [change]) }
      .changing(["configuration", "root_module", "resources"]) { .array($0.elements + [declared]) }
  }

  private static func verdicts(_ plan: JSONTree, _ folder: TemporaryFolder) throws -> [String: String] {
    let path = try folder.write("plan.json", plan.bytes)
    let report = try Graphs.report([path])
    var verdicts: [String: String] = [:]
    for observation in report["observations"]?.elements ?? [] {
      verdicts["\(observation["rule"]?.string ?? "") \(observation["address"]?.string ?? "")"] =
        observation["verdict"]?.string
    }
    return verdicts
  }

  @Test(arguments: [
    ("minimal-web", 6), ("minimal-web-fixed", 6), ("unknown-values", 4), ("update-replace-delete", 3),
    ("security-groups-world", 3),
    ("iam-policies", 2), ("card-platform-noncompliant", 2), ("card-platform-compliant", 2),
  ])
  func whatBecomesUnknownNeverTurnsAPassIntoAFailOrAFailIntoAPass(_ fixture: String, _ rounds: Int) throws {
    let folder = try TemporaryFolder()
    let plan = try Self.withMystery(try JSONTree(try Project.bytes(Project.fixture("terraform/\(fixture)/plan.json"))))
    let before = try Self.verdicts(plan, folder)
    let spots = Self.spots(plan)
    #expect(!spots.isEmpty)
    for round in 0..<rounds {
      var generator = SeededGenerator(seed: UInt64(round) &+ 11)
      // Several at once: the property holds for each set of arguments, and one run judges them all.
      let chosen = spots.filter { _ in Int.random(in: 0..<4, using: &generator) == 0 }
      let after = try Self.verdicts(chosen.reduce(plan) { Self.forget($1, in: $0) }, folder)
      for (key, verdict) in before {
        guard let now = after[key] else { continue }
        let flipped = verdict == "pass" && now == "fail" || verdict == "fail" && now == "pass"
        #expect(
          !flipped,
          "\(fixture), round \(round): \(key) was \(verdict) and is \(now); forgotten: \(chosen.map { "\($0.change).\($0.attribute)" })"
        )
      }
    }
  }
}

/// Inputs that nobody would write.
@Suite struct FuzzTests {
  private static func documents(_ names: String...) throws -> [[UInt8]] {
    try names.map { try Project.bytes(Project.fixture($0)) }
  }

  @Test func aPlanThatIsCutShortIsNeverAccepted() throws {
    let plans = try Self.documents(
      "terraform/minimal-web/plan.json", "terraform/unknown-values/plan.json", "terraform/errored/plan.json",
      "terraform/other-provider/plan.json")
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<1_000 {
      guard let plan = plans.randomElement(using: &generator) else { return }
      let end = plan.lastIndex(of: UInt8(ascii: "}")) ?? plan.count
      let cut = Array(plan[..<Int.random(in: 0..<end, using: &generator)])
      #expect(cut.isEmpty || detectSyntax(cut) == .json)
      #expect(throws: Diagnostic.self) { try Graphs.terraform(cut) }
    }
  }

  @Test func plansWithBrokenBytesAreReadOrRefusedButNeverCrash() throws {
    let plans = try Self.documents("terraform/minimal-web/plan.json", "terraform/unknown-values/plan.json")
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<200 {
      guard var bytes = plans.randomElement(using: &generator) else { return }
      for _ in 0..<Int.random(in: 1...4, using: &generator) { Self.spoil(&bytes, &generator) }
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
      for _ in 0..<Int.random(in: 1...6, using: &generator) { Self.spoil(&bytes, &generator) }
      _ = try? Graphs.manifests(String(decoding: bytes, as: UTF8.self))
      var builder = ValueArenaBuilder(recordsPositions: true)
      _ = try? YAMLReader.read(InputDocument(name: "x", bytes: bytes), schema: .kubernetes, into: &builder)
    }
  }

  private static let tokens = [
    "{", "}", "[", "]", ":", ",", "\"", "null", "true", "-", "1e999", "\\ud800", "\\u0000", "\u{0}", "&a ", "*a",
    "<<: ", "? ", "- ", "| ",
    "!!int ", "\t", "\n", "---\n", "#", "%",
  ]

  private static func spoil(_ bytes: inout [UInt8], _ generator: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[place] = UInt8.random(in: 0 ... .max, using: &generator)
    case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...30, using: &generator)))
    case 2: bytes.insert(contentsOf: Array((tokens.randomElement(using: &generator) ?? "").utf8), at: place)
    default:
      let other = Int.random(in: 0..<bytes.count, using: &generator)
      bytes.insert(
        contentsOf: Array(bytes[min(place, other)..<min(bytes.count, min(place, other) + 40)]), at: max(place, other))
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
