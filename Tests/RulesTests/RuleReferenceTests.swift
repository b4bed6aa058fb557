import PCICheckKit
import TestSupport
import Testing

/// `docs/rules` is what `pcicheck rules --docs docs/rules` writes.
@Suite struct RuleReferenceTests {
  @Test func theReferenceIsFresh() throws {
    let pages = try RuleReference(policies: try PCICheck.Policies()).pages()
    let folder = Project.path("docs/rules")
    let files = Set(Project.files(in: folder).map { String($0.dropFirst(folder.count + 1)) })
    let names = Set(pages.map(\.name))
    #expect(files == names, "run `pcicheck rules --docs docs/rules`: \(files.symmetricDifference(names).sorted())")
    for page in pages where files.contains(page.name) {
      let isFresh = try Project.bytes("\(folder)/\(page.name)") == page.text
      #expect(isFresh, "\(page.name) is not fresh: run `pcicheck rules --docs docs/rules`")
    }
  }

  @Test func linksOfTheReferenceLeadToPages() throws {
    let pages = try RuleReference(policies: try PCICheck.Policies()).pages()
    let names = Set(pages.map(\.name))
    for page in pages.prefix(2) {
      let text = String(decoding: page.text, as: UTF8.self)
      let links = text.split(separator: "](").dropFirst().compactMap { $0.split(separator: ")").first.map(String.init) }
      #expect(links.count > 400)
      #expect(links.allSatisfy { names.contains($0) })
    }
  }
}
