import Diagnostics
import Rules

/// A rule file to begin with: it loads, its examples pass, and what is to be written is marked.
public struct RuleScaffold: Sendable {
  private let library: PolicyLibrary

  public init(policies: PCICheck.Policies) { library = policies.library }

  /// - Parameters:
  ///   - id: the rule's id.
  ///   - type: the resource type that the rule is about.
  ///   - attribute: what its condition looks at; nil for the first that fits.
  /// - Throws: a diagnostic for an id or type that cannot be used.
  public func text(id: String, type: String, attribute: String?) throws(Diagnostic) -> [UInt8] {
    try check(id)
    var schema = SchemaIndex(library)
    guard try schema.describes(type) else {
      throw Diagnostic(
        .error, "no schema has the resource type `\(safeText(type, limit: 100))`",
        help: "expected a type of the aws provider or a Kubernetes kind, such as aws_db_instance or Deployment")
    }
    let (name, kind) = try subject(type, attribute, &schema)
    let isKubernetes = type.first?.isUppercase == true
    return Array(render(id, type, isKubernetes ? "\(type)/shop/api" : "\(type).this", name, kind).utf8)
  }

  private func check(_ id: String) throws(Diagnostic) {
    let parts = id.split(separator: "-", omittingEmptySubsequences: false)
    let fits = parts.allSatisfy { part in
      !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
    }
    guard parts.count > 1, fits else {
      throw Diagnostic(
        .error, "`\(safeText(id, limit: 100))` is no id for a rule",
        help: "use lower-case words with hyphens between them, such as acme-db-encrypted")
    }
    if library.ruleFiles.contains(where: { $0.name == id }) {
      throw Diagnostic(
        .error, "there is a rule `\(id)` already", help: "choose another id; `pcicheck explain \(id)` shows the rule")
    }
  }

  private func subject(
    _ type: String, _ attribute: String?, _ schema: inout SchemaIndex
  ) throws(Diagnostic) -> (name: String, kind: AttributeKind) {
    if let attribute {
      guard let kind = try schema.kind(at: [attribute], of: type) else {
        let near = nearestName(to: attribute, among: try schema.fieldNames(of: type))
        throw Diagnostic(
          .error, "`\(type)` has no attribute `\(safeText(attribute, limit: 100))`",
          help: near.map { "did you mean `\($0)`?" })
      }
      return (attribute, kind)
    }
    let names = try schema.fieldNames(of: type)
    for wanted in [AttributeKind.bool, .text] {
      for name in names where try schema.kind(at: [name], of: type) == wanted { return (name, wanted) }
    }
    return (names.first ?? "id", .other)
  }

  /// The line `fix`, for attributes that HCL can show without knowing more of them.
  private func fix(_ type: String, _ name: String, _ kind: AttributeKind) -> String {
    guard type.first?.isUppercase != true else { return "" }
    switch kind {
    case .bool: return "\nfix: \(name) = true"
    case .number: return "\nfix: \(name) = 1"
    case .text: return "\nfix: \(name) = \"wanted\""
    case .texts: return "\nfix: \(name) = [\"wanted\"]"
    case .list, .map, .other: return ""
    }
  }

  private func render(_ id: String, _ type: String, _ address: String, _ name: String, _ kind: AttributeKind) -> String
  {
    let (condition, good, bad): (String, String, String) =
      switch kind {
      case .bool: ("resource.\(name) == true", "true", "false")
      case .number: ("resource.\(name) != null && resource.\(name) >= 1", "1", "0")
      case .text: ("resource.\(name) == 'wanted'", "wanted", "other")
      case .texts: ("'wanted' in resource.\(name)", "[wanted]", "[other]")
      case .map: ("'wanted' in resource.\(name)", "{ wanted: a }", "{ other: a }")
      case .list: ("resource.\(name).exists(x, true)", "[{}]", "[]")
      case .other: ("has(resource.\(name))", "{}", "null")
      }
    return """
      id: \(id)
      title: WRITE a sentence that is true when the rule passes
      severity: medium
      since: 0.1.0
      rationale: WRITE why the requirement cares.
      remediation: WRITE what to do.\(fix(type, name, kind))
      requirements:
        - { standard: pci-dss, version: "4.0.1", id: "2.2.1", coverage: partial }
      applies:
        types: [\(type)]
      check:
        expect: "\(condition)"
        message: "\(name) is {resource.\(name)}"
      examples:
        - name: as it should be
          given: { \(address): { \(name): \(good) } }
          expect: { \(address): pass }
        - name: as it should not be
          given: { \(address): { \(name): \(bad) } }
          expect: { \(address): fail }
        - name: known after apply
          given: { \(address): { \(name): { $unknown: true } } }
          expect: { \(address): indeterminate }

      """
  }
}
