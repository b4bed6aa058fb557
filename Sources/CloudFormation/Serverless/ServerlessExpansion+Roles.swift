/// The roles that SAM makes.
extension ServerlessExpansion {
  mutating func addRole(
    _ id: String, _ own: TemplateNode, service: String, of resource: TemplateResource
  ) {
    let trust = TemplateNode(
      .map([
        TemplateNode.Member("Version", TemplateNode(.text("2012-10-17"))),
        TemplateNode.Member(
          "Statement",
          TemplateNode(
            .list([
              TemplateNode(
                .map([
                  TemplateNode.Member("Effect", TemplateNode(.text("Allow"))),
                  TemplateNode.Member("Action", TemplateNode(.list([TemplateNode(.text("sts:AssumeRole"))]))),
                  TemplateNode.Member(
                    "Principal",
                    TemplateNode(
                      .map([TemplateNode.Member("Service", TemplateNode(.list([TemplateNode(.text(service))])))]))),
                ]))
            ]))),
      ]), at: resource.position)
    var members = [TemplateNode.Member("AssumeRolePolicyDocument", own["AssumeRolePolicyDocument"] ?? trust)]
    let (attached, inline) = policies(own["Policies"], resource)
    if !attached.isEmpty { members.append(TemplateNode.Member("ManagedPolicyArns", TemplateNode(.list(attached)))) }
    if !inline.isEmpty { members.append(TemplateNode.Member("Policies", TemplateNode(.list(inline)))) }
    if let boundary = own["PermissionsBoundary"] {
      members.append(TemplateNode.Member("PermissionsBoundary", boundary))
    }
    if let path = own["RolePath"] { members.append(TemplateNode.Member("Path", path)) }
    add("AWS::IAM::Role", id: id, TemplateNode(.map(members), at: resource.position), of: resource)
  }

  /// SAM's `Policies`: names or ARNs of managed policies, documents, and policy templates, whose text is SAM's own.
  func policies(_ node: TemplateNode?, _ resource: TemplateResource) -> ([TemplateNode], [TemplateNode]) {
    guard let node else { return ([], []) }
    let isList = if case .list = node.content { true } else { false }
    var attached: [TemplateNode] = []
    var inline: [TemplateNode] = []
    for (index, element) in (isList ? node.elements : [node]).enumerated() {
      if let text = element.text {
        let arn = text.hasPrefix("arn:") ? text : "arn:aws:iam::aws:policy/\(text)"
        attached.append(TemplateNode(.text(arn), at: element.position))
      } else if element["Statement"] != nil {
        let name = TemplateNode(.text("\(resource.id)RolePolicy\(index)"), at: element.position)
        inline.append(
          TemplateNode(
            .map([TemplateNode.Member("PolicyName", name), TemplateNode.Member("PolicyDocument", element)]),
            at: element.position))
      } else if element.isMap {
        let macro = TemplateNode(
          .call(
            .transform,
            TemplateNode(
              .map([TemplateNode.Member("Name", TemplateNode(.text(element.members.first?.name ?? "policy template")))])
            )),
          at: element.position)
        let name = TemplateNode(.text("\(resource.id)RolePolicy\(index)"), at: element.position)
        inline.append(
          TemplateNode(
            .map([TemplateNode.Member("PolicyName", name), TemplateNode.Member("PolicyDocument", macro)]),
            at: element.position))
      } else {
        attached.append(element)
      }
    }
    return (attached, inline)
  }

  mutating func add(
    _ type: String, id: String, _ properties: TemplateNode, of resource: TemplateResource?
  ) {
    made.append(
      TemplateResource(
        id: id, type: type, properties: properties, condition: resource?.condition,
        dependsOn: resource?.dependsOn ?? [], deletionPolicy: resource?.deletionPolicy,
        updateReplacePolicy: resource?.updateReplacePolicy, metadata: resource?.metadata,
        position: resource?.position ?? properties.position, madeOf: resource?.id))
  }

  func kept(_ node: TemplateNode, _ names: [String]) -> [TemplateNode.Member] {
    node.members.filter { names.contains($0.name) }
  }

  func renamed(_ node: TemplateNode, _ names: [String: String]) -> TemplateNode {
    TemplateNode(
      .map(node.members.map { TemplateNode.Member(names[$0.name] ?? $0.name, $0.value) }), at: node.position)
  }

  func member(_ name: String, _ members: [TemplateNode.Member], _ resource: TemplateResource)
    -> TemplateNode.Member
  {
    TemplateNode.Member(name, TemplateNode(.map(members), at: resource.position))
  }

  func reference(_ id: String, _ resource: TemplateResource) -> TemplateNode {
    TemplateNode(.call(.ref, TemplateNode(.text(id), at: resource.position)), at: resource.position)
  }

  func attribute(_ id: String, _ name: String, _ resource: TemplateResource) -> TemplateNode {
    TemplateNode(.call(.getAtt, TemplateNode(.text("\(id).\(name)"), at: resource.position)), at: resource.position)
  }

  /// SAM writes tags as a mapping, the services as a list.
  static func tagList(_ node: TemplateNode) -> TemplateNode {
    guard node.isMap else { return node }
    return TemplateNode(
      .list(
        node.members.map { member in
          TemplateNode(
            .map([
              TemplateNode.Member("Key", TemplateNode(.text(member.name), at: member.value.position)),
              TemplateNode.Member("Value", member.value),
            ]), at: member.value.position)
        }), at: node.position)
  }
}
