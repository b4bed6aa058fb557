import Foundation
import TestSupport
import Testing

/// Large assessments: tables are complete, documents are bounded and say so.
@Suite struct LargeBundleTests {
  @Test func documentsAreBoundedAndTablesComplete() throws {
    let (failing, passing) = (3_100, 7_000)
    let small = try SmallBundle(
      tenancies: Array(repeating: "dedicated", count: failing) + Array(repeating: "default", count: passing))
    let bytes = try small.bytes()
    #expect(SmallBundle.accepts(bytes, try small.verificationKey()))
    let members = try SmallBundle.members(bytes)
    func text(_ path: String) throws -> String {
      String(decoding: try #require(members.first { $0.path == path }).bytes, as: UTF8.self)
    }
    #expect(try text("findings.csv").utf8.count { $0 == 0x0A } == failing + passing + 1)
    let excerpt = try text("inputs/1.json")
    #expect(excerpt.utf8.count { $0 == 0x0A } > failing + passing)
    let report = try text("report.html")
    #expect(report.contains("There are 7000 passes: of each rule the first 200 resources are named here."))
    #expect(
      report.contains("There are 3100 failed or undecided checks: of each rule the first 3000 have their evidence"))
    #expect(report.contains("and 6800 more, which findings.csv lists."))
    let results = try JSONTree(try text("oscal/assessment-results.json"))["assessment-results"]?["results"]?[0]
    #expect(results?["local-definitions"]?["inventory-items"]?.elements.count == failing)
    let passes = results?["observations"]?.elements.last
    #expect(passes?["subjects"] == nil)
    #expect(passes?["relevant-evidence"]?[0]?["href"]?.string == "../findings.csv")
    let record = try JSONTree(try #require(members.first { $0.path == "assessment.json" }).bytes)
    #expect(record["observations"]?.elements.count == 2)
    #expect(record["observations"]?.elements.map { $0["resources"]?.elements.count } == [failing, passing])
    #expect(record["resources"]?.elements.count == failing + passing)
  }
}
