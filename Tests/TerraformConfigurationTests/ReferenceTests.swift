import FoundationEssentials
import HCL
import Testing

@testable import TerraformConfiguration

@Suite struct ReferenceTests {
  @Test(arguments: Fixtures.plans) func referencesAreThoseOfThePlan(name: String) throws {
    let configuration = Configuration(DirectoryStorage(root: Fixtures.directory(name)))
    #expect(configuration.diagnostics.isEmpty, "\(configuration.diagnostics)")
    let agreement = ReferenceAgreement(configuration, try Fixtures.plan(name))
    #expect(agreement.differences.isEmpty, "\(agreement.differences.joined(separator: "\n"))")
  }

  @Test func fixturesAreThere() { #expect(!Fixtures.plans.isEmpty) }
}
