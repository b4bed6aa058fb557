import Diagnostics
import ResourceGraph
import TestSupport
import Testing
import Values

@Suite struct MaskTests {
  private func graph(_ after: String, _ unknown: String, _ sensitive: String = "{}", _ expressions: String = "") throws
    -> ResourceGraph
  {
    var plan = SmallPlan()
    plan.add("aws_x.a", after: after, unknown: unknown, sensitive: sensitive)
    plan.configuration = #""resources": [\#(SmallPlan.declared("aws_x.a", expressions))]"#
    return try plan.graph()
  }

  @Test func aNullIsANullAndAMaskedMemberIsUnknown() throws {
    let graph = try graph(#"{"a": null, "c": 1}"#, #"{"b": true, "c": false}"#)
    #expect(graph.value("aws_x.a", "a")?.kind == .null)
    #expect(graph.value("aws_x.a", "b")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "c")?.intValue == 1)
    #expect(graph.value("aws_x.a", "d") == nil)
  }

  @Test func inAListANullUnderTrueIsUnknownAndOneUnderFalseIsNull() throws {
    let graph = try graph(#"{"l": ["x", null, null]}"#, #"{"l": [false, true, false]}"#)
    #expect(graph.value("aws_x.a", "l", "0")?.kind == .string)
    #expect(graph.value("aws_x.a", "l", "1")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "l", "2")?.kind == .null)
  }

  @Test func aWhollyUnknownCollectionIsOneUnknown() throws {
    let graph = try graph("{}", #"{"l": true, "m": true}"#)
    #expect(graph.value("aws_x.a", "l")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "m")?.kind == .unknown)
  }

  @Test func membersOfBlocksAreUnknownWhereTheMaskSaysSo() throws {
    let graph = try graph(
      #"{"b": [{"x": 1, "in": [{}]}, {}]}"#, #"{"b": [{"y": true, "in": [{"z": true}]}, {"x": true}]}"#)
    #expect(graph.value("aws_x.a", "b", "0", "x")?.intValue == 1)
    #expect(graph.value("aws_x.a", "b", "0", "y")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "b", "0", "in", "0", "z")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "b", "1", "x")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "b")?.childCount == 2)
  }

  @Test func aBlockThatOnlyTheMaskKnowsIsThere() throws {
    let graph = try graph("{}", #"{"o": {"x": true, "y": false}, "l": [{"z": true}]}"#)
    #expect(graph.value("aws_x.a", "o", "x")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "l", "0", "z")?.kind == .unknown)
  }

  @Test func aNullUnderAMaskWithUnknownMembersHasThem() throws {
    let graph = try graph(#"{"o": null, "l": [null]}"#, #"{"o": {"x": true}, "l": [{"z": true}]}"#)
    #expect(graph.value("aws_x.a", "o", "x")?.kind == .unknown)
    #expect(graph.value("aws_x.a", "l", "0", "z")?.kind == .unknown)
  }

  @Test func aMaskOfFalsesChangesNothing() throws {
    let graph = try graph(#"{"a": {"b": [1]}, "s": "x"}"#, #"{"a": {"b": [false]}, "s": {}, "z": []}"#)
    #expect(graph.value("aws_x.a", "a", "b", "0")?.intValue == 1)
    #expect(graph.value("aws_x.a", "s")?.kind == .string)
  }

  @Test func sensitivityTravelsToEverythingBelow() throws {
    let graph = try graph(
      #"{"p": "x", "o": {"q": 1, "r": [2]}, "l": ["a", "b"], "n": null}"#, #"{"u": true}"#,
      #"{"p": true, "o": true, "l": [false, true], "u": true, "n": true}"#)
    for path in [["p"], ["o"], ["l", "1"], ["u"]] {
      let node = path.count == 1 ? graph.value("aws_x.a", path[0]) : graph.value("aws_x.a", path[0], path[1])
      #expect(node?.flags.contains(.sensitive) == true, "\(path)")
    }
    #expect(graph.value("aws_x.a", "o", "q")?.flags.contains(.sensitive) == true)
    #expect(graph.value("aws_x.a", "o", "r", "0")?.flags.contains(.sensitive) == true)
    #expect(graph.value("aws_x.a", "l", "0")?.flags.contains(.sensitive) == false)
    #expect(graph.value("aws_x.a", "u")?.kind == .unknown)
  }

  @Test func aMaskOfAnotherShapeIsRefused() {
    for (after, unknown) in [
      (#"{"s": "x"}"#, #"{"s": [true]}"#), (#"{"s": [1]}"#, #"{"s": {"a": true}}"#), (#"{"o": {}}"#, #"{"o": [true]}"#),
    ] {
      #expect(throws: Diagnostic.self) { try graph(after, unknown) }
    }
    #expect(throws: Diagnostic.self) { try graph("[1]", "{}") }
    #expect(throws: Diagnostic.self) { try graph(#""x""#, "{}") }
    #expect(throws: Diagnostic.self) { try graph("{}", #""x""#) }
    #expect(throws: Never.self) { try graph("{}", "true") }
    #expect(throws: Never.self) { try graph("null", "false") }
  }

  @Test func theCauseOfAnUnknownIsReadFromTheConfiguration() throws {
    let expressions = """
      "derived": \(SmallPlan.references("aws_y.b.id", "aws_y.b")), "fixed": {"constant_value": null},
      "fromInput": \(SmallPlan.references("var.maybe")), "block": [{"inner": \(SmallPlan.references("local.x"))}]
      """
    let graph = try graph(
      "{}",
      #"{"derived": true, "unset": true, "fromInput": true, "block": [{"inner": true, "other": true}], "dynamic": [{"x": true}]}"#,
      "{}", expressions)
    #expect(graph.cause("aws_x.a", "derived") == UnknownReason(.derived, "aws_y.b.id"))
    #expect(graph.cause("aws_x.a", "unset")?.cause == .notConfigured)
    #expect(graph.cause("aws_x.a", "fromInput")?.cause == .notConfigured)
    #expect(graph.cause("aws_x.a", "block", "0", "inner") == UnknownReason(.derived, "local.x"))
    #expect(graph.cause("aws_x.a", "block", "0", "other")?.cause == .notConfigured)
    #expect(graph.cause("aws_x.a", "dynamic", "0", "x")?.cause == .notVisible)
  }

  @Test func withoutConfigurationTheCauseIsNotVisible() throws {
    var plan = SmallPlan()
    plan.add("aws_x.a", unknown: #"{"id": true}"#)
    #expect(try plan.graph().cause("aws_x.a", "id")?.cause == .notVisible)
  }
}
