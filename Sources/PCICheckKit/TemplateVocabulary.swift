import CloudFormation
import Diagnostics
import ResourceGraph
import Rules
import Values

/// What the policies know of the types of some templates.
package struct TemplateVocabulary: Sendable {
  package let vocabulary: Vocabulary
  /// What CloudFormation does with properties that nobody set, by Terraform type.
  let defaults: [String: [ProviderDefault]]

  /// - Parameter types: CloudFormation types; only the mappings of these are read.
  package init(_ library: PolicyLibrary?, types: Set<String>) throws(Diagnostic) {
    guard let library else {
      vocabulary = Vocabulary(mappings: [:], shapes: [:], writtenBlocks: [:])
      defaults = [:]
      return
    }
    var mappings: [String: TypeMapping] = [:]
    for file in library.files(ofKind: "mappings") where file.types.contains(where: { types.contains($0) }) {
      let (arena, root) = try file.load()
      for mapping in try MappingDecoder(arena, file: file.path).mappings(root) where types.contains(mapping.type) {
        mappings[mapping.type] = mapping
      }
    }
    let terraformTypes = Set(mappings.values.flatMap { $0.resources.map(\.type) })
    var shapes: [String: TerraformShape] = [:]
    var blocks: [String: Set<String>] = [:]
    for type in terraformTypes.sorted() {
      guard let (arena, attributes) = library.attributes(ofType: type) else { continue }
      shapes[type] = TerraformShape(attributes, in: arena)
      blocks[type] = library.blocksThatAreWritten(in: type)
    }
    vocabulary = Vocabulary(mappings: mappings, shapes: shapes, writtenBlocks: blocks)
    defaults = try Self.defaults(vocabulary, library, terraformTypes)
  }

  /// What the mappings say comes first; of the general defaults those hold that are the service's own. What the provider
  /// writes for its users nobody writes in a template.
  private static func defaults(_ vocabulary: Vocabulary, _ library: PolicyLibrary, _ types: Set<String>)
    throws(Diagnostic) -> [String: [ProviderDefault]]
  {
    let general = try library.defaults(for: types).mapValues { entries in
      entries.filter { entry in
        entry.value == .null || entry.value == .emptyList
          || !entry.source.hasPrefix("https://registry.terraform.io/")
      }
    }
    return vocabulary.defaults.merging(general) { $0 + $1 }
  }
}
