extension PolicyDocument {
  /// Whether this policy denies every request of a client that does not use TLS, for all that moves data.
  ///
  /// A statement counts by what it denies when `aws:SecureTransport` is false, in whatever operator that is said. A
  /// minimum of `s3:TlsVersion` alone leaves the answer unknown: AWS does not document whether a request without TLS has
  /// that key. Requests that AWS services make for themselves or on behalf of others are not asked about.
  public func requiresSecureTransport(for resource: GuardedResource) -> Answer {
    let states: [String: KeyState] = [
      "aws:securetransport": .values(["false"]), "aws:principalisawsservice": .values(["false"]),
      "aws:viaawsservice": .values(["false"]),
      "s3:tlsversion": .undetermined(Doubt(.undocumented, "whether a request without TLS has `s3:TlsVersion`")),
    ]
    return demands(resource, resource.operations, [states])
  }

  /// The encryption that a bucket's policy can demand of uploads.
  public enum UploadEncryption: String, Hashable, Sendable, CaseIterable {
    /// Every upload names some encryption.
    case any
    /// Every upload names encryption with a KMS key (`aws:kms` or `aws:kms:dsse`).
    case kms
  }

  /// Whether a bucket's policy denies every upload that does not name the encryption of the object.
  ///
  /// Since January 2023 Amazon S3 encrypts uploads that name none with the bucket's default; a `no` means that the policy
  /// does not insist, not that objects are in the clear (Amazon S3 User Guide, "Protecting data with server-side
  /// encryption").
  public func requiresEncryptedUploads(bucketARN: String?, _ encryption: UploadEncryption = .any) -> Answer {
    let key = "s3:x-amz-server-side-encryption"
    var cases: [[String: KeyState]] = [[key: .absent]]
    if encryption == .kms { cases.append([key: .values(["AES256"])]) }
    let upload = GuardedResource.Operation(actions: ["s3:PutObject"], suffix: "/*")
    return demands(.bucket(arn: bucketARN), [upload], cases)
  }

  /// Whether all operations are denied in each of the contexts.
  private func demands(
    _ resource: GuardedResource, _ operations: [GuardedResource.Operation], _ cases: [[String: KeyState]]
  ) -> Answer {
    let answer = demandsOfKnown(resource, operations, cases)
    guard answer.truth == .no, let (reason, generous) = withEveryUnknownResource else { return answer }
    // A resource that is not known may be the very one.
    if generous.demandsOfKnown(resource, operations, cases).truth == .no { return answer }
    return Answer(.doubtful(Doubt(.unknownInput, reason)), answer.evidence)
  }

  private func demandsOfKnown(
    _ resource: GuardedResource, _ operations: [GuardedResource.Operation], _ cases: [[String: KeyState]]
  ) -> Answer {
    let candidates = resource.candidates(self)
    var answers = candidates.prefix(GuardedResource.mostCandidates).map { arn in
      Answer.all(
        cases.flatMap { states in
          operations.map { operation in
            denies(actions: operation.actions, resources: [arn + operation.suffix], principal: nil, states: states)
          }
        })
    }
    if candidates.count > GuardedResource.mostCandidates {
      answers.append(Answer(.doubtful(Doubt(.tooComplex, "the resources that the policy names"))))
    }
    // The most telling `no` is that of the resource which the policy names.
    let answer = Answer.any(answers)
    guard answer.truth == .no, let last = answers.last else { return answer }
    return last
  }

  /// The document as if what denies on resources that are not known denied on all; nil if all are known.
  private var withEveryUnknownResource: (reason: String, document: PolicyDocument)? {
    var document = self
    var reason: String?
    for (index, statement) in statements.enumerated() where statement.effect != .known(.allow) {
      guard let element = statement.resource, let first = element.unknown.first else { continue }
      reason = first
      document.statements[index].resource =
        element.isNegated
        ? PatternElement(isNegated: true, element.patterns) : PatternElement(["*"])
    }
    return reason.map { ($0, document) }
  }
}
