import Diagnostics
import Documents
import Values

/// A template as it is written: its sections, checked for their shape.
public struct Template: Sendable {
  /// The path that messages show.
  let file: String
  let root: TemplateNode
  let parameters: [Parameter]
  let mappings: TemplateNode?
  /// By name, as conditions refer to each other by name.
  let conditions: [String: TemplateNode]
  let resources: [TemplateResource]
  let outputs: [Output]
  /// The macros of `Transform`, in order.
  let transforms: [String]
  let globals: TemplateNode?
  /// Parameters over whose default lists loops were written out.
  let loopParameters: Set<String>

  struct Parameter: Sendable {
    let name: String
    let type: String
    let defaultValue: TemplateNode?
    let isSensitive: Bool
    /// Whether its constraints rule out an empty text.
    let isNeverEmpty: Bool
    let position: SourcePosition?
  }

  struct Output: Sendable {
    let name: String
    let value: TemplateNode
    let exportName: TemplateNode?
    let condition: String?
    let position: SourcePosition?
  }

  var isServerless: Bool { transforms.contains { $0.hasPrefix("AWS::Serverless-") } }
  var usesLanguageExtensions: Bool { transforms.contains("AWS::LanguageExtensions") }

  /// Macros that pcicheck cannot run: what they make of the template is not known.
  var foreignMacros: [String] {
    let known = [
      "AWS::LanguageExtensions", "AWS::CodeDeployBlueGreen", "AWS::SecretsManager-2020-07-23",
      "AWS::SecretsManager-2024-09-16",
    ]
    return transforms.filter { !$0.hasPrefix("AWS::Serverless-") && !known.contains($0) }
  }

  /// Whether a value of an input is a template: it has resources with types of CloudFormation's, or says that it is one.
  public static func isTemplate(_ root: NodeID, in arena: ValueArena) -> Bool {
    guard arena[root].kind == .map else { return false }
    if arena.member(root, "AWSTemplateFormatVersion") != nil { return true }
    if arena.member(root, "apiVersion") != nil && arena.member(root, "kind") != nil { return false }
    guard let resources = arena.member(root, "Resources"), arena[resources].kind == .map else { return false }
    return arena.children(resources).contains { child in
      arena.string(child, "Type").map { $0.contains("::") } ?? false
    }
  }

  /// Reads a template.
  ///
  /// - Throws: a diagnostic for a section of the wrong shape, or a function that does not exist.
  public init(_ id: NodeID, in arena: ValueArena, file: String) throws(Diagnostic) {
    try self.init(try TemplateNodeReader(arena, file: file).read(id), file: file)
  }

  init(_ written: TemplateNode, file: String) throws(Diagnostic) {
    try TemplateSections(root: written, file: file).check()
    let lists = Self.lists(try TemplateSections(root: written, file: file).parameters(), file: file)
    var loops = ForEachExpansion(file: file, lists: lists)
    let root = try loops.expanded(written)
    loopParameters = loops.used
    let sections = TemplateSections(root: root, file: file)
    self.file = file
    self.root = root
    parameters = try sections.parameters()
    mappings = try sections.map("Mappings")
    conditions = try sections.conditions()
    outputs = try sections.outputs()
    transforms = try sections.transforms()
    let globals = root["Globals"]
    self.globals = globals
    let all = try sections.resources()
    if transforms.contains(where: { $0.hasPrefix("AWS::Serverless-") }) {
      var serverless = ServerlessExpansion(globals: globals)
      resources = serverless.expanded(all)
    } else {
      resources = all
    }
  }

  /// The lists that parameters have by default.
  private static func lists(_ parameters: [Parameter], file: String) -> [String: [String]] {
    var lists: [String: [String]] = [:]
    for parameter in parameters {
      guard let node = parameter.defaultValue else { continue }
      let value = ParameterValue(parameter.type, node, in: file).value(sensitive: parameter.isSensitive)
      if let texts = value.elements?.map(\.scalarText), !texts.contains(nil) {
        lists[parameter.name] = texts.compactMap { $0 }
      }
    }
    return lists
  }

  /// The templates of nested stacks that are named in so many words.
  public var nestedTemplateURLs: [String] {
    resources.compactMap { resource in
      switch resource.type {
      case "AWS::CloudFormation::Stack": resource.properties?["TemplateURL"]?.text
      case "AWS::Serverless::Application": resource.properties?["Location"]?.text
      default: nil
      }
    }
  }

  func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }

  func location(_ position: SourcePosition?) -> SourceLocation { SourceLocation(file, position) }
}

/// One entry of `Resources`.
struct TemplateResource: Sendable {
  let id: String
  let type: String
  var properties: TemplateNode?
  let condition: String?
  let dependsOn: [(id: String, position: SourcePosition?)]
  let deletionPolicy: TemplateNode?
  let updateReplacePolicy: TemplateNode?
  let metadata: TemplateNode?
  let position: SourcePosition?
  /// The resource that a transform made it of.
  var madeOf: String?

  init(
    id: String, type: String, properties: TemplateNode?, condition: String? = nil,
    dependsOn: [(id: String, position: SourcePosition?)] = [], deletionPolicy: TemplateNode? = nil,
    updateReplacePolicy: TemplateNode? = nil, metadata: TemplateNode? = nil, position: SourcePosition?,
    madeOf: String? = nil
  ) {
    self.id = id
    self.type = type
    self.properties = properties
    self.condition = condition
    self.dependsOn = dependsOn
    self.deletionPolicy = deletionPolicy
    self.updateReplacePolicy = updateReplacePolicy
    self.metadata = metadata
    self.position = position
    self.madeOf = madeOf
  }
}
