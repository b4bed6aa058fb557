import ResourceGraph

/// What the adapter asks of every resource of a type: what one of its arguments refers to.
struct LinkQuestion: Sendable {
  let path: [String]
  let expected: Set<String>
  let isCollection: Bool

  private init(_ path: [String], _ expected: Set<String>, isCollection: Bool) {
    self.path = path
    self.expected = expected
    self.isCollection = isCollection
  }

  private static func one(_ path: String, _ expected: Set<String>) -> LinkQuestion {
    LinkQuestion([path], expected, isCollection: false)
  }

  private static func many(_ path: String, _ expected: Set<String>) -> LinkQuestion {
    LinkQuestion([path], expected, isCollection: true)
  }

  /// By type. It need not be complete: what is not here is answered when it is asked.
  static let all: [String: [LinkQuestion]] = {
    var all: [String: [LinkQuestion]] = [
      "aws_subnet": [.one("vpc_id", Types.vpc)],
      "aws_internet_gateway": [.one("vpc_id", Types.vpc)],
      "aws_nat_gateway": [.one("subnet_id", Types.subnet)],
      "aws_instance": [.many("subnet_id", Types.subnet), .many("vpc_security_group_ids", Types.group)],
      "aws_network_interface": [.many("security_groups", Types.group), .many("subnet_id", Types.subnet)],
      "aws_autoscaling_group": [.many("vpc_zone_identifier", Types.subnet)],
      "aws_lb": [.many("subnets", Types.subnet), .many("security_groups", Types.group)],
      "aws_vpc_endpoint": [.many("subnet_ids", Types.subnet), .many("security_group_ids", Types.group)],
      "aws_network_acl": [.many("subnet_ids", Types.subnet)],
      "aws_network_acl_rule": [.one("network_acl_id", Types.acl)],
      "aws_route": [.one("route_table_id", Types.table)],
      "aws_route_table_association": [.one("route_table_id", Types.table), .one("subnet_id", Types.subnet)],
      "aws_security_group_rule": [
        .one("security_group_id", Types.group), .one("source_security_group_id", Types.group),
      ],
      "aws_vpc_security_group_ingress_rule": separateRule,
      "aws_vpc_security_group_egress_rule": separateRule,
    ]
    for shape in NetworkAdapter.shapes {
      var own = [LinkQuestion(shape.groups, Types.group, isCollection: true)]
      if let group = shape.subnetGroup {
        own.append(.one(group.attribute, group.types))
        for type in group.types { all[type] = [.many("subnet_ids", Types.subnet)] }
      } else {
        own.append(LinkQuestion(shape.subnets, Types.subnet, isCollection: true))
      }
      all[shape.type] = own
    }
    return all
  }()

  private static let separateRule: [LinkQuestion] = [
    .one("security_group_id", Types.group), .one("referenced_security_group_id", Types.group),
  ]
}
