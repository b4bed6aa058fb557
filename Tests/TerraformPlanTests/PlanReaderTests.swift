import Diagnostics
import ResourceGraph
import TestSupport
import Testing
import Values

@Suite struct PlanReaderTests {
  @Test func everyActionIsReadAndWhatGoesAwayIsLeftOut() throws {
    var plan = SmallPlan()
    let actions = [
      #"["no-op"]"#, #"["create"]"#, #"["read"]"#, #"["update"]"#, #"["delete","create"]"#, #"["create","delete"]"#,
      #"["create","forget"]"#, #"["delete"]"#, #"["forget"]"#,
    ]
    for (index, action) in actions.enumerated() { plan.add("aws_x.r\(index)", actions: action) }
    let graph = try plan.graph()
    #expect(
      graph.resources.map(\.action) == [ChangeAction.none, .create, .read, .update, .replace, .replace, .replace])
    #expect(graph.resource(named: "aws_x.r7") == nil && graph.resource(named: "aws_x.r8") == nil)
  }

  @Test(arguments: [
    "[]", #"["destroy"]"#, #"["create","update"]"#, #"["delete","forget"]"#, #"["create","delete","create"]"#,
  ])
  func actionsThatNobodyKnowsAreRefused(_ actions: String) throws {
    var plan = SmallPlan()
    plan.add("aws_x.a", actions: actions)
    let text = plan.text
    #expect(throws: Diagnostic.self) { try Graphs.terraform(text) }
  }

  @Test func deposedObjectsAreNotResources() throws {
    var plan = SmallPlan()
    plan.add("aws_x.a", after: #"{"v": 1}"#)
    plan.add("aws_x.a", after: "null", actions: #"["delete"]"#, more: #""deposed": "00000001","#)
    plan.add("aws_x.b", after: #"{"v": 1}"#, actions: #"["no-op"]"#, more: #""deposed": "00000002","#)
    let graph = try plan.graph()
    #expect(graph.resources.map(\.address) == ["aws_x.a"])
  }

  @Test func movedResourcesKnowTheirFormerAddress() throws {
    let graph = try Graphs.fixture("update-replace-delete")
    let id = try #require(graph.resource(named: "aws_kms_key.cardholder"))
    #expect(graph[id].previousAddress == "aws_kms_key.data")
  }

  @Test func theFixtureOfChangesHasWhatExistsAfterwards() throws {
    let graph = try Graphs.fixture("update-replace-delete")
    for gone in [
      "aws_flow_log.main", "aws_security_group.old_admin", "aws_sns_topic.kept_by_hand", "aws_dynamodb_table.tokens[1]",
    ] {
      #expect(graph.resource(named: gone) == nil, "\(gone)")
    }
    #expect(graph.value("aws_db_instance.orders", "storage_encrypted")?.boolValue == true)
    let replaced = try #require(graph.resource(named: "aws_lb_target_group.app"))
    #expect(graph[replaced].action == .replace)
  }

  @Test func dataReadWhilePlanningStandsInPriorState() throws {
    let graph = try Graphs.fixture("update-replace-delete")
    let data = graph.resources.filter { $0.mode == .data }
    #expect(data.contains { $0.origin.pointer?.hasPrefix("/prior_state/") == true })
    #expect(data.contains { $0.action == .read })
    #expect(Set(data.map(\.address)).count == data.count)
  }

  @Test func onlyDataComesFromPriorState() throws {
    var plan = SmallPlan()
    plan.more = """
      "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": [
        {"address": "aws_x.old", "mode": "managed", "type": "aws_x", "name": "old", "values": {}},
        {"address": "data.aws_y.d", "mode": "data", "type": "aws_y", "name": "d", "values": {"v": 1, "p": "s"},
         "sensitive_values": {"p": true}}],
        "child_modules": [{"address": "module.m", "resources": [
          {"address": "module.m.data.aws_y.e", "mode": "data", "type": "aws_y", "name": "e", "values": {}}]}]}}},
      """
    plan.add("aws_x.a")
    let graph = try plan.graph()
    #expect(graph.resources.map(\.address) == ["aws_x.a", "data.aws_y.d", "module.m.data.aws_y.e"])
    #expect(graph.value("data.aws_y.d", "p")?.flags.contains(.sensitive) == true)
  }

  @Test(arguments: ["0.1", "0.2", "1.0", "1.2", "1.99"])
  func everyFormatBelow2IsRead(_ version: String) throws {
    var plan = SmallPlan()
    plan.add("aws_x.a")
    let graph = try Graphs.terraform(plan.text.replacing("\"1.2\"", with: "\"\(version)\""))
    #expect(graph.documents.first?.formatVersion == version)
  }

  @Test(arguments: ["\"2.0\"", "\"10.1\"", "\"x\"", "\"\"", "1.2", "\"-1.0\""])
  func otherFormatsAreRefused(_ version: String) throws {
    var plan = SmallPlan()
    plan.add("aws_x.a")
    let text = plan.text.replacing("\"1.2\"", with: version)
    #expect(throws: Diagnostic.self) { try Graphs.terraform(text) }
  }

  @Test func anAddressThatIsNotThatOfItsResourceIsRefused() throws {
    func read(_ address: String, _ type: String, _ module: String = "", mode: String = "managed") throws {
      var plan = SmallPlan()
      let name = JSONTree.string(address).bytes
      plan.changes = [
        """
        {"address": \(String(decoding: name, as: UTF8.self)), "module_address": "\(module)", "mode": "\(mode)", "type": "\(type)",
         "name": "a", "change": {"actions": ["create"], "after": {}, "after_unknown": {}}}
        """
      ]
      _ = try plan.graph()
    }
    #expect(throws: Never.self) { try read("aws_x.a", "aws_x") }
    #expect(throws: Never.self) { try read("module.m[\"x.y\"].aws_x.a[0]", "aws_x", "module.m[\\\"x.y\\\"]") }
    #expect(throws: Never.self) { try read("data.aws_x.a", "aws_x", mode: "data") }
    let wrong = [
      ("aws_y.a", ""), ("aws_xy.a", ""), ("aws_x.a", "module.m"), ("module.m[\"a.aws_x.a", "module.m[\\\"a"),
      ("module.m.aws_x.a", "m"),
    ]
    for (address, module) in wrong {
      #expect(throws: Diagnostic.self, "\(address)") { try read(address, "aws_x", module) }
    }
  }

  @Test func modesThatNobodyAssessesAreLeftOut() throws {
    var plan = SmallPlan()
    plan.add("aws_x.a")
    let graph = try Graphs.terraform(plan.text.replacing("\"managed\"", with: "\"ephemeral\""))
    #expect(graph.resources.isEmpty)
  }

  @Test func twoChangesOfOneAddressAreRefused() throws {
    var plan = SmallPlan()
    plan.add("aws_x.a")
    plan.add("aws_x.a")
    let text = plan.text
    #expect(throws: Diagnostic.self) { try Graphs.terraform(text) }
  }

  @Test func addressesThatOnlyLookEqualAreTwo() throws {
    var plan = SmallPlan()
    plan.add("aws_x.e\u{301}")
    plan.add("aws_x.\u{e9}")
    #expect(try plan.graph().resources.count == 2)
  }

  @Test func aMissingCompleteIsNotIncompleteAndAFalseOneIs() throws {
    func reasons(_ members: String) throws -> Int {
      var plan = SmallPlan()
      plan.more = members
      plan.add("aws_x.a")
      return try plan.graph().documents[0].completeness.reasons.count
    }
    #expect(try reasons("") == 0)
    #expect(try reasons(#""complete": true, "errored": false,"#) == 0)
    #expect(try reasons(#""complete": false,"#) == 1)
    #expect(try reasons(#""errored": true,"#) == 1)
    #expect(try reasons(#""complete": false, "errored": true,"#) == 1)
    #expect(try reasons(#""deferred_changes": [{}],"#) == 1)
    #expect(try reasons(#""applyable": false,"#) == 0)
  }

  @Test func anErroredPlanNamesTheTypesThatItLeftOut() throws {
    let graph = try Graphs.fixture("errored")
    #expect(graph.documents[0].completeness.isComplete == false)
    #expect(graph.documents[0].leftOutTypes == ["aws_db_instance", "aws_flow_log"])
  }

  @Test func whatMayHaveNoInstancesIsNotLeftOut() throws {
    var plan = SmallPlan()
    plan.more = #""complete": false,"#
    plan.add("aws_x.a")
    plan.configuration = """
      "resources": [\(SmallPlan.declared("aws_x.a")), \(SmallPlan.declared("aws_y.b", more: #""count_expression": {"constant_value": 0},"#)),
        \(SmallPlan.declared("aws_z.c"))],
      "module_calls": {
        "maybe": {"source": "./m", "count_expression": {"constant_value": 0}, "module": {"resources": [\(SmallPlan.declared("aws_u.d"))],
          "module_calls": {"deep": {"source": "./d", "module": {"resources": [\(SmallPlan.declared("aws_v.e"))]}}}}},
        "always": {"source": "./n", "module": {"resources": [\(SmallPlan.declared("aws_w.f"))]}}}
      """
    #expect(try plan.graph().documents[0].leftOutTypes == ["aws_z", "aws_w"])
  }

  @Test func aPlanWithoutTheResourcesOfItsConfigurationIsRefused() throws {
    var plan = SmallPlan()
    plan.configuration = #""resources": [\#(SmallPlan.declared("aws_x.a"))]"#
    let text = plan.text
    #expect(throws: Diagnostic.self) { try Graphs.terraform(text) }
    var destroyed = plan
    destroyed.add("aws_x.a", after: "null", actions: #"["delete"]"#)
    let empty = destroyed.text
    #expect(throws: Never.self) { try Graphs.terraform(empty) }
    plan.more = #""errored": true,"#
    let errored = plan.text
    #expect(throws: Never.self) { try Graphs.terraform(errored) }
  }

  @Test func providersThatModulesInheritAreThoseOfTheirCaller() throws {
    let graph = try Graphs.fixture("nested-modules-for-each")
    #expect(Set(graph.resources.map(\.providerScope)) == ["registry.terraform.io/hashicorp/aws|aws"])
  }

  @Test func providersWithAConfigurationOfTheirOwnAreApart() throws {
    var plan = SmallPlan()
    let own = SmallPlan.declared("aws_x.a").replacing("\"aws\"", with: "\"module.m:aws\"")
    plan.add("aws_x.a", module: "module.m")
    plan.add("aws_x.b")
    plan.configuration =
      #""resources": [\#(SmallPlan.declared("aws_x.b"))], "module_calls": {"m": {"module": {"resources": [\#(own)]}}}"#
    let text = plan.text.replacing(
      #""configuration": {"#,
      with:
        #""configuration": {"provider_config": {"aws": {"name": "aws", "expressions": {}}, "module.m:aws": {"name": "aws", "expressions": {"region": {}}}}, "#
    )
    let graph = try Graphs.terraform(text)
    #expect(Set(graph.resources.map(\.providerScope)).count == 2)
  }

  @Test func aStateIsReadWithEverythingKnown() throws {
    let graph = try Graphs.terraform(try Project.bytes(Project.fixture("terraform/state/state.json")))
    #expect(graph.documents[0].kind == .terraformState)
    #expect(graph.resources.count >= 8)
    #expect(graph.resources.allSatisfy { $0.action == ChangeAction.none })
    #expect(!graph.arena.nodes.contains { $0.kind == .unknown })
  }

  @Test func pointersOfResourcesLeadToTheirAttributes() throws {
    for path in Project.plans {
      let bytes = try Project.bytes(path)
      let tree = try JSONTree(bytes)
      let graph = try Graphs.terraform(bytes)
      for resource in graph.resources {
        let pointer = try #require(resource.origin.pointer)
        #expect(tree.at(pointer: pointer) != nil, "\(path) \(pointer)")
      }
    }
  }

  @Test func numbersKeepTheirValue() throws {
    var plan = SmallPlan()
    plan.add("aws_x.a", after: #"{"i": 9007199254740993, "d": 0.1, "n": -0.0, "z": 0, "e": 1e3}"#)
    let graph = try plan.graph()
    #expect(graph.value("aws_x.a", "i")?.intValue == 9_007_199_254_740_993)
    #expect(graph.value("aws_x.a", "d")?.doubleValue == 0.1)
    #expect(graph.value("aws_x.a", "z")?.kind == .int)
  }
}
