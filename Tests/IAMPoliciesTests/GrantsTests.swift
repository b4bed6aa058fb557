import Testing

@testable import IAMPolicies

@Suite("Whether a policy grants all of a service")
struct GrantsTests {
  /// A statement that allows the actions on a resource that is not known.
  private func late(_ actions: String...) throws -> PolicyDocument {
    let statement: [PolicyValue.Member] = [
      PolicyValue.Member("Effect", .string("Allow")),
      PolicyValue.Member("Action", .list(actions.map { .string($0) })),
      PolicyValue.Member("Resource", .unknown("aws_cloudwatch_log_group.this.arn")),
    ]
    return try PolicyDocument(
      value: .map([
        PolicyValue.Member("Version", .string("2012-10-17")), PolicyValue.Member("Statement", .list([.map(statement)])),
      ]))
  }

  @Test func namedActionsAreNoWholeServiceWhateverTheResource() throws {
    let document = try late("logs:CreateLogStream", "logs:PutLogEvents")
    #expect(document.grantsFullService().truth == .no)
    #expect(document.grantsAdministrator().truth == .no)
    #expect(document.hasWildcardResource(onSensitive: ["logs:PutLogEvents"]).truth.isUnknown)
    #expect(document.hasWildcardResource(onSensitive: ["s3:GetObject"]).truth == .no)
  }

  @Test func allActionsDependOnTheResource() throws {
    #expect(try late("logs:*").grantsFullService().truth.isUnknown)
    #expect(try late("*").grantsAdministrator().truth.isUnknown)
  }
}
