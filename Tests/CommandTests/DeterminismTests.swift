import Foundation
import PCICheckKit
import TestSupport
import Testing

/// Two processes order what they hash differently: only runs of the binary show what depends on it.
@Suite struct DeterminismTests {
  private static let platform = "fixtures/terraform/card-platform-noncompliant"
  private static let changes = "fixtures/terraform/update-replace-delete"

  private static let checks: [[String]] =
    PCICheck.formatNames.map { ["\(changes)/plan.json", "--format", $0, "--verbose"] } + [
      ["\(platform)/plan.json", "--format", "json"],
      ["\(platform)/plan.json", "--source", platform, "--format", "sarif"],
      ["fixtures/kubernetes/payments-noncompliant", "--format", "json"],
      ["graph", "\(platform)/plan.json"],
      ["diagram", "\(platform)/plan.json"],
      ["scope", "\(platform)/plan.json"],
      ["reach", "\(platform)/plan.json", "--from", "internet", "--to", "aws_db_instance.ledger", "--format", "json"],
    ]

  @Test(arguments: checks)
  func twoProcessesGiveTheSameBytes(_ arguments: [String]) throws {
    let environment = ["SOURCE_DATE_EPOCH": "1795000000"]
    let first = try Command.run(arguments, environment: environment)
    let second = try Command.run(arguments, environment: environment)
    #expect(first.status == second.status)
    #expect(!first.output.isEmpty)
    #expect(first.output == second.output)
    #expect(first.errorText == second.errorText)
  }
}
