/// An element of a model that others refer to by its identifier.
package protocol NamedElement {
  var id: Identifier<Self> { get }
  var label: String { get }
}

extension VPC: NamedElement {}
extension Subnet: NamedElement {}
extension RouteTable: NamedElement {}
extension NetworkACL: NamedElement {}
extension SecurityGroup: NamedElement {}
extension PrefixList: NamedElement {}
extension InternetGateway: NamedElement {}
extension NATGateway: NamedElement {}
extension VirtualPrivateGateway: NamedElement {}
extension OnPremises: NamedElement {}
extension Peering: NamedElement {}
extension TransitGateway: NamedElement {}
extension TransitGateway.Attachment: NamedElement {}
extension Endpoint: NamedElement {}
extension TargetGroup: NamedElement {}
