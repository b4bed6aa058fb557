import CloudFormation
import Documents
import PCICheckKit
import ResourceGraph
import Rules
import Values

/// CloudFormation and SAM templates with all that is evaluated in them: parameters, conditions, functions, loops, stacks in
/// stacks. What is no template is read as a file of parameters.
public enum TemplateTarget: FuzzTarget {
  public static let name = "template"

  /// All mappings, read once.
  private static let vocabulary: TemplateVocabulary? = {
    let library = PolicyLibrary()
    let types = library.files(ofKind: "mappings").flatMap(\.types).filter { $0.hasPrefix("AWS::") }
    return try? TemplateVocabulary(library, types: Set(types))
  }()

  public static func run(_ bytes: [UInt8]) {
    guard let vocabulary else { fatalError("the built-in mappings cannot be read") }
    let document = InputDocument(name: "template.yaml", bytes: bytes)
    var values = ValueArenaBuilder(recordsPositions: true)
    let roots = try? YAMLReader.read(
      document, schema: .cloudFormation, shortTags: TemplateInput.shortTags, into: &values)
    guard let roots, roots.count == 1, let root = roots.first else { return }
    guard Template.isTemplate(root, in: values.arena) else {
      _ = try? ParameterFile(document)
      return
    }
    guard let template = try? Template(root, in: values.arena, file: document.name) else { return }
    let input = TemplateInput(template: template, name: document.name, sha256: "")
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder(recordsPositions: true))
    // A stack of this name is the template itself: a circle, unless a condition ends it.
    let loader = TemplateLoader(vocabulary: vocabulary.vocabulary, parameters: nil) { url, _ in
      url == "self.yaml" ? input : nil
    }
    guard (try? loader.add(input, to: &builder)) != nil else { return }
    let graph = builder.takeGraph()
    for resource in graph.resources { require(!resource.address.isEmpty, "a resource without an address") }
  }
}
