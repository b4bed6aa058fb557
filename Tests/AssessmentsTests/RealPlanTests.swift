import PCICheckKit
import TestSupport
import Testing

private let folder = Project.shared("plans")
private let isThere = Project.exists(folder)
private let absent: Comment = "the plans of public modules are not beside the package, so they are not assessed"

/// Plans of modules and projects that nobody here wrote.
@Suite struct RealPlanTests {
  private static let vpcPlan = "\(folder)/terraform-aws-vpc.plan.json"

  /// Plans that somebody edited by hand, so that an object has two members of one name.
  private static let edited = ["06-0.1-google+random.json"]

  private static func flowLogs(_ plan: JSONTree) throws -> JSONTree? {
    let scratch = try TemporaryFolder()
    let report = try Graphs.report([try scratch.write("plan.json", plan.bytes)], rules: ["aws-vpc-flow-logs"])
    return report["observations"]?.elements.first { $0["type"]?.string == "aws_vpc" }
  }

  private static func withoutFlowLog(_ plan: JSONTree) -> JSONTree {
    plan.changing(["resource_changes"]) { .array($0.elements.filter { $0["type"]?.string != "aws_flow_log" }) }
  }

  /// The configuration without the declarations of flow logs, in whatever module.
  private static func withoutDeclaration(_ tree: JSONTree) -> JSONTree {
    switch tree {
    case .array(let elements):
      .array(
        elements.filter { !($0["type"]?.string == "aws_flow_log" && $0["expressions"] != nil) }.map(withoutDeclaration))
    case .object(let members): .object(members.map { JSONTree.Member($0.name, withoutDeclaration($0.value)) })
    default: tree
    }
  }

  @Test(.enabled(if: isThere, absent))
  func theFlowLogOfTheCommunityModuleIsFoundThroughItsLocal() throws {
    let observation = try Self.flowLogs(try JSONTree(try Project.bytes(Self.vpcPlan)))
    #expect(observation?["verdict"]?.string == "pass")
    let relations = observation?["evidence"]?["relations"]?.elements ?? []
    let found = relations.first { $0["to"]?.string?.contains("aws_flow_log") == true }
    #expect(found?["resolution"]?.string == "inferred")
    #expect((found?["through"]?.elements ?? []).contains(.string("local.vpc_id")))
  }

  @Test(.enabled(if: isThere, absent))
  func withoutItsFlowLogTheVPCFails() throws {
    let plan = Self.withoutFlowLog(try JSONTree(try Project.bytes(Self.vpcPlan)))
    #expect(try Self.flowLogs(plan)?["verdict"]?.string == "fail")
    let configuration = plan["configuration"].map { Self.withoutDeclaration($0) } ?? .null
    #expect(try Self.flowLogs(plan.setting("configuration", to: configuration))?["verdict"]?.string == "fail")
  }

  @Test(.enabled(if: isThere, absent))
  func anIncompletePlanIsRefusedUnlessAskedFor() {
    #expect(throws: (any Error).self) { try Graphs.assess([Self.vpcPlan], allowIncomplete: false) }
    #expect(throws: Never.self) { try Graphs.assess([Self.vpcPlan], allowIncomplete: true) }
  }

  @Test(
    .enabled(if: isThere, absent),
    arguments: Project.files(in: folder, ending: ".json") + Project.files(in: "\(folder)/public", ending: ".json"))
  func everyPublicPlanIsAssessedWithoutAProblem(_ path: String) throws {
    if Self.edited.contains(where: { path.hasSuffix($0) }) {
      #expect(throws: (any Error).self) { try Graphs.assess([path]) }
      return
    }
    let (check, result) = try Graphs.assess([path])
    #expect(
      result.assessment.diagnostics.filter { $0.severity == .error }.isEmpty,
      "\(result.assessment.diagnostics.map(\.message))")
    for format in PCICheck.formatNames {
      #expect(!check.report(result, format: format, color: false, width: 80, verbose: true).isEmpty)
    }
  }
}
