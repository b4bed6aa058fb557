import Diagnostics
import ResourceGraph
import TestSupport
import Testing
import Values

/// Plans of so many changes that several threads read them are read as any other.
@Suite struct LargePlanTests {
  private static let count = 2_500

  private func change(_ number: Int, address: String? = nil, after: String = "{\"n\":1}") -> String {
    """
    {"address":"\(address ?? "aws_vpc.n\(number)")","mode":"managed","type":"aws_vpc","name":"n\(number)",
     "change":{"actions":["create"],"after":\(after),"after_unknown":{"id":true,"u\(number % 7)":true}}}
    """
  }

  private func plan(_ special: [Int: String] = [:]) -> String {
    let changes = (0..<Self.count).map { special[$0] ?? change($0, after: "{\"n\":\($0)}") }
    return "{\"format_version\":\"1.2\",\"resource_changes\":[\(changes.joined(separator: ","))]}"
  }

  @Test func resourcesStandInTheOrderOfTheChanges() throws {
    let graph = try Graphs.terraform(plan())
    #expect(graph.resources.map(\.address) == (0..<Self.count).map { "aws_vpc.n\($0)" })
    for (number, resource) in graph.resources.enumerated() {
      #expect(graph.arena.member(resource.values, "n").flatMap { graph.arena.int($0) } == Int64(number))
      let unknown = try #require(graph.arena.member(resource.values, "u\(number % 7)"))
      #expect(graph.arena[graph.arena[unknown].unknownReason].detail == "aws_vpc.n\(number).u\(number % 7)")
      #expect(resource.origin.pointer == "/resource_changes/\(number)/change/after")
    }
  }

  @Test func whatIsDeletedLeavesNoGap() throws {
    let deleted =
      "{\"address\":\"aws_vpc.x\",\"type\":\"aws_vpc\",\"name\":\"x\",\"change\":{\"actions\":[\"delete\"]}}"
    let graph = try Graphs.terraform(plan([3: deleted, 1_700: deleted]))
    #expect(graph.resources.count == Self.count - 2)
    #expect(graph.resources.last?.address == "aws_vpc.n\(Self.count - 1)")
  }

  @Test func theFirstProblemIsTheOneThatIsTold() throws {
    let twice = change(2_100, address: "aws_vpc.n5")
    #expect(message(plan([2_100: twice]))?.contains("`/resource_changes/2100/address`") == true)
    #expect(message(plan([1_900: "7", 2_100: twice]))?.contains("`/resource_changes/1900`") == true)
    #expect(message(plan([1_900: twice, 2_100: "7"]))?.contains("`/resource_changes/1900/address`") == true)
    #expect(message(plan([300: "7", 400: "8"]))?.contains("`/resource_changes/300`") == true)
  }

  private func message(_ plan: String) -> String? {
    do {
      _ = try Graphs.terraform(plan)
      return nil
    } catch {
      return (error as? Diagnostic)?.message
    }
  }
}
