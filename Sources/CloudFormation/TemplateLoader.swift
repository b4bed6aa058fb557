import Diagnostics
import Documents
import ResourceGraph
import Values

/// A template with the bytes that it was read from.
public struct TemplateInput: Sendable {
  public let template: Template
  public let name: String
  public let sha256: String

  public init(template: Template, name: String, sha256: String) {
    self.template = template
    self.name = name
    self.sha256 = sha256
  }

  /// The types of its resources.
  public var types: Set<String> { Set(template.resources.map(\.type)) }

  public static let shortTags = IntrinsicFunction.shortTags
}

/// Adds templates with their nested stacks to a graph.
public struct TemplateLoader {
  private let vocabulary: Vocabulary
  private let parameters: ParameterFile?
  /// Gives the template at a path beside another one, nil if it is not at hand.
  private let nested: (_ url: String, _ parent: String) throws(Diagnostic) -> TemplateInput?

  public init(
    vocabulary: Vocabulary, parameters: ParameterFile?,
    nested: @escaping (_ url: String, _ parent: String) throws(Diagnostic) -> TemplateInput?
  ) {
    self.vocabulary = vocabulary
    self.parameters = parameters
    self.nested = nested
  }

  /// Nested stacks deeper than this are a circle of templates.
  private static let deepest = 8
  /// A few templates that name each other many times come to millions of stacks.
  private static let most = 1_000

  /// A stack with its place among the others.
  private struct Stack {
    var evaluator: StackEvaluator
    let document: Int
    let doubt: String?
    let calls: [SourceLocation]
  }

  private struct Work {
    var documents: [TemplateInput]
    var stacks: [Stack] = []
    /// Nested templates that are not at hand, each a sentence.
    var missing: [String] = []
    /// Stacks within the first.
    var nested = 0
    let first: Int
  }

  /// Adds the resources of a template and of the stacks in it.
  ///
  /// - Throws: a diagnostic for what CloudFormation would refuse.
  public func add(_ input: TemplateInput, to builder: inout ResourceGraphBuilder) throws(Diagnostic) {
    var work = Work(documents: [input], first: builder.nextDocument)
    let names = vocabulary.mappings.compactMapValues(\.ref)
    var root = StackEvaluator(
      input.template, path: "", given: parameters?.values(for: input.template) ?? [:], names: { names[$0] })
    try TemplateChecks(input.template).check(&root)
    noteLoops(root, &work)
    try addChildren(of: &root, document: work.first, doubt: nil, calls: [], depth: 0, &work)
    work.stacks.insert(Stack(evaluator: root, document: work.first, doubt: nil, calls: []), at: 0)
    var mapper = ResourceMapper(vocabulary: vocabulary)
    for index in work.stacks.indices {
      let stack = work.stacks[index]
      try mapper.add(
        &work.stacks[index].evaluator, document: stack.document, doubt: stack.doubt, calls: stack.calls, to: &builder)
      mapper.add(exports: try exports(of: &work.stacks[index].evaluator))
    }
    let resolver = TemplateResolver(index: mapper.index)
    for (offset, document) in work.documents.enumerated() {
      builder.add(
        summary(document, missing: offset == 0 ? work.missing : []), resolver: resolver, locator: resolver)
    }
  }

  private func summary(_ input: TemplateInput, missing: [String]) -> DocumentSummary {
    let macros = input.template.foreignMacros.map { "the macro `\(safeText($0, limit: 80))` rewrites the template" }
    let reasons = macros + input.template.openReasons + missing
    return DocumentSummary(
      name: input.name, sha256: input.sha256, kind: .cloudFormation,
      completeness: reasons.isEmpty ? .complete : .incomplete(reasons))
  }

  private func exports(of stack: inout StackEvaluator) throws(Diagnostic)
    -> [(name: String?, references: [TemplateReference])]
  {
    var result: [(name: String?, references: [TemplateReference])] = []
    for output in stack.template.outputs {
      guard let node = output.exportName, try stack.exists(output.condition, at: output.position) != .no else {
        continue
      }
      result.append((try stack.value(node).scalarText, try stack.value(output.value).allReferences))
    }
    return result
  }

  // MARK: Nested stacks

  private func addChildren(
    of stack: inout StackEvaluator, document: Int, doubt: String?, calls: [SourceLocation], depth: Int,
    _ work: inout Work
  ) throws(Diagnostic) {
    for resource in stack.template.resources where Self.isStack(resource.type) {
      var own = doubt
      switch try stack.exists(resource.condition, at: resource.position) {
      case .no: continue
      case .unknown(let what): own = own ?? "whether the stack \(resource.id) is created depends on \(what)"
      case .yes: break
      }
      guard let properties = resource.properties, let node = properties["TemplateURL"] ?? properties["Location"] else {
        work.missing.append("the template of the nested stack `\(safeText(resource.id, limit: 100))` is not named")
        continue
      }
      guard let url = try stack.value(node).scalarText,
        let input = try nested(url, stack.template.file)
      else {
        work.missing.append("the template of the nested stack `\(safeText(resource.id, limit: 100))` is not at hand")
        continue
      }
      guard depth < Self.deepest else {
        throw Diagnostic(
          .error, "stacks are nested deeper than \(Self.deepest) levels, perhaps in a circle",
          at: stack.template.location(node.position))
      }
      work.nested += 1
      guard work.nested <= Self.most else {
        throw Diagnostic(
          .error, "more than \(Self.most) stacks are nested in one another",
          at: stack.template.location(node.position), help: "check the parts of the stack by themselves")
      }
      let path = stack.path.isEmpty ? resource.id : "\(stack.path)/\(resource.id)"
      var given: [String: TemplateValue] = [:]
      for member in properties["Parameters"]?.members ?? [] { given[member.name] = try stack.value(member.value) }
      for name in pseudoParameterNames where name != "AWS::StackName" && name != "AWS::StackId" {
        if let value = stack.given[name] { given[name] = value }
      }
      var child = StackEvaluator(
        input.template, path: path, given: Self.typed(given, for: input.template), names: stack.names)
      try TemplateChecks(input.template).check(&child)
      noteLoops(child, &work)
      let known = work.documents.firstIndex { $0.name == input.name }
      let number = work.first + (known ?? work.documents.count)
      if known == nil { work.documents.append(input) }
      let place = calls + [stack.template.location(node.position)]
      try addChildren(of: &child, document: number, doubt: own, calls: place, depth: depth + 1, &work)
      stack.children[resource.id] = child
      work.stacks.append(Stack(evaluator: child, document: number, doubt: own, calls: place))
    }
  }

  /// Loops are written out before parameters are known.
  private func noteLoops(_ stack: StackEvaluator, _ work: inout Work) {
    for name in stack.template.loopParameters.sorted() where stack.given[name] != nil {
      work.missing.append(
        "a loop goes over the default of parameter `\(safeText(name, limit: 100))`, which has another value")
    }
  }

  private static func isStack(_ type: String) -> Bool {
    type == "AWS::CloudFormation::Stack" || type == "AWS::Serverless::Application"
  }

  /// A text that is given to a parameter of a list type is split, as CloudFormation does.
  private static func typed(_ given: [String: TemplateValue], for template: Template) -> [String: TemplateValue] {
    var result = given
    for parameter in template.parameters {
      guard var value = given[parameter.name] else { continue }
      if let text = value.scalarText, parameter.type == "CommaDelimitedList" || parameter.type.hasPrefix("List<") {
        let node = TemplateNode(.text(text), at: value.position)
        let references = value.references
        value = ParameterValue(parameter.type, node, in: template.file).value(sensitive: parameter.isSensitive)
        value.references = references
      }
      value.isSensitive = value.isSensitive || parameter.isSensitive
      result[parameter.name] = value
    }
    return result
  }
}

extension Template {
  /// Why there may be resources that the template does not show.
  var openReasons: [String] {
    (root["Resources"]?.members ?? []).compactMap { member in
      if member.name == "Fn::Transform" { return "a macro adds resources to the template" }
      if member.name.hasPrefix("Fn::ForEach::") {
        return "the resources of `\(safeText(member.name, limit: 100))` depend on values that are not known"
      }
      return nil
    }
  }
}
