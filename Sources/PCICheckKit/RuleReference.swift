import Diagnostics
import Rules

/// The rules as Markdown: a page for each, and indexes by service and by requirement. The same policies give the same
/// bytes.
public struct RuleReference: Sendable {
  private let library: PolicyLibrary
  private let selectors: [String]

  public init(policies: PCICheck.Policies, selectors: [String] = []) {
    library = policies.library
    self.selectors = selectors
  }

  public struct Page: Sendable {
    /// The file's name.
    public let name: String
    public let text: [UInt8]
  }

  /// - Throws: a diagnostic for a rule that cannot be read.
  public func pages() throws(Diagnostic) -> [Page] {
    let selection = try RuleSelection(library, profile: "complete", selectors: selectors)
    let rules = try selection.allRules()
    let entries = zip(rules, selection.files(of: rules)).map { Entry(rule: $0, file: $1) }
    var pages = [
      Page(name: "README.md", text: Array(services(entries).utf8)),
      Page(name: "requirements.md", text: Array(try requirements(rules).utf8)),
    ]
    for entry in entries {
      let page = RulePage(rule: entry.rule, service: entry.service)
      pages.append(Page(name: "\(entry.rule.id).md", text: Array(page.text(try examples(entry)).utf8)))
    }
    return pages
  }

  private struct Entry {
    let rule: Rule
    let file: PolicyFile

    /// The folders between `rules` and the file: `aws/s3`.
    var service: String {
      let parts = file.path.split(separator: "/").map(String.init).dropLast()
      guard let start = parts.lastIndex(of: "rules") else { return "others" }
      let service = parts[(start + 1)...].joined(separator: "/")
      return service.isEmpty ? "others" : service
    }
  }

  private func examples(_ entry: Entry) throws(Diagnostic) -> [RulePage.Example] {
    guard let (arena, root) = try entry.file.loadExamples() else { return [] }
    return arena.children(root).map { example in
      RulePage.Example(
        name: arena.string(example, "name") ?? "",
        expected: arena.children(example, of: "expect").map {
          (address: arena.keyName($0) ?? "", verdict: arena.string($0) ?? "")
        })
    }
  }

  private func services(_ entries: [Entry]) -> String {
    var text = """
      # Rules

      \(entries.count) rules by service; [by requirement](requirements.md). Written by `pcicheck rules --docs`.

      """
    for (service, group) in Dictionary(grouping: entries, by: \.service).sorted(by: { $0.key < $1.key }) {
      text += "\n## \(markdown(service))\n\n| rule | severity | |\n|---|---|---|\n"
      for entry in group {
        let weak = entry.rule.isWeaklyLinked ? " (complete profile only)" : ""
        text +=
          "| [\(entry.rule.id)](\(entry.rule.id).md) | \(entry.rule.severity.rawValue) | \(markdown(entry.rule.title))\(weak) |\n"
      }
    }
    return text
  }

  private func requirements(_ rules: [Rule]) throws(Diagnostic) -> String {
    var text = """
      # Rules by requirement

      Numbers are those of PCI DSS, titles are ours. A rule never covers a requirement whole unless it says so; rules with a
      weak link are left out. `pcicheck requirements` lists the requirements that infrastructure cannot show, too.

      """
    for file in library.catalogueFiles.reversed() {
      let catalogue = try library.catalogue(version: String(file.name.dropFirst("pci-dss-".count)))
      text += "\n## \(markdown(catalogue.title))\n"
      for requirement in catalogue.requirements {
        let linked = rules.filter { rule in
          !rule.isWeaklyLinked
            && rule.requirements.contains { $0.version == catalogue.version && $0.id == requirement.id }
        }
        guard !linked.isEmpty else { continue }
        text += "\n### \(requirement.id) \(markdown(requirement.title))\n\n"
        for rule in linked { text += "- [\(rule.id)](\(rule.id).md): \(markdown(rule.title))\n" }
      }
    }
    return text
  }
}

/// One rule's page.
private struct RulePage {
  let rule: Rule
  let service: String

  struct Example {
    let name: String
    let expected: [(address: String, verdict: String)]
  }

  func text(_ examples: [Example]) -> String {
    var text = "# \(markdown(rule.title))\n\n`\(rule.id)`, \(rule.severity.rawValue), \(service), since \(rule.since)\n"
    if rule.isWeaklyLinked {
      text += "\nThe link with PCI DSS is weak: in the `complete` profile only, and counted for no requirement.\n"
    }
    if !rule.aliases.isEmpty {
      text += "\nOthers call it " + rule.aliases.map { "`\(markdown($0))`" }.joined(separator: ", ") + ".\n"
    }
    text += "\n## Why\n\n\(paragraph(rule.rationale))\n\n## What to do\n\n\(paragraph(rule.remediation))\n"
    if let fix = rule.fix { text += self.fix(fix) }
    text += "\n## Requirements\n\n| PCI DSS | requirement | coverage | |\n|---|---|---|---|\n"
    for link in rule.requirements {
      text += "| \(link.version) | \(link.id) | \(link.coverage.rawValue) | \(markdown(link.because ?? "")) |\n"
    }
    text += condition()
    if !rule.parameters.isEmpty {
      text += "\n## Parameters\n\n| name | default | |\n|---|---|---|\n"
      for parameter in rule.parameters {
        text +=
          "| `\(rule.id).\(parameter.name)` | `\(markdown(written(parameter.value)))` | \(markdown(parameter.description)) |\n"
      }
    }
    if !examples.isEmpty {
      text += "\n## Examples\n\n"
      for example in examples {
        let verdicts = example.expected.map { "`\($0.address)` \($0.verdict)" }.joined(separator: ", ")
        text += "- \(markdown(example.name)): \(verdicts)\n"
      }
    }
    if !rule.references.isEmpty {
      text += "\n## See\n\n" + rule.references.map { "- <\($0)>\n" }.joined()
    }
    return text
  }

  private func condition() -> String {
    var text = "\n## What it checks\n\n"
    let types = rule.applies.types.map { "`\($0)`" }.joined(separator: ", ")
    text += rule.applies.wholePlan ? "Looks at the whole input.\n" : "Looks at \(types).\n"
    if let when = rule.applies.when { text += "\nApplies when\n\n\(code(when.text))" }
    if !rule.relations.isEmpty { text += "\nFollows\n\n" }
    for relation in rule.relations {
      let via = relation.via.isEmpty ? "" : " via " + relation.via.map { "`\($0)`" }.joined(separator: ", ")
      let from = relation.from.map { " from `\($0)`" } ?? ""
      let types = relation.types.map { "`\($0)`" }.joined(separator: ", ")
      text += "- `\(relation.name)`: \(relation.direction)\(from), \(types)\(via)\n"
    }
    switch rule.check {
    case .expect(let expression, _): text += "\nPasses when\n\n\(code(expression.text))"
    case .unreachable(let check, _):
      text += "\nPasses when nothing flows\n\n\(code(check.words.joined(separator: "\n")))"
    case .absent(let types, let expression, _):
      text += "\nFails for each \(types.map { "`\($0)`" }.joined(separator: ", "))"
      text += expression.map { " with\n\n\(code($0.text))" } ?? ".\n"
    }
    for variable in rule.variables {
      switch variable.expressions {
      case .all(let expression): text += "\nwhere `\(variable.name)` is\n\n\(code(expression.text))"
      case .byType(let expressions):
        for (type, expression) in expressions.sorted(by: { $0.key < $1.key }) {
          text += "\nwhere `\(variable.name)` of `\(type)` is\n\n\(code(expression.text))"
        }
      }
    }
    return text
  }

  private func code(_ expression: String) -> String { "```cel\n\(trimmed(expression))\n```\n" }

  /// What to write; alternatives one after the other.
  private func fix(_ text: String) -> String {
    let isYAML = service.hasPrefix("kubernetes") || service.hasPrefix("compose")
    let lines = trimmed(text).split(separator: "\n", omittingEmptySubsequences: false)
    let documents = isYAML ? lines.split(separator: "---") : [lines[...]]
    return documents.map { "\n```\(isYAML ? "yaml" : "hcl")\n\($0.joined(separator: "\n"))\n```\n" }
      .joined(separator: "\nor\n")
  }

  private func trimmed(_ text: String) -> String {
    var text = Substring(text)
    while text.last?.isNewline == true { text = text.dropLast() }
    return String(text)
  }

  private func paragraph(_ text: String) -> String { markdown(trimmed(text)) }

  private func written(_ value: ParameterValue) -> String {
    switch value {
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .double(let value): "\(value)"
    case .string(let value): value
    case .list(let items): "[" + items.map { written($0) }.joined(separator: ", ") + "]"
    }
  }
}

/// Text that Markdown shows as it is, in tables too.
private func markdown(_ text: String) -> String {
  safeText(text.replacing("\n", with: " ")).replacing("<", with: "&lt;").replacing("|", with: "\\|")
}
