import Testing

@testable import IAMPolicies

@Suite("Policies with and without principals")
struct AttachedIdentityTests {
  @Test func trustPoliciesGrantTheIdentityNothing() throws {
    let trust = try policy(
      #"{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}"#)
    #expect(trust.grantsPrivilegeEscalation().truth == .no)
    #expect(trust.grantsAnyOf(["sts:AssumeRole"]).truth == .no)
    #expect(trust.grantsAnyOf(["sts:AssumeRole"], principal: .service("ec2.amazonaws.com")).truth == .yes)
  }

  @Test func identityPoliciesLetNobodyElseIn() throws {
    let identity = try policy(#"{"Effect": "Allow", "Action": "*", "Resource": "*"}"#)
    #expect(identity.isPublic().truth == .no)
    #expect(identity.grantsAdministrator().truth == .yes)
    #expect(identity.grantsAdministrator(principal: .anyone).truth == .no)
  }

  @Test func endpointPolicies() throws {
    let open = try policy(#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#)
    #expect(open.grantsAdministrator(principal: .anyone).truth == .yes)
    #expect(open.grantsFullService(["s3"], principal: .anyone).truth == .yes)
  }
}
