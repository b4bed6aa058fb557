import EvidenceBundle
import Foundation
import PCICheckKit
import TestSupport
import ZipArchive

/// A bundle of a few kilobytes: one rule, a catalogue of a few items, a plan of two resources.
struct SmallBundle {
  let folder: TemporaryFolder
  let plan: String
  let key: String
  let publicKey: String

  static let rule = """
    id: own-vpc-tenancy
    title: Networks have the default tenancy
    severity: medium
    since: 0.1.0
    rationale: An example.
    remediation: Set instance_tenancy = "default".
    references: [https://example.org/]
    requirements:
      - { standard: pci-dss, version: "4.0.1", id: "1.2.1", coverage: partial }
    applies: { types: [aws_vpc] }
    check:
      expect: resource.instance_tenancy == "default"
      message: "instance_tenancy is {resource.instance_tenancy}"
    examples: []
    """

  static let catalogue = """
    standard: pci-dss
    version: "4.0.1"
    title: PCI DSS v4.0.1
    requirements:
      - { id: "1", level: principal, title: Networks, principal: "1" }
      - { id: "1.2", level: section, title: Controls, principal: "1" }
      - { id: "1.2.1", level: requirement, title: Rules are applied, evidence: partial, because: the standard is a document }
      - { id: "1.2.2", level: requirement, title: Changes are approved, evidence: none, because: people }
    """

  static func planText(tenancies: [String]) -> String {
    let changes = tenancies.enumerated().map { index, tenancy in
      """
      {"address":"aws_vpc.n\(index)","mode":"managed","type":"aws_vpc","name":"n\(index)",
       "provider_name":"registry.terraform.io/hashicorp/aws",
       "change":{"actions":["create"],"before":null,"after":{"instance_tenancy":"\(tenancy)"},"after_unknown":{},
       "before_sensitive":false,"after_sensitive":{}}}
      """
    }
    return """
      {"format_version":"1.2","terraform_version":"1.9.0","complete":true,"errored":false,
       "resource_changes":[\(changes.joined(separator: ","))],"configuration":{"root_module":{}}}
      """
  }

  init(algorithm: String = "ed25519", tenancies: [String] = ["default", "dedicated"]) throws {
    folder = try TemporaryFolder()
    try folder.write("policies/rules/own-vpc-tenancy.yaml", Self.rule)
    try folder.write("policies/catalog/pci-dss-4.0.1.yaml", Self.catalogue)
    try folder.write(
      "policies/profiles/standard.yaml", "id: standard\ntitle: All\nrules: { include: ['*'] }\n")
    plan = try folder.write("plan.json", Self.planText(tenancies: tenancies))
    let pair = try BundleSigner.makePair(algorithm)
    key = try folder.write("key.pem", pair.privateKey)
    publicKey = try folder.write("key.pub", pair.publicKey)
  }

  /// The bundle's bytes, signed or not.
  func bytes(signed: Bool = true) throws -> [UInt8] {
    var options = PCICheck.Options(
      policies: try PCICheck.Policies(folders: ["\(folder.path)/policies"], builtIn: false))
    options.detail = .bundle
    let check = PCICheck(options: options)
    return try check.bundle(try check.run([plan]), signer: signed ? try BundleSigner(file: key) : nil)
  }

  func verificationKey() throws -> VerificationKey {
    try VerificationKey(pem: try Project.text(publicKey), source: "test")
  }

  /// Whether a verifier with the signer's key accepts a bundle; what is no archive at all is not accepted.
  static func accepts(_ bytes: [UInt8], _ key: VerificationKey?) -> Bool {
    guard let bundle = try? OpenedBundle(bytes, name: "test") else { return false }
    return BundleVerifier(key: key, authority: nil, timeStamp: nil, toolVersion: PCICheck.version).verify(bundle).holds
  }

  /// The members of a bundle in their order.
  static func members(_ bytes: [UInt8]) throws -> [BundleMember] {
    let reader = try ZipReader(bytes)
    return try reader.entries.map { BundleMember(path: $0.name, bytes: try reader.contents(of: $0)) }
  }

  /// An archive as pcicheck packs it.
  static func pack(_ members: [BundleMember]) throws -> [UInt8] {
    var writer = ZipWriter()
    let stored = ["manifest.json", "attestation.dsse.json", "timestamp.tsr"]
    for member in members { try writer.add(member.path, member.bytes, level: stored.contains(member.path) ? 0 : 6) }
    return writer.finish()
  }
}
