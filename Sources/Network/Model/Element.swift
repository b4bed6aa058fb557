/// A part of the model as evidence names it.
public struct Element: Hashable, Sendable, Comparable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case internet
    case vpc
    case subnet
    case endpoint
    case routeTable = "route-table"
    case route
    case internetGateway = "internet-gateway"
    case egressOnlyInternetGateway = "egress-only-internet-gateway"
    case natGateway = "nat-gateway"
    case peering
    case transitGateway = "transit-gateway"
    case transitGatewayAttachment = "transit-gateway-attachment"
    case transitGatewayRouteTable = "transit-gateway-route-table"
    case transitGatewayRoute = "transit-gateway-route"
    case virtualPrivateGateway = "virtual-private-gateway"
    case onPremises = "on-premises"
    case securityGroup = "security-group"
    case securityGroupRule = "security-group-rule"
    case networkACL = "network-acl"
    case networkACLEntry = "network-acl-entry"
    case prefixList = "prefix-list"
    case loadBalancer = "load-balancer"
    case listener
    case targetGroup = "target-group"
    case privateLink = "private-link"
    case cluster
    case pod
    case networkPolicy = "network-policy"
    case service
    case ingress
  }

  public let kind: Kind
  /// The identifier within its kind.
  public let id: String
  /// What a person recognises: the resource's address.
  public let label: String

  public init(_ kind: Kind, id: String, label: String) {
    self.kind = kind
    self.id = id
    self.label = label
  }

  public static func < (left: Element, right: Element) -> Bool {
    (left.kind.rawValue, left.id, left.label) < (right.kind.rawValue, right.id, right.label)
  }
}

extension Element: CustomStringConvertible {
  public var description: String { label }
}
