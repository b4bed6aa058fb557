import Values

/// Writes out the resources of SAM (`AWS::Serverless-2016-10-31`) as far as rules need them, under the logical ids that
/// the transform gives ("Generated CloudFormation resources", AWS SAM Developer Guide).
///
/// What the transform makes besides (deployments, event source mappings, alarms) is left out, and so are the policies of
/// policy templates, whose text is SAM's: roles that have some are marked.
struct ServerlessExpansion {
  let globals: TemplateNode?
  /// What the template declares.
  private(set) var resources: [TemplateResource] = []
  var made: [TemplateResource] = []
  private var hasImplicitAPI = false
  private var hasImplicitHTTPAPI = false

  init(globals: TemplateNode?) { self.globals = globals }

  /// The resources with those of SAM replaced by what becomes of them.
  mutating func expanded(_ resources: [TemplateResource]) -> [TemplateResource] {
    self.resources = resources
    for resource in resources { add(resource) }
    if hasImplicitAPI { addAPI(id: "ServerlessRestApi", globals?["Api"], of: nil, stage: "Prod") }
    if hasImplicitHTTPAPI { addHTTPAPI(id: "ServerlessHttpApi", globals?["HttpApi"], of: nil) }
    return made
  }

  private mutating func add(_ resource: TemplateResource) {
    switch resource.type {
    case "AWS::Serverless::Function": addFunction(resource)
    case "AWS::Serverless::Api": addAPI(id: resource.id, properties(resource, "Api"), of: resource, stage: nil)
    case "AWS::Serverless::HttpApi": addHTTPAPI(id: resource.id, properties(resource, "HttpApi"), of: resource)
    case "AWS::Serverless::SimpleTable": addTable(resource)
    case "AWS::Serverless::StateMachine": addStateMachine(resource)
    case "AWS::Serverless::LayerVersion":
      add(
        "AWS::Lambda::LayerVersion", id: resource.id, renamed(properties(resource, "LayerVersion"), [:]), of: resource)
    default: made.append(resource)
    }
  }

  /// A resource's properties over those of `Globals`: maps are merged, lists joined, the rest replaced ("Globals section",
  /// AWS SAM Developer Guide).
  func properties(_ resource: TemplateResource, _ section: String) -> TemplateNode {
    let own = resource.properties ?? TemplateNode(.map([]), at: resource.position)
    return globals?[section].map { Self.merged($0, own) } ?? own
  }

  private static func merged(_ base: TemplateNode, _ own: TemplateNode) -> TemplateNode {
    switch (base.content, own.content) {
    case (.map(let left), .map(let right)):
      var result = left.map { member in
        TemplateNode.Member(member.name, own[member.name].map { merged(member.value, $0) } ?? member.value)
      }
      result += right.filter { base[$0.name] == nil }
      return TemplateNode(.map(result), at: own.position ?? base.position)
    case (.list(let left), .list(let right)): return TemplateNode(.list(left + right), at: own.position)
    default: return own
    }
  }

  // MARK: Functions

  private mutating func addFunction(_ resource: TemplateResource) {
    let own = properties(resource, "Function")
    var members = kept(
      own,
      [
        "FunctionName", "Description", "Runtime", "Handler", "MemorySize", "Timeout", "Environment", "VpcConfig",
        "KmsKeyArn", "PackageType", "Layers", "ReservedConcurrentExecutions", "CodeSigningConfigArn",
        "EphemeralStorage",
        "Architectures", "LoggingConfig",
      ])
    let roleID = "\(resource.id)Role"
    if let role = own["Role"] {
      members.append(TemplateNode.Member("Role", role))
    } else {
      members.append(TemplateNode.Member("Role", attribute(roleID, "Arn", resource)))
      addRole(roleID, own, service: "lambda.amazonaws.com", of: resource)
    }
    if let mode = own["Tracing"] {
      members.append(member("TracingConfig", [TemplateNode.Member("Mode", mode)], resource))
    }
    if let queue = own["DeadLetterQueue"] {
      members.append(member("DeadLetterConfig", kept(queue, ["TargetArn"]), resource))
    }
    if let tags = own["Tags"] { members.append(TemplateNode.Member("Tags", Self.tagList(tags))) }
    add("AWS::Lambda::Function", id: resource.id, TemplateNode(.map(members), at: own.position), of: resource)
    addURL(own["FunctionUrlConfig"], resource)
    for event in own["Events"]?.members ?? [] { addEvent(event, resource) }
  }

  private mutating func addURL(_ settings: TemplateNode?, _ resource: TemplateResource) {
    guard let settings else { return }
    var members = kept(settings, ["AuthType", "Cors", "InvokeMode"])
    members.append(TemplateNode.Member("TargetFunctionArn", reference(resource.id, resource)))
    add("AWS::Lambda::Url", id: "\(resource.id)Url", TemplateNode(.map(members), at: settings.position), of: resource)
    guard settings["AuthType"]?.text == "NONE" else { return }
    addPermission(
      "\(resource.id)UrlPublicPermissions", principal: "*", action: "lambda:InvokeFunctionUrl", source: nil, resource,
      [TemplateNode.Member("FunctionUrlAuthType", TemplateNode(.text("NONE"), at: settings.position))])
  }

  /// Services that call a function, by the type of event, with the property that names the source.
  private static let callers: [String: (principal: String, source: String?)] = [
    "S3": ("s3.amazonaws.com", nil), "SNS": ("sns.amazonaws.com", "Topic"),
    "Schedule": ("events.amazonaws.com", nil), "CloudWatchEvent": ("events.amazonaws.com", nil),
    "EventBridgeRule": ("events.amazonaws.com", nil), "CloudWatchLogs": ("logs.amazonaws.com", nil),
    "IoTRule": ("iot.amazonaws.com", nil), "Cognito": ("cognito-idp.amazonaws.com", nil),
    "AlexaSkill": ("alexa-appkit.amazon.com", nil),
  ]

  private mutating func addEvent(_ event: TemplateNode.Member, _ resource: TemplateResource) {
    let type = event.value["Type"]?.text ?? ""
    let settings = event.value["Properties"]
    switch type {
    case "Api":
      if settings?["RestApiId"] == nil { hasImplicitAPI = true }
      addMethod(event, resource)
    case "HttpApi":
      if settings?["ApiId"] == nil { hasImplicitHTTPAPI = true }
      addRoute(event, resource)
    default:
      guard let caller = Self.callers[type] else { return }
      // The source is the rule, bucket or topic of the event, in this account: the transform always names it.
      let source = caller.source.flatMap { settings?[$0] } ?? reference("\(resource.id)\(event.name)", resource)
      addPermission(
        "\(resource.id)\(event.name)Permission", principal: caller.principal, action: "lambda:InvokeFunction",
        source: type == "AlexaSkill" ? nil : source, resource, [])
    }
  }

  private mutating func addPermission(
    _ id: String, principal: String, action: String, source: TemplateNode?, _ resource: TemplateResource,
    _ more: [TemplateNode.Member]
  ) {
    var members = [
      TemplateNode.Member("FunctionName", reference(resource.id, resource)),
      TemplateNode.Member("Action", TemplateNode(.text(action), at: resource.position)),
      TemplateNode.Member("Principal", TemplateNode(.text(principal), at: resource.position)),
    ]
    if let source { members.append(TemplateNode.Member("SourceArn", source)) }
    add("AWS::Lambda::Permission", id: id, TemplateNode(.map(members + more), at: resource.position), of: resource)
  }

  // MARK: APIs, tables, machines

  private mutating func addAPI(id: String, _ node: TemplateNode?, of resource: TemplateResource?, stage: String?) {
    let own = node ?? TemplateNode(.map([]))
    var members = kept(own, ["Name", "EndpointConfiguration", "DisableExecuteApiEndpoint", "BinaryMediaTypes"])
    if let type = own["EndpointConfiguration"]?.text ?? own["EndpointConfiguration"]?["Type"]?.text {
      members.removeAll { $0.name == "EndpointConfiguration" }
      let types = TemplateNode(.list([TemplateNode(.text(type), at: own.position)]))
      members.append(
        TemplateNode.Member("EndpointConfiguration", TemplateNode(.map([TemplateNode.Member("Types", types)]))))
    }
    if let policy = own["Auth"]?["ResourcePolicy"] {
      let document =
        policy["CustomStatements"] == nil ? policy : TemplateNode(.call(.transform, policy), at: policy.position)
      members.append(TemplateNode.Member("Policy", document))
    }
    add("AWS::ApiGateway::RestApi", id: id, TemplateNode(.map(members), at: own.position), of: resource)
    var stageMembers = kept(
      own,
      [
        "StageName", "AccessLogSetting", "TracingEnabled", "MethodSettings", "CacheClusterEnabled",
        "ClientCertificateId",
        "Variables", "CanarySetting",
      ])
    if let stage, own["StageName"] == nil {
      stageMembers.append(TemplateNode.Member("StageName", TemplateNode(.text(stage), at: own.position)))
    }
    stageMembers.append(
      TemplateNode.Member("RestApiId", TemplateNode(.call(.ref, TemplateNode(.text(id))), at: own.position)))
    let name = (own["StageName"]?.text ?? stage).map { String($0.filter { $0.isLetter || $0.isNumber }) } ?? ""
    add(
      "AWS::ApiGateway::Stage", id: "\(id)\(name)Stage", TemplateNode(.map(stageMembers), at: own.position),
      of: resource)
    if let domain = own["Domain"] {
      let settings = kept(domain, ["DomainName", "CertificateArn", "SecurityPolicy"])
      add(
        "AWS::ApiGateway::DomainName", id: "\(id)DomainName", TemplateNode(.map(settings), at: domain.position),
        of: resource)
    }
  }

  private mutating func addHTTPAPI(id: String, _ node: TemplateNode?, of resource: TemplateResource?) {
    let own = node ?? TemplateNode(.map([]))
    var members = kept(own, ["Name", "Description", "DisableExecuteApiEndpoint"])
    members.append(TemplateNode.Member("ProtocolType", TemplateNode(.text("HTTP"), at: own.position)))
    add("AWS::ApiGatewayV2::Api", id: id, TemplateNode(.map(members), at: own.position), of: resource)
    var stage = kept(own, ["AccessLogSettings", "DefaultRouteSettings", "StageVariables"])
    stage.append(
      TemplateNode.Member("StageName", own["StageName"] ?? TemplateNode(.text("$default"), at: own.position)))
    stage.append(TemplateNode.Member("ApiId", TemplateNode(.call(.ref, TemplateNode(.text(id))), at: own.position)))
    add(
      "AWS::ApiGatewayV2::Stage", id: "\(id)ApiGatewayDefaultStage", TemplateNode(.map(stage), at: own.position),
      of: resource)
  }

  private mutating func addTable(_ resource: TemplateResource) {
    let own = properties(resource, "SimpleTable")
    var members = kept(own, ["TableName", "SSESpecification", "PointInTimeRecoverySpecification"])
    if let tags = own["Tags"] { members.append(TemplateNode.Member("Tags", Self.tagList(tags))) }
    add("AWS::DynamoDB::Table", id: resource.id, TemplateNode(.map(members), at: own.position), of: resource)
  }

  private mutating func addStateMachine(_ resource: TemplateResource) {
    let own = properties(resource, "StateMachine")
    var members = renamed(
      own, ["Name": "StateMachineName", "Logging": "LoggingConfiguration", "Type": "StateMachineType"]
    )
    .members
    members = members.filter {
      ["StateMachineName", "LoggingConfiguration", "StateMachineType"].contains($0.name)
    }
    if let tracing = own["Tracing"] { members.append(TemplateNode.Member("TracingConfiguration", tracing)) }
    if let role = own["Role"] {
      members.append(TemplateNode.Member("RoleArn", role))
    } else {
      members.append(TemplateNode.Member("RoleArn", attribute("\(resource.id)Role", "Arn", resource)))
      addRole("\(resource.id)Role", own, service: "states.amazonaws.com", of: resource)
    }
    add(
      "AWS::StepFunctions::StateMachine", id: resource.id, TemplateNode(.map(members), at: own.position), of: resource)
  }
}
