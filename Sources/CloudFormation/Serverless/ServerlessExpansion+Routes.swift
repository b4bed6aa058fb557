import Values

/// What the events of functions make callable from outside, and who may call it.
///
/// The transform writes it into the API's OpenAPI document; here each event becomes the method or route that it stands for,
/// under the logical id of the function and the name of the event. Of an API that brings a document of its own nothing is
/// said: the document may ask for more ("Controlling API access with your AWS SAM template", AWS SAM Developer Guide).
extension ServerlessExpansion {
  mutating func addMethod(_ event: TemplateNode.Member, _ resource: TemplateResource) {
    let settings = event.value["Properties"] ?? TemplateNode(.map([]), at: event.value.position)
    guard let api = api("AWS::Serverless::Api", "Api", named: settings["RestApiId"], implicit: "ServerlessRestApi"),
      let method = settings["Method"]?.text
    else { return }
    let place = settings.position ?? event.value.position
    let name = method.lowercased() == "any" || method == "*" ? "ANY" : method.uppercased()
    var members = [
      TemplateNode.Member("RestApiId", api.reference),
      TemplateNode.Member("HttpMethod", TemplateNode(.text(name), at: settings["Method"]?.position)),
      TemplateNode.Member(
        "AuthorizationType", authorization(settings["Auth"], api.auth, byName: "CUSTOM", at: place)),
    ]
    if let key = settings["Auth"]?["ApiKeyRequired"] ?? api.auth?["ApiKeyRequired"] {
      members.append(TemplateNode.Member("ApiKeyRequired", key))
    }
    add(
      "AWS::ApiGateway::Method", id: "\(resource.id)\(event.name)", TemplateNode(.map(members), at: place), of: resource
    )
  }

  mutating func addRoute(_ event: TemplateNode.Member, _ resource: TemplateResource) {
    let settings = event.value["Properties"] ?? TemplateNode(.map([]), at: event.value.position)
    guard let api = api("AWS::Serverless::HttpApi", "HttpApi", named: settings["ApiId"], implicit: "ServerlessHttpApi")
    else { return }
    let place = settings.position ?? event.value.position
    var key = "$default"
    if let path = settings["Path"]?.text, let method = settings["Method"]?.text {
      key = "\(method.lowercased() == "any" ? "ANY" : method.uppercased()) \(path)"
    }
    let members = [
      TemplateNode.Member("ApiId", api.reference),
      TemplateNode.Member("RouteKey", TemplateNode(.text(key), at: settings["Path"]?.position ?? place)),
      TemplateNode.Member(
        "AuthorizationType", authorization(settings["Auth"], api.auth, byName: "JWT", at: place)),
    ]
    add(
      "AWS::ApiGatewayV2::Route", id: "\(resource.id)\(event.name)", TemplateNode(.map(members), at: place),
      of: resource)
  }

  /// The API that an event names, nil if SAM does not write its document from events.
  private func api(_ type: String, _ section: String, named node: TemplateNode?, implicit: String)
    -> (reference: TemplateNode, auth: TemplateNode?)?
  {
    guard let node else {
      return (TemplateNode(.call(.ref, TemplateNode(.text(implicit)))), globals?[section]?["Auth"])
    }
    guard case .call(.ref, let name) = node.content, let id = name.text,
      let resource = resources.first(where: { $0.id == id && $0.type == type })
    else { return nil }
    let own = properties(resource, section)
    guard own["DefinitionBody"] == nil, own["DefinitionUri"] == nil else { return nil }
    return (node, own["Auth"])
  }

  /// Who is asked for, by the event or else by the API; unknown where a function makes the settings.
  private func authorization(
    _ own: TemplateNode?, _ common: TemplateNode?, byName: String, at place: SourcePosition?
  ) -> TemplateNode {
    guard let authorizer = own?["Authorizer"] ?? common?["DefaultAuthorizer"] else {
      // What is worked out by a function may hold an authorizer.
      let isOpen = [own, common].contains { $0.map { !$0.isMap && !$0.isNull } ?? false }
      let name = TemplateNode.Member("Name", TemplateNode(.text("Auth")))
      return isOpen
        ? TemplateNode(.call(.transform, TemplateNode(.map([name])))) : TemplateNode(.text("NONE"), at: place)
    }
    guard let name = authorizer.text else { return authorizer }
    let type = name == "NONE" || name == "AWS_IAM" ? name : byName
    return TemplateNode(.text(type), at: authorizer.position)
  }
}
