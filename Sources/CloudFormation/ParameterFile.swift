import Diagnostics
import Documents
import Values

/// The values that a deployment gives to parameters.
///
/// Read are the list that `aws cloudformation deploy --parameter-overrides file://` and `create-stack --parameters
/// file://` take (`[{"ParameterKey": "Env", "ParameterValue": "prod"}]`), a list of `Key=Value` texts, a mapping of names
/// to values, and a mapping with `Parameters` (template configuration files of CodePipeline).
public struct ParameterFile: Sendable {
  let file: String
  let values: [String: TemplateNode]

  /// - Throws: a diagnostic for a file that cannot be read, or is of another shape.
  public init(_ document: InputDocument) throws(Diagnostic) {
    var builder = ValueArenaBuilder(recordsPositions: true)
    let roots = try YAMLReader.read(document, into: &builder)
    guard roots.count == 1, let root = roots.first else {
      throw Diagnostic(.error, "expected one document with parameters", at: SourceLocation(file: document.name))
    }
    try self.init(try TemplateNodeReader(builder.arena, file: document.name).read(root), file: document.name)
  }

  init(_ root: TemplateNode, file: String) throws(Diagnostic) {
    self.file = file
    var values: [String: TemplateNode] = [:]
    switch root.content {
    case .map:
      let source = root["Parameters"].flatMap { $0.isMap ? $0 : nil } ?? root
      for member in source.members { values[member.name] = member.value }
    case .list(let entries):
      for entry in entries {
        if let name = entry["ParameterKey"]?.text {
          // `UsePreviousValue` leaves it to what the stack has.
          if let value = entry["ParameterValue"] { values[name] = value }
        } else if let text = entry.text, let equals = text.firstIndex(of: "=") {
          values[String(text[..<equals])] = TemplateNode(
            .text(String(text[text.index(after: equals)...])), at: entry.position)
        } else {
          throw Self.malformed(file, entry.position)
        }
      }
    default: throw Self.malformed(file, root.position)
    }
    for name in values.keys.sorted() {
      guard let value = values[name] else { continue }
      switch value.content {
      case .map, .call, .null:
        throw Diagnostic(
          .error, "the value of parameter `\(safeText(name, limit: 100))` must be a text or a list",
          at: SourceLocation(file, value.position))
      default: break
      }
    }
    self.values = values
  }

  private static func malformed(_ file: String, _ position: SourcePosition?) -> Diagnostic {
    Diagnostic(
      .error, "is no file of parameters, expected a list of `ParameterKey` and `ParameterValue`, or names with values",
      at: SourceLocation(file, position),
      help: "write `[{\"ParameterKey\": \"Env\", \"ParameterValue\": \"prod\"}]` or `Env: prod`")
  }

  /// What a template's parameters and the pseudo-parameters are, for those that the file names.
  func values(for template: Template) -> [String: TemplateValue] {
    var result: [String: TemplateValue] = [:]
    for parameter in template.parameters {
      guard let node = values[parameter.name] else { continue }
      result[parameter.name] = ParameterValue(parameter.type, node, in: file).value(sensitive: parameter.isSensitive)
    }
    for name in pseudoParameterNames where name != "AWS::NoValue" {
      if let text = values[name]?.scalarText { result[name] = TemplateValue(.text(text)) }
    }
    return result
  }

  /// The names that no template has.
  public func unused(among templates: [Template]) -> [String] {
    let known = Set(templates.flatMap { $0.parameters.map(\.name) } + pseudoParameterNames)
    return values.keys.filter { !known.contains($0) }.sorted()
  }
}
