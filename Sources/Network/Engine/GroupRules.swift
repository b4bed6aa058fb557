/// A security group with its references resolved.
final class GroupRules: Sendable {
  enum Peer: Sendable {
    case addresses(AddressSet)
    case group(Int)
    /// A group that no interface of the model is known to carry, because something else made it.
    case outsider
    /// Any peer that has an address, or, for a group that is not in the model, any inside a VPC.
    case unknown(onlyInsideVPC: Bool)
  }

  final class Rule: Sendable {
    let element: Element
    let peer: Peer
    let shape: Traffic.Shape
    /// Whether the rule certainly exists with exactly this shape.
    let isCertain: Bool
    let unknowns: [Unknown]

    init(element: Element, peer: Peer, shape: Traffic.Shape, isCertain: Bool, unknowns: [Unknown]) {
      self.element = element
      self.peer = peer
      self.shape = shape
      self.isCertain = isCertain
      self.unknowns = unknowns
    }
  }

  let element: Element
  let ingress: [Rule]
  let egress: [Rule]

  init(element: Element, ingress: [Rule], egress: [Rule]) {
    self.element = element
    self.ingress = ingress
    self.egress = egress
  }

  func rules(_ direction: SecurityGroup.Direction) -> [Rule] { direction == .ingress ? ingress : egress }
}
