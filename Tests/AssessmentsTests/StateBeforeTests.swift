import Foundation
import TestSupport
import Testing

/// The state before is judged as the state itself would be, and a change that changes nothing brings nothing.
@Suite struct StateBeforeTests {
  private static func object(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func report(_ object: [String: Any]) throws -> JSONTree {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](try JSONSerialization.data(withJSONObject: object))
    return try Graphs.report([try folder.write("input.json", bytes)])
  }

  /// `rule address` of the failures.
  private func failures(_ report: JSONTree, where isWanted: (JSONTree) -> Bool = { _ in true }) -> Set<String> {
    Set(
      (report["observations"]?.elements ?? []).filter { $0["verdict"]?.string == "fail" && isWanted($0) }.map {
        "\($0["rule"]?.string ?? "") \($0["address"]?.string ?? "")"
      })
  }

  private func fixed(_ report: JSONTree) -> Set<String> {
    Set((report["fixed"]?.elements ?? []).map { "\($0["rule"]?.string ?? "") \($0["address"]?.string ?? "")" })
  }

  @Test(arguments: [
    "terraform/update-replace-delete", "pipeline/clean", "pipeline/introducing", "pipeline/fixing",
  ])
  func theStateBeforeIsJudgedAsTheStateIs(_ name: String) throws {
    let plan = try Self.object(Project.fixture("\(name)/plan.json"))
    var state = try #require(plan["prior_state"] as? [String: Any])
    state["format_version"] = "1.0"
    let changed = try report(plan)
    // What is forgotten is neither there after the change nor mended by it.
    let before = failures(try report(state)).filter { !$0.hasSuffix("aws_sns_topic.kept_by_hand") }
    let told = failures(changed) { $0["change"]?["status"]?.string != "introduced" }.union(fixed(changed))
    #expect(told == before, "\(told.symmetricDifference(before).sorted())")
  }

  /// Every resource is "updated" to what it is: all rules are run on both sides, which have the same values but not the
  /// same means of resolving references and of telling what somebody set.
  @Test(arguments: ["nested-modules-for-each", "references", "minimal-web", "card-platform-noncompliant"])
  func aChangeThatChangesNothingBringsAndMendsNothing(_ name: String) throws {
    let state = try Self.object(Project.fixture("terraform/\(name)/applied.json"))
    let values = try #require(state["values"] as? [String: Any])
    let plan: [String: Any] = [
      "format_version": "1.2",
      "configuration": try Self.object(Project.fixture("terraform/\(name)/plan.json"))["configuration"] ?? [:],
      "prior_state": state,
      "resource_changes": changes(try #require(values["root_module"] as? [String: Any])),
    ]
    let report = try report(plan)
    #expect(fixed(report) == [])
    #expect(failures(report) { $0["change"]?["status"]?.string != "touched" } == [])
    #expect(!failures(report).isEmpty)
  }

  private func changes(_ module: [String: Any]) -> [[String: Any]] {
    let own = (module["resources"] as? [[String: Any]] ?? []).filter { $0["mode"] as? String == "managed" }.map {
      resource in
      var change = resource
      change["module_address"] = module["address"]
      let sensitive = resource["sensitive_values"] ?? [:]
      change["change"] = [
        "actions": ["update"], "before": resource["values"] ?? [:], "after": resource["values"] ?? [:],
        "after_unknown": [:], "before_sensitive": sensitive, "after_sensitive": sensitive,
      ]
      for name in ["values", "sensitive_values", "schema_version", "depends_on"] { change[name] = nil }
      return change
    }
    return own + (module["child_modules"] as? [[String: Any]] ?? []).flatMap(changes)
  }
}
