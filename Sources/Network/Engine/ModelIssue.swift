/// Something about a model that is wrong or incomplete. The engine goes on: what lies behind it counts as unknown.
public struct ModelIssue: Hashable, Sendable, Comparable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A reference to an element that is not in the model: another account's, or missing.
    case danglingReference = "dangling-reference"
    /// Two elements of a kind with one identifier; the first is kept.
    case duplicateIdentifier = "duplicate-identifier"
    /// Two subnets of a VPC that share addresses, which EC2 refuses.
    case overlappingSubnets = "overlapping-subnets"
    /// A subnet outside its VPC's blocks.
    case subnetOutsideVPC = "subnet-outside-vpc"
    /// Two connected VPCs that share addresses, which cannot be peered.
    case overlappingPeers = "overlapping-peers"
    /// Two entries of an ACL with one number and direction.
    case duplicateEntryNumber = "duplicate-entry-number"
  }

  public let kind: Kind
  public let element: Element
  public let message: String

  public static func < (left: ModelIssue, right: ModelIssue) -> Bool {
    (left.kind.rawValue, left.element, left.message) < (right.kind.rawValue, right.element, right.message)
  }
}
