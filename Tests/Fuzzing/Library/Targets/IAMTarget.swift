import IAMPolicies

/// IAM policies: decoded, and asked every kind of question.
public enum IAMTarget: FuzzTarget {
  public static let name = "iam"

  public static func run(_ bytes: [UInt8]) {
    guard let policy = try? PolicyDocument(utf8: bytes) else { return }
    let bucket = GuardedResource.bucket(arn: "arn:aws:s3:::cards")
    _ = policy.isPublic()
    _ = policy.grantsAdministrator()
    _ = policy.grantsFullService()
    _ = policy.hasWildcardResource(onSensitive: ["kms:Decrypt", "iam:*"])
    _ = policy.grantsPrivilegeEscalation()
    _ = policy.requiresSecureTransport(for: bucket)
    _ = policy.requiresEncryptedUploads(bucketARN: nil)
    _ = policy.trustsServicesOnly()
    _ = policy.federatesWithoutSubject()
    _ = policy.trustsExternalAccountWithoutExternalID(ownAccounts: ["111122223333"])
    _ = policy.trustsServiceWithoutSource()
    _ = policy.grantees(ofAny: ["s3:GetObject", "kms:*"])
    _ = policy.delegatesToAccount("111122223333")
    _ = policy.combinesDuties(["kms:Encrypt"], ["kms:ScheduleKeyDeletion"])
  }
}
