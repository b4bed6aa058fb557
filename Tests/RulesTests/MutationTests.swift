import Foundation
import PCICheckKit
import TestSupport
import Testing

/// `pcicheck test --mutate`: what rules read decides their verdicts.
@Suite struct MutationTests {
  private static func rule(expect: String, examples: String, more: String = "") -> String {
    """
    id: t-vpc
    title: VPCs are fine
    severity: low
    since: 0.1.0
    rationale: Because.
    remediation: Set it.
    requirements:
      - { standard: pci-dss, version: "4.0.1", id: "1.2.5", coverage: partial }
    applies:
      types: [aws_vpc]
    check:
      expect: "\(expect)"
      message: not fine
    \(more)
    examples:
    \(examples)
    """
  }

  private static let onAndOff = """
      - name: on
        given: { aws_vpc.a: { enable_dns_support: true, cidr_block: "10.0.0.0/16" } }
        expect: { aws_vpc.a: pass }
      - name: off
        given: { aws_vpc.a: { enable_dns_support: false, cidr_block: "10.0.0.0/16" } }
        expect: { aws_vpc.a: fail }
    """

  private static func run(_ rule: String) throws -> MutationRunner.Result {
    let folder = try TemporaryFolder()
    try folder.write("t-vpc.yaml", rule)
    return try MutationRunner(policies: try PCICheck.Policies(folders: [folder.path], builtIn: false)).run()
  }

  @Test func anAttributeThatDecidesIsProven() throws {
    let result = try Self.run(Self.rule(expect: "resource.enable_dns_support == true", examples: Self.onAndOff))
    #expect(result.isPassed && result.proven == 1, "\(result.text)")
  }

  @Test func anAttributeThatIsReadForNothingIsNamed() throws {
    let rule = Self.rule(
      expect: "(resource.cidr_block == 'x' || resource.cidr_block != 'x') && resource.enable_dns_support == true",
      examples: Self.onAndOff)
    let result = try Self.run(rule)
    #expect(result.problems.count == 1 && result.text.contains("`aws_vpc.cidr_block`"), "\(result.text)")
  }

  @Test func aConditionThatIsAlwaysTrueIsFound() throws {
    let result = try Self.run(
      Self.rule(expect: "size(resource.tags) >= 0", examples: Self.onAndOff.replacing("fail", with: "pass")))
    #expect(result.text.contains("`aws_vpc.tags`"), "\(result.text)")
  }

  @Test func anExceptionIsCountedAndOneThatIsNotNeededIsNamed() throws {
    let expect = "(resource.cidr_block == 'x' || resource.cidr_block != 'x') && resource.enable_dns_support == true"
    func exception(_ attribute: String) -> String {
      "mutation-exceptions:\n  - { attribute: \(attribute), because: of something }"
    }
    let needed = try Self.run(
      Self.rule(expect: expect, examples: Self.onAndOff, more: exception("aws_vpc.cidr_block")))
    #expect(needed.isPassed && needed.excepted == 1, "\(needed.text)")
    let stale = try Self.run(
      Self.rule(
        expect: "resource.enable_dns_support == true", examples: Self.onAndOff,
        more: exception("aws_vpc.enable_dns_support")))
    #expect(stale.text.contains("is not needed"), "\(stale.text)")
  }

  @Test func oneOfSeveralWaysToPassIsProvenByAFailureThatItTurns() throws {
    let rule = Self.rule(
      expect: "resource.enable_dns_hostnames == true || resource.enable_dns_support == true", examples: Self.onAndOff)
    #expect(try Self.run(rule).isPassed)
  }

  /// The whole pack takes a minute unoptimised; CI runs it by the command.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["PCICHECK_LONG_TESTS"] != nil, "takes a minute"))
  func whatTheBuiltInRulesReadDecides() throws {
    let result = try MutationRunner(policies: try PCICheck.Policies()).run()
    #expect(result.isPassed, "\(result.text)")
    #expect(result.proven > 1000)
  }

  @Test func whatRulesOfBucketsReadDecides() throws {
    let result = try MutationRunner(policies: try PCICheck.Policies(), selectors: ["aws-s3-bucket-v*", "aws-rds-*"])
      .run()
    #expect(result.isPassed && result.proven > 30, "\(result.text)")
  }
}
