import Diagnostics
import Documents
import TerraformPlan
import TestSupport
import Testing
import Values

/// Of the prior state only that is left out which the list of changes says too.
@Suite struct RepeatedStateTests {
  private func read(_ text: String) throws -> JSONTree {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(
      InputDocument(name: "plan.json", bytes: Array(text.utf8)), omitting: TerraformDocument.repetition, into: &builder)
    return builder.build().tree(root)
  }

  private func change(_ address: String, _ more: String = "", before: String = "{}") -> String {
    #"{"address":"\#(address)","type":"t","name":"n"\#(more),"change":{"actions":["no-op"],"before":\#(before)}}"#
  }

  private func state(_ address: String, mode: String = "managed", values: String = #"{"a":[1]}"#) -> String {
    #"{"address":"\#(address)","mode":"\#(mode)","type":"t","name":"n","values":\#(values)}"#
  }

  private func plan(_ changes: [String], _ resources: [String], _ inModule: [String] = []) -> String {
    """
    {"resource_changes":[\(changes.joined(separator: ","))],"prior_state":{"values":{"root_module":{
      "resources":[\(resources.joined(separator: ","))],"child_modules":[{"resources":[\(inModule.joined(separator: ","))]}]}}}}
    """
  }

  private func isLeftOut(_ change: String, _ resource: String) throws -> Bool {
    try read(plan([change], [resource])) == JSONTree(plan([change], ["{}"]))
  }

  @Test func whatTheChangesSayTooIsLeftOutAndTheRestKeepsItsPlace() throws {
    let changes = [change("t.a"), change("module.m.t.b"), change("t.new", #","previous_address":"t.old""#)]
    let kept = state("t.other")
    let text = plan(changes, [state("t.a"), kept, state("t.old")], [state("module.m.t.b"), state("t.x")])
    #expect(try read(text) == JSONTree(plan(changes, ["{}", kept, "{}"], ["{}", state("t.x")])))
  }

  @Test func whatTheChangesDoNotSayIsKept() throws {
    #expect(try isLeftOut(change("t.a"), state("t.a")))
    #expect(try !isLeftOut(change("t.a", before: "null"), state("t.a")))
    #expect(try !isLeftOut(change("t.a", #","deposed":"1""#), state("t.a")))
    #expect(try !isLeftOut(change("t.a", #","mode":"x""#), state("t.a")))
    #expect(try !isLeftOut(change("t.a"), state("t.a", mode: "data")))
    #expect(try !isLeftOut(change("t.a"), state("t.aa")))
    #expect(try !isLeftOut(change("t.a"), #"{"mode":"managed"}"#))
  }

  @Test func listsWithinAResourceAreItsOwn() throws {
    let data = state("data.t.d", mode: "data", values: #"{"resources":[\#(state("t.a"))]}"#)
    #expect(try !isLeftOut(change("t.a"), data))
    let first = plan([], [state("t.a")])
    #expect(try read(first) == JSONTree(first))
  }

  @Test func whatIsLeftOutIsProvenWellFormed() {
    for members in [#""x":tru"#, #""x":1,"x":2"#] {
      let resource = #"{"address":"t.a","mode":"managed",\#(members)}"#
      #expect(throws: Diagnostic.self) { try read(plan([change("t.a")], [resource])) }
    }
  }
}
