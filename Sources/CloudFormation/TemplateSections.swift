import Diagnostics
import Values

/// Decodes the sections of a template.
struct TemplateSections {
  let root: TemplateNode
  let file: String

  /// "Template sections", AWS CloudFormation User Guide; `Globals` is SAM's.
  private static let known = [
    "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Rules", "Mappings", "Conditions", "Transform",
    "Resources", "Outputs", "Globals", "Hooks",
  ]

  func check() throws(Diagnostic) {
    guard root.isMap else {
      throw problem("a template must be a mapping, found \(root.kindName)", root.position)
    }
    for member in root.members where !Self.known.contains(member.name) {
      let near = nearestName(to: member.name, among: Self.known)
      throw problem(
        "unknown section `\(safeText(member.name, limit: 100))` in a template", member.value.position,
        help: near.map { "did you mean `\($0)`?" } ?? "sections are \(Self.known.joined(separator: ", "))")
    }
    guard root["Resources"] != nil else {
      throw problem("a template needs `Resources`", root.position)
    }
  }

  /// The section, nil if it is not there.
  func map(_ name: String) throws(Diagnostic) -> TemplateNode? {
    guard let section = root[name] else { return nil }
    guard section.isMap else {
      throw problem("`\(name)` must be a mapping, found \(section.kindName)", section.position)
    }
    return section
  }

  func parameters() throws(Diagnostic) -> [Template.Parameter] {
    var result: [Template.Parameter] = []
    for member in try map("Parameters")?.members ?? [] {
      let what = "parameter `\(safeText(member.name, limit: 100))`"
      guard member.value.isMap else { throw problem("\(what) must be a mapping", member.value.position) }
      guard let type = member.value["Type"]?.text else {
        throw problem("\(what) needs a `Type`", member.value.position, help: "write `Type: String`")
      }
      let secret = member.value["NoEcho"]?.scalarText?.lowercased() == "true"
      result.append(
        Template.Parameter(
          name: member.name, type: type, defaultValue: member.value["Default"], isSensitive: secret,
          isNeverEmpty: Self.isNeverEmpty(member.value, type), position: member.value.position))
    }
    return result
  }

  /// Numbers, and ids that CloudFormation looks up, are never empty; texts are not where a least length or a list of values
  /// says so.
  private static func isNeverEmpty(_ parameter: TemplateNode, _ type: String) -> Bool {
    if type == "Number" || type.hasPrefix("AWS::EC2::") || type.hasPrefix("AWS::Route53::") { return true }
    if let least = parameter["MinLength"]?.scalarText.flatMap({ Int($0) }), least > 0 { return true }
    let values = parameter["AllowedValues"]?.elements ?? []
    return !values.isEmpty && values.allSatisfy { $0.scalarText?.isEmpty == false }
  }

  func conditions() throws(Diagnostic) -> [String: TemplateNode] {
    var result: [String: TemplateNode] = [:]
    for member in try map("Conditions")?.members ?? [] { result[member.name] = member.value }
    return result
  }

  func resources() throws(Diagnostic) -> [TemplateResource] {
    var result: [TemplateResource] = []
    for member in try map("Resources")?.members ?? [] {
      if member.name.hasPrefix("Fn::ForEach::") || member.name == "Fn::Transform" { continue }
      result.append(try resource(member.name, member.value))
    }
    return result
  }

  func resource(_ id: String, _ node: TemplateNode) throws(Diagnostic) -> TemplateResource {
    let what = "resource `\(safeText(id, limit: 100))`"
    guard node.isMap else {
      throw problem("\(what) must be a mapping with `Type`, found \(node.kindName)", node.position)
    }
    guard let type = node["Type"]?.text else {
      throw problem("\(what) needs a `Type`", node.position, help: "write for example `Type: AWS::S3::Bucket`")
    }
    if let properties = node["Properties"] {
      switch properties.content {
      case .map, .null, .call(.transform, _): break
      default:
        throw problem(
          "the `Properties` of \(what) must be a mapping, found \(properties.kindName)",
          properties.position)
      }
    }
    var condition: String?
    if let node = node["Condition"] {
      guard let name = node.text else {
        throw problem("the `Condition` of \(what) must be the name of a condition", node.position)
      }
      condition = name
    }
    return TemplateResource(
      id: id, type: type, properties: node["Properties"], condition: condition, dependsOn: try dependsOn(node, what),
      deletionPolicy: node["DeletionPolicy"], updateReplacePolicy: node["UpdateReplacePolicy"],
      metadata: node["Metadata"], position: node.position)
  }

  private func dependsOn(_ node: TemplateNode, _ what: String) throws(Diagnostic)
    -> [(id: String, position: SourcePosition?)]
  {
    guard let member = node["DependsOn"] else { return [] }
    var result: [(id: String, position: SourcePosition?)] = []
    for element in member.text == nil ? member.elements : [member] {
      guard let id = element.text else {
        throw problem("the `DependsOn` of \(what) must be names of resources", element.position ?? member.position)
      }
      result.append((id, element.position))
    }
    return result
  }

  func outputs() throws(Diagnostic) -> [Template.Output] {
    var result: [Template.Output] = []
    for member in try map("Outputs")?.members ?? [] where !member.name.hasPrefix("Fn::") {
      let what = "output `\(safeText(member.name, limit: 100))`"
      guard member.value.isMap, let value = member.value["Value"] else {
        throw problem("\(what) must be a mapping with `Value`", member.value.position)
      }
      result.append(
        Template.Output(
          name: member.name, value: value, exportName: member.value.value(at: "Export", "Name"),
          condition: member.value["Condition"]?.text, position: member.value.position))
    }
    return result
  }

  func transforms() throws(Diagnostic) -> [String] {
    guard let node = root["Transform"] else { return [] }
    var result: [String] = []
    let isList = if case .list = node.content { true } else { false }
    for element in isList ? node.elements : [node] {
      guard let name = element.text ?? element["Name"]?.text else {
        throw problem("`Transform` must be the name of a macro, or a list of them", element.position)
      }
      result.append(name)
    }
    return result
  }

  private func problem(_ message: String, _ position: SourcePosition?, help: String? = nil) -> Diagnostic {
    Diagnostic(.error, message, at: SourceLocation(file, position), help: help)
  }
}
