import Diagnostics
import Documents
import Testing
import Values

@testable import CloudFormation

/// Templates made from texts and files.
enum Templates {
  static func template(_ text: String, file: String = "template.yaml") throws -> Template {
    var builder = ValueArenaBuilder(recordsPositions: true)
    let document = InputDocument(name: file, bytes: Array(text.utf8))
    let roots = try YAMLReader.read(
      document, schema: .cloudFormation, shortTags: IntrinsicFunction.shortTags, into: &builder)
    return try Template(roots[0], in: builder.arena, file: file)
  }

  static func evaluator(_ text: String, given: [String: TemplateValue] = [:]) throws -> StackEvaluator {
    StackEvaluator(try template(text), path: "", given: given, names: { _ in nil })
  }

  /// What one value comes to in a template with some parameters, mappings and conditions.
  static func value(_ yaml: String, parameters: String = "{}", conditions: String = "{}") throws -> TemplateValue {
    var evaluator = try evaluator(
      """
      Parameters: \(parameters)
      Conditions: \(conditions)
      Resources:
        Bucket: { Type: "AWS::S3::Bucket" }
        Case:
          Type: Custom::Case
          Properties:
            Value: \(yaml)
      """)
    let node = try #require(evaluator.template.resources.last?.properties?["Value"])
    return try evaluator.value(node)
  }
}
