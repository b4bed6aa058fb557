import Diagnostics
import Documents
import Values

/// Evaluates the values of one stack: a template with what its parameters are.
struct StackEvaluator {
  let template: Template
  /// The logical ids of the nested stacks that lead here, joined by `/`; empty for the root.
  let path: String
  /// What parameters and pseudo-parameters are given.
  let given: [String: TemplateValue]
  /// The property whose value `Ref` gives, by resource type.
  let names: @Sendable (String) -> String?
  /// The nested stacks whose templates are at hand.
  var children: [String: StackEvaluator] = [:]
  var resourceIndex: [String: Int] = [:]
  var truths: [String: Truth] = [:]
  var conditionsInProgress: [String] = []
  private var namesInProgress: Set<String> = []

  init(
    _ template: Template, path: String, given: [String: TemplateValue],
    names: @escaping @Sendable (String) -> String?
  ) {
    self.template = template
    self.path = path
    self.given = given
    self.names = names
    for (index, resource) in template.resources.enumerated() { resourceIndex[resource.id] = index }
  }

  // MARK: Values

  /// - Throws: a diagnostic for a call with arguments that the function does not take, or names that there are not.
  mutating func value(_ node: TemplateNode) throws(Diagnostic) -> TemplateValue {
    switch node.content {
    case .null: return TemplateValue(.null, at: node.position)
    case .bool(let value): return TemplateValue(.bool(value), at: node.position)
    case .int(let value): return TemplateValue(.int(value), at: node.position)
    case .double(let value): return TemplateValue(.double(value), at: node.position)
    case .text(let text): return literal(text, node.position)
    case .list(let elements):
      var values: [TemplateValue] = []
      for element in elements {
        let value = try value(element)
        if !value.isAbsent { values.append(value) }
      }
      return TemplateValue(.list(values), at: node.position)
    case .map(let members): return try map(members, node.position)
    case .call(let function, let argument):
      var result = try call(function, argument, node.position)
      result.position = node.position
      return result
    }
  }

  private mutating func map(_ members: [TemplateNode.Member], _ position: SourcePosition?) throws(Diagnostic)
    -> TemplateValue
  {
    var result: [TemplateValue.Member] = []
    var openBecause: String?
    for member in members {
      if member.name == "Fn::Transform" {
        openBecause = "what the macro `\(safeText(member.value["Name"]?.text ?? "", limit: 60))` puts here"
        continue
      }
      if member.name.hasPrefix("Fn::ForEach::") {
        openBecause = "what `\(safeText(member.name, limit: 80))` puts here"
        continue
      }
      let value = try value(member.value)
      if !value.isAbsent { result.append(TemplateValue.Member(name: member.name, value: value)) }
    }
    var value = TemplateValue(.map(result), at: position)
    value.openBecause = openBecause
    return value
  }

  /// A text as it is written; one with a dynamic reference is known to CloudFormation alone ("Get values stored in other
  /// services using dynamic references", AWS CloudFormation User Guide).
  func literal(_ text: String, _ position: SourcePosition?) -> TemplateValue {
    guard let range = text.firstRange(of: "{{resolve:") else { return TemplateValue(.text(text), at: position) }
    let service = text[range.upperBound...].prefix { $0 != ":" && $0 != "}" }
    let store =
      switch service {
      case "secretsmanager": "a secret of AWS Secrets Manager"
      case "ssm-secure": "a secure parameter of AWS Systems Manager"
      case "ssm": "a parameter of AWS Systems Manager"
      default: "a dynamic reference"
      }
    var unknown = TemplateValue.Unknown(reason: UnknownReason(.derived, store), isNotNull: true)
    unknown.isDynamicReference = true
    return TemplateValue(.unknown(unknown), at: position)
  }

  private mutating func call(_ function: IntrinsicFunction, _ argument: TemplateNode, _ position: SourcePosition?)
    throws(Diagnostic) -> TemplateValue
  {
    switch function {
    case .ref:
      guard let name = argument.text else { throw problem("`Ref` takes a name", argument) }
      return try reference(name, argument.position ?? position)
    case .getAtt: return try attribute(argument, position)
    case .sub: return try substitution(argument, position)
    case .join: return try joined(argument)
    case .select: return try selected(argument)
    case .split: return try split(argument)
    case .findInMap: return try found(argument)
    case .base64: return try base64(argument)
    case .cidr: return try subnets(argument)
    case .getAZs: return .unknown(.derived, "the availability zones of the region", at: position)
    case .importValue: return try imported(argument)
    case .transform:
      let name = argument["Name"]?.text ?? "a macro"
      return .unknown(.notVisible, "what the macro `\(safeText(name, limit: 60))` makes", at: position)
    case .length: return try length(argument)
    case .toJSONString: return try json(argument)
    case .ifThenElse: return try choice(argument)
    case .condition:
      // A function in conditions only; elsewhere a member like any other.
      let member = TemplateValue.Member(name: "Condition", value: try value(argument))
      return TemplateValue(.map([member]), at: position)
    case .and, .or, .not, .equals, .contains, .eachMemberEquals, .eachMemberIn:
      switch try truth(TemplateNode(.call(function, argument), at: position)) {
      case .yes: return TemplateValue(.bool(true), at: position)
      case .no: return TemplateValue(.bool(false), at: position)
      case .unknown(let what): return .unknown(.derived, what, at: position)
      }
    case .refAll, .valueOf, .valueOfAll: return .unknown(.derived, "the parameters of a kind", at: position)
    }
  }

  func problem(_ message: String, _ node: TemplateNode, help: String? = nil) -> Diagnostic {
    Diagnostic(.error, message, at: template.location(node.position), help: help)
  }

  // MARK: References

  mutating func reference(_ name: String, _ position: SourcePosition?) throws(Diagnostic) -> TemplateValue {
    if name == "AWS::NoValue" { return TemplateValue(.absent, at: position) }
    if let value = given[name] { return value }
    if name.hasPrefix("AWS::") { return pseudoParameter(name, position) }
    if let parameter = template.parameter(name) {
      var value = unknownParameter(parameter, position)
      if let text = parameter.defaultValue {
        value = ParameterValue(parameter.type, text, in: template.file).value(sensitive: parameter.isSensitive)
      }
      return value
    }
    if let index = resourceIndex[name] { return try resourceName(template.resources[index], position) }
    guard template.isServerless || !template.foreignMacros.isEmpty else {
      throw undefined(name, position)
    }
    return .unknown(.derived, name, at: position)
  }

  func undefined(_ name: String, _ position: SourcePosition?) -> Diagnostic {
    let names = template.resources.map(\.id) + template.parameters.map(\.name) + pseudoParameterNames
    let near = nearestName(to: name, among: names.sorted())
    return Diagnostic(
      .error, "`\(safeText(name, limit: 100))` is neither a resource nor a parameter of the template",
      at: template.location(position), help: near.map { "did you mean `\($0)`?" })
  }

  private func unknownParameter(_ parameter: Template.Parameter, _ position: SourcePosition?) -> TemplateValue {
    var value = TemplateValue.unknown(.derived, "parameter \(parameter.name)", at: position)
    if parameter.isNeverEmpty, case .unknown(var unknown) = value.content {
      unknown.isNotNull = true
      value.content = .unknown(unknown)
    }
    value.references = [TemplateReference(target: .parameter(parameter.name))]
    value.isSensitive = parameter.isSensitive
    return value
  }

  private func pseudoParameter(_ name: String, _ position: SourcePosition?) -> TemplateValue {
    let sketch: String? =
      switch name {
      case "AWS::Partition": "aws"
      case "AWS::Region": "us-east-1"
      case "AWS::AccountId": "111122223333"
      case "AWS::URLSuffix": "amazonaws.com"
      case "AWS::StackName": "known-after-apply"
      case "AWS::StackId": "arn:aws:cloudformation:us-east-1:111122223333:stack/known-after-apply/known-after-apply"
      default: nil
      }
    let unknown = TemplateValue.Unknown(reason: UnknownReason(.derived, name), isNotNull: true, sketch: sketch)
    return TemplateValue(.unknown(unknown), at: position)
  }

  /// What `Ref` gives of a resource: its name where the template says it, else what CloudFormation makes up.
  private mutating func resourceName(_ resource: TemplateResource, _ position: SourcePosition?) throws(Diagnostic)
    -> TemplateValue
  {
    var value = identity(resource, attribute: nil, position)
    guard let property = names(resource.type), let node = resource.properties?[property],
      namesInProgress.insert(resource.id).inserted
    else { return value }
    defer { namesInProgress.remove(resource.id) }
    let name = try self.value(node)
    guard let text = name.scalarText else { return value }
    value.content = .text(text)
    value.isSensitive = name.isSensitive
    return value
  }

  private func identity(_ resource: TemplateResource, attribute: String?, _ position: SourcePosition?) -> TemplateValue
  {
    let reference = TemplateReference(target: .resource(stack: path, id: resource.id), attribute: attribute)
    let isARN = attribute?.hasSuffix("Arn") == true
    let parts = resource.type.split(separator: ":").map { $0.lowercased() }
    let service = parts.count > 1 ? parts[1] : "service"
    let made = "known-after-apply-\(resource.id.lowercased())"
    let sketch: String =
      switch (service, isARN) {
      case ("s3", true): "arn:aws:s3:::\(made)"
      case ("iam", true): "arn:aws:iam::111122223333:\(parts.last ?? "role")/\(made)"
      case (_, true): "arn:aws:\(service):us-east-1:111122223333:\(made)"
      default: made
      }
    let unknown = TemplateValue.Unknown(
      reason: UnknownReason(.derived, reference.name), isNotNull: true,
      sketch: attribute == nil || isARN ? sketch : nil)
    var value = TemplateValue(.unknown(unknown), at: position)
    value.references = [reference]
    return value
  }

  private mutating func attribute(_ argument: TemplateNode, _ position: SourcePosition?) throws(Diagnostic)
    -> TemplateValue
  {
    let (name, attribute) = try attributePath(argument)
    return try self.attribute(name, attribute, argument.position ?? position)
  }

  /// The resource and attribute that `Fn::GetAtt` names; the attribute is nil where a function makes it.
  func attributePath(_ argument: TemplateNode) throws(Diagnostic) -> (String, String?) {
    if let text = argument.text, let dot = text.firstIndex(of: ".") {
      return (String(text[..<dot]), String(text[text.index(after: dot)...]))
    }
    let parts = argument.elements
    guard parts.count >= 2, let name = parts[0].text else {
      throw problem("`Fn::GetAtt` takes a resource and an attribute", argument, help: "write `!GetAtt Bucket.Arn`")
    }
    let rest = parts.dropFirst().map(\.text)
    guard rest.allSatisfy({ $0 != nil }) else { return (name, nil) }
    return (name, rest.compactMap { $0 }.joined(separator: "."))
  }

  mutating func attribute(_ name: String, _ attribute: String?, _ position: SourcePosition?) throws(Diagnostic)
    -> TemplateValue
  {
    guard let index = resourceIndex[name] else {
      guard template.isServerless || !template.foreignMacros.isEmpty else { throw undefined(name, position) }
      return .unknown(.derived, "\(name).\(attribute ?? "?")", at: position)
    }
    let resource = template.resources[index]
    if let attribute, attribute.hasPrefix("Outputs."), var child = children[name] {
      let output = attribute.dropFirst("Outputs.".count)
      defer { children[name] = child }
      if let value = try child.output(String(output)) { return value }
      throw Diagnostic(
        .error,
        "the nested stack `\(safeText(name, limit: 100))` has no output `\(safeText(String(output), limit: 100))`",
        at: template.location(position))
    }
    return identity(resource, attribute: attribute, position)
  }

  /// The value of an output, nil if there is none of the name.
  mutating func output(_ name: String) throws(Diagnostic) -> TemplateValue? {
    guard let output = template.outputs.first(where: { $0.name == name }) else { return nil }
    return try value(output.value)
  }

  private mutating func imported(_ argument: TemplateNode) throws(Diagnostic) -> TemplateValue {
    let name = try value(argument)
    let text = name.scalarText
    var result = TemplateValue.unknown(
      .derived, text.map { "export \(safeText($0, limit: 100))" } ?? "an export of another stack", at: argument.position
    )
    result.references = [TemplateReference(target: .export(text))]
    return result
  }
}

/// The names that every template can refer to ("Pseudo parameters reference").
let pseudoParameterNames = [
  "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId",
  "AWS::StackName", "AWS::URLSuffix",
]
