import Diagnostics
import Rules

/// What a rule says to write, parsed once.
struct FixTemplate: Sendable {
  let language: Content
  /// The types that the rule judges, categories spelt out.
  let appliedTypes: Set<String>
  let relations: [Rule.RelationDeclaration]

  enum Content: Sendable {
    /// Whole blocks, and what stands outside of them: a part of the failing resource's block.
    case hcl(blocks: [FixBlock], fragment: [FixItem])
    /// Alternatives, of which one fits.
    case yaml([ManifestText])
  }

  /// Nil for a rule that says nothing to write, or what is not understood.
  init?(_ rule: Rule, _ library: PolicyLibrary) {
    guard let text = rule.fix else { return nil }
    var types = rule.applies.types
    if case .absent(let absent, _, _) = rule.check { types += absent }
    appliedTypes = Set((try? library.expand(types, at: rule.location)) ?? [])
    relations = rule.relations
    if appliedTypes.contains(where: { $0.first?.isUppercase == true }) {
      language = .yaml(ManifestText.documents(of: text))
      return
    }
    guard let items = FixReader(text)?.items() else { return nil }
    var blocks: [FixBlock] = []
    var fragment: [FixItem] = []
    for item in items {
      if case .block(let block) = item, block.resourceType != nil, block.labels.count == 2 {
        blocks.append(block)
      } else {
        fragment.append(item)
      }
    }
    if !fragment.contains(where: { $0.name != nil }) { fragment = [] }
    language = .hcl(blocks: blocks, fragment: fragment)
  }
}
