import Assessments
import Crypto
import Diagnostics
import Documents
import Rules
import Values

/// The policies that a bundle carries.
public struct BundledPolicies: Sendable {
  public let library: PolicyLibrary
  /// SHA-256 over the texts of the rules, as ``RuleSetSummary/digest`` has it.
  let ruleSetDigest: String
  /// The profile of the assessment.
  public let profile: String?

  init(_ bundle: OpenedBundle) throws(Diagnostic) {
    var files: [PolicyFile] = []
    var texts: [(name: String, text: [UInt8])] = []
    for path in bundle.contents.keys.sorted() where path.hasPrefix(BundlePath.policies) {
      let parts = path.split(separator: "/").map(String.init)
      guard parts.count == 3, parts[2].hasSuffix(".json"), let bytes = bundle.contents[path] else { continue }
      var builder = ValueArenaBuilder()
      let root = try JSONReader.read(InputDocument(name: path, bytes: bytes), into: &builder)
      let name = String(parts[2].dropLast(".json".count))
      files.append(PolicyFile(kind: parts[1], name: name, path: path, arena: builder.build(), root: root))
      if parts[1] == "rules" { texts.append((name, bytes)) }
    }
    library = PolicyLibrary(sealed: files)
    profile = files.first { $0.kind == "profiles" }?.name
    var hash = SHA256()
    for rule in texts.sorted(by: { $0.name < $1.name }) { hash.update(data: rule.text) }
    ruleSetDigest = hexText(hash.finalize())
  }

  func rules() throws(Diagnostic) -> [RuleSummary] {
    var rules: [RuleSummary] = []
    for file in library.ruleFiles { rules.append(RuleSummary(try library.decode(file))) }
    return rules
  }

  func catalogues() throws(Diagnostic) -> [Catalogue] {
    var result: [Catalogue] = []
    for file in library.catalogueFiles {
      result.append(try library.catalogue(version: String(file.name.dropFirst("pci-dss-".count))))
    }
    return result
  }
}
