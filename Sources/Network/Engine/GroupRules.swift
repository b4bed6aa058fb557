/// A security group with its references resolved.
struct GroupRules: Sendable {
  enum Peer: Sendable {
    case addresses(AddressSet)
    case group(Int)
    /// Any peer that has an address, or, for a group that is not in the model, any inside a VPC.
    case unknown(onlyInsideVPC: Bool)
  }

  struct Rule: Sendable {
    let element: Element
    let peer: Peer
    let shape: Traffic.Shape
    /// Whether the rule certainly exists with exactly this shape.
    let isCertain: Bool
    let unknowns: [Unknown]
  }

  let element: Element
  let ingress: [Rule]
  let egress: [Rule]

  func rules(_ direction: SecurityGroup.Direction) -> [Rule] { direction == .ingress ? ingress : egress }
}
