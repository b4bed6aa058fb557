/// What a path leads through, in order.
public enum PathKind: String, Hashable, Sendable, CaseIterable {
  /// Within a subnet or between subnets of a VPC.
  case local
  case internetGateway = "internet-gateway"
  case egressOnlyInternetGateway = "egress-only-internet-gateway"
  case natGateway = "nat-gateway"
  case peering
  case transitGateway = "transit-gateway"
  case virtualPrivateGateway = "virtual-private-gateway"
  case loadBalancer = "load-balancer"
  case privateLink = "private-link"
  /// Between pods of a cluster.
  case podNetwork = "pod-network"
  case service
  case ingress
  /// Through something unknown or not modelled.
  case unresolved
}

/// What an element does on a path.
public enum HopRole: String, Hashable, Sendable, CaseIterable {
  case egressRule = "egress-rule"
  case ingressRule = "ingress-rule"
  case route
  case returnRoute = "return-route"
  case networkACL = "network-acl"
  case returnNetworkACL = "return-network-acl"
  case publicAddress = "public-address"
  case gateway
  case connection
  case listener
  case target
  case translation
  case policy
  case placement
  case address
  case acceptance
}
