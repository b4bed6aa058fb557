import ResourceGraph
import TestSupport
import Testing

/// What relations can be read from plans, and how sure they are.
@Suite struct ReferenceTests {
  private static func vpcs(_ count: Int) -> SmallPlan {
    var plan = SmallPlan()
    for index in 0..<count { plan.add("aws_vpc.v\(index)", unknown: #"{"id": true}"#) }
    return plan
  }

  private static func log(_ plan: SmallPlan, _ expressions: String, more: String = "", module: String = "") throws
    -> ResourceGraph
  {
    var plan = plan
    plan.add("aws_flow_log.l", unknown: #"{"vpc_id": true}"#)
    let vpcs = (0..<9).map { SmallPlan.declared("aws_vpc.v\($0)", more: "") }
    plan.configuration =
      #""resources": [\#((vpcs + [SmallPlan.declared("aws_flow_log.l", expressions)]).joined(separator: ","))\#(more)]\#(module)"#
    return try plan.graph()
  }

  @Test func aKnownIdentityIsARelationByValue() throws {
    var plan = SmallPlan()
    plan.add("aws_vpc.v0", after: #"{"id": "vpc-1"}"#)
    plan.add("aws_vpc.v1", after: #"{"id": "vpc-2"}"#)
    plan.add("aws_flow_log.l", after: #"{"vpc_id": "vpc-2"}"#)
    let graph = try plan.graph()
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v1") == ["aws_flow_log.l value"])
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0").isEmpty)
    #expect(graph.outgoing("aws_vpc", via: "vpc_id", from: "aws_flow_log.l") == ["aws_vpc.v1 value"])
  }

  @Test func anUnknownAttributeIsFollowedThroughTheConfiguration() throws {
    let graph = try Self.log(Self.vpcs(2), #""vpc_id": \#(SmallPlan.references("aws_vpc.v1.id", "aws_vpc.v1"))"#)
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v1") == ["aws_flow_log.l configuration"])
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0").isEmpty)
  }

  @Test func aLocalWithOneCandidateIsInferredAndWithSeveralPossible() throws {
    let expression = #""vpc_id": \#(SmallPlan.references("local.vpc_id"))"#
    let one = try Self.log(Self.vpcs(1), expression)
    #expect(one.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0") == ["aws_flow_log.l inferred"])
    let two = try Self.log(Self.vpcs(2), expression)
    #expect(two.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0") == ["aws_flow_log.l possible"])
    #expect(two.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v1") == ["aws_flow_log.l possible"])
  }

  @Test func relevantAttributesNarrowALocal() throws {
    var plan = Self.vpcs(2)
    plan.more = #""relevant_attributes": [{"resource": "aws_vpc.v1", "attribute": ["id"]}],"#
    let graph = try Self.log(plan, #""vpc_id": \#(SmallPlan.references("local.vpc_id"))"#)
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v1") == ["aws_flow_log.l inferred"])
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0").isEmpty)
  }

  @Test func whatIsComputedByAnotherResourceMayBeAnything() throws {
    var plan = Self.vpcs(1)
    plan.add("terraform_data.t", unknown: #"{"output": true}"#)
    let graph = try Self.log(
      plan, #""vpc_id": \#(SmallPlan.references("terraform_data.t.output", "terraform_data.t"))"#,
      more: ", \(SmallPlan.declared("terraform_data.t", #""input": {"constant_value": "x"}"#))")
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0").contains { $0.hasSuffix("possible") })
  }

  @Test func whatPassesThroughAnotherResourceIsFollowed() throws {
    var plan = Self.vpcs(2)
    plan.add("terraform_data.t", unknown: #"{"output": true, "input": true}"#)
    let graph = try Self.log(
      plan, #""vpc_id": \#(SmallPlan.references("terraform_data.t.output", "terraform_data.t"))"#,
      more: ", \(SmallPlan.declared("terraform_data.t", #""input": \#(SmallPlan.references("aws_vpc.v0.id"))"#))")
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0") == ["aws_flow_log.l configuration"])
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v1").isEmpty)
  }

  @Test func theIdentityOfAnotherTypeIsNoReference() throws {
    var plan = Self.vpcs(1)
    plan.add("aws_other.o", unknown: #"{"id": true}"#)
    let graph = try Self.log(
      plan, #""vpc_id": \#(SmallPlan.references("aws_other.o.id", "aws_other.o"))"#,
      more: ", \(SmallPlan.declared("aws_other.o"))")
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0").isEmpty)
  }

  @Test func aDynamicBlockIsADeadEnd() throws {
    var plan = Self.vpcs(2)
    plan.add("aws_flow_log.l", unknown: #"{"to": [{"vpc_id": true}]}"#)
    plan.configuration = #""resources": [\#(SmallPlan.declared("aws_flow_log.l"))]"#
    let graph = try plan.graph()
    #expect(graph.incoming("aws_flow_log", via: "to.vpc_id", to: "aws_vpc.v0") == ["aws_flow_log.l possible"])
  }

  @Test func circlesEnd() throws {
    var plan = Self.vpcs(1)
    for name in ["a", "b"] { plan.add("aws_other.\(name)", unknown: #"{"x": true}"#) }
    let graph = try Self.log(
      plan, #""vpc_id": \#(SmallPlan.references("aws_other.a.x"))"#,
      more: ", \(SmallPlan.declared("aws_other.a", #""x": \#(SmallPlan.references("aws_other.b.x"))"#))"
        + ", \(SmallPlan.declared("aws_other.b", #""x": \#(SmallPlan.references("aws_other.a.x"))"#))")
    _ = graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0")
  }

  @Test func countAndForEachAlignInstances() throws {
    var plan = SmallPlan()
    for key in ["0", "1"] { plan.add("aws_vpc.v[\(key)]", unknown: #"{"id": true}"#) }
    for key in ["0", "1"] { plan.add("aws_flow_log.l[\(key)]", unknown: #"{"vpc_id": true}"#) }
    let count = #""count_expression": {"constant_value": 2},"#
    plan.configuration = """
      "resources": [\(SmallPlan.declared("aws_vpc.v", more: count)),
        \(SmallPlan.declared("aws_flow_log.l", #""vpc_id": \#(SmallPlan.references("aws_vpc.v", "count.index"))"#, more: count))]
      """
    let graph = try plan.graph()
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v[0]") == ["aws_flow_log.l[0] configuration"])
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v[1]") == ["aws_flow_log.l[1] configuration"])
  }

  @Test func eachValueFollowsWhatIsIteratedOver() throws {
    var plan = SmallPlan()
    for key in ["\"a\"", "\"b\""] { plan.add("aws_vpc.v[\(key)]", unknown: #"{"id": true}"#) }
    for key in ["\"a\"", "\"b\""] { plan.add("aws_flow_log.l[\(key)]", unknown: #"{"vpc_id": true}"#) }
    let over = #""for_each_expression": \#(SmallPlan.references("aws_vpc.v")),"#
    plan.configuration = """
      "resources": [\(SmallPlan.declared("aws_vpc.v", more: #""for_each_expression": {"references": ["var.names"]},"#)),
        \(SmallPlan.declared("aws_flow_log.l", #""vpc_id": \#(SmallPlan.references("each.value.id", "each.value"))"#, more: over))]
      """
    let graph = try plan.graph()
    #expect(
      graph.incoming("aws_flow_log", via: "vpc_id", to: #"aws_vpc.v["a"]"#) == [#"aws_flow_log.l["a"] configuration"#])
  }

  @Test func aNameThatSeveralHaveIsDecidedByTheConfigurationOrStaysPossible() throws {
    var plan = SmallPlan()
    plan.add("aws_vpc.v0", after: #"{"id": "same"}"#)
    plan.add("aws_vpc.v1", after: #"{"id": "same"}"#)
    plan.add("aws_flow_log.l", after: #"{"vpc_id": "same"}"#)
    let open = try plan.graph()
    #expect(open.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0") == ["aws_flow_log.l possible"])
    plan.configuration = """
      "resources": [\(SmallPlan.declared("aws_vpc.v0")), \(SmallPlan.declared("aws_vpc.v1")),
        \(SmallPlan.declared("aws_flow_log.l", #""vpc_id": \#(SmallPlan.references("aws_vpc.v1.id", "aws_vpc.v1"))"#))]
      """
    let decided = try plan.graph()
    #expect(decided.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0").isEmpty)
    #expect(decided.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v1") == ["aws_flow_log.l configuration"])
  }

  @Test func whatNobodySetRefersToNothing() throws {
    let graph = try Self.log(Self.vpcs(1), #""other": {"constant_value": 1}"#)
    #expect(graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0").isEmpty)
  }

  @Test func relationsFollowTheInstanceThroughNestedModules() throws {
    let graph = try Graphs.fixture("nested-modules-for-each")
    func logs(_ module: String) -> [String] {
      graph.incoming("aws_flow_log", via: "vpc_id", to: "\(module).aws_vpc.this")
    }
    #expect(logs(#"module.platform["pre.prod"].module.network"#).isEmpty)
    #expect(logs("module.spare[1].module.network").isEmpty)
    for (key, word) in [("prod", "prod"), (#"a[\"b\"]"#, "a"), ("with space", "space")] {
      let found = logs("module.platform[\"\(key)\"].module.network")
      #expect(
        found.count == 1
          && found[0].hasPrefix("module.platform[\"\(key)\"].module.network.module.flow[0].aws_flow_log.this "),
        "\(word) \(found)")
    }
    #expect(logs("module.spare[0].module.network").count == 1)
  }

  @Test func relationsHoldForOddKeys() throws {
    let graph = try Graphs.fixture("nested-modules-for-each")
    for key in ["statements", "logs.archive", #"back\\slash"#, "$${not}.%%{it}"] {
      let module = "module.platform[\"prod\"].module.storage[\"\(key)\"]"
      let found = graph.incoming("aws_s3_bucket_public_access_block", via: "bucket", to: "\(module).aws_s3_bucket.this")
      #expect(
        found == ["\(module).module.guard[0].aws_s3_bucket_public_access_block.this configuration"], "\(key) \(found)")
    }
    let exports = #"module.platform["prod"].module.storage["exports"].aws_s3_bucket.this"#
    #expect(graph.incoming("aws_s3_bucket_public_access_block", via: "bucket", to: exports).isEmpty)
  }

  @Test func somethingOnlyApplyTellsIsNeverTakenForNothing() throws {
    let graph = try Graphs.fixture("unknown-values")
    #expect(!graph.incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.main").isEmpty)
    let generated = graph.incoming("aws_s3_bucket_public_access_block", via: "bucket", to: "aws_s3_bucket.generated")
    #expect(generated.contains { $0.hasSuffix(" configuration") })
    #expect(
      !graph.incoming("aws_s3_bucket_public_access_block", via: "bucket", to: "aws_s3_bucket.named_at_apply").isEmpty)
  }

  @Test func manyUnresolvedSourcesAreOneElement() throws {
    var plan = Self.vpcs(1)
    for index in 0..<50 { plan.add("aws_flow_log.l\(index)", unknown: #"{"vpc_id": true}"#) }
    #expect(try plan.graph().incoming("aws_flow_log", via: "vpc_id", to: "aws_vpc.v0") == ["? possible"])
  }

  @Test func whetherAnArgumentIsWrittenIsReadFromTheConfiguration() throws {
    let graph = try Self.log(Self.vpcs(1), #""vpc_id": \#(SmallPlan.references("aws_vpc.v0.id"))"#)
    let log = try #require(graph.resource(named: "aws_flow_log.l"))
    #expect(graph.isSet("vpc_id", of: log) == true)
    #expect(graph.isSet("traffic_type", of: log) == false)
  }
}
