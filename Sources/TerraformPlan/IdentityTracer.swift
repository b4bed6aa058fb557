import Values

import struct TerraformConfiguration.AddressScanner

/// Tells whether an expression gives another resource's id or ARN: not known before apply, but certainly not null.
struct IdentityTracer {
  private let configuration: ConfigurationIndex
  private let module: ModuleAddress?
  private let declaration: NodeID?

  /// Attributes that every resource with them has filled.
  private static let identities: Set<String> = ["id", "arn", "identifier", "cluster_identifier", "bucket", "key_id"]
  /// What the data source of a policy document makes is a text in any case.
  private static let documents: Set<String> = ["json", "minified_json"]
  private static let depthLimit = 20

  init(_ configuration: ConfigurationIndex, _ module: ModuleAddress?, _ declaration: NodeID?) {
    self.configuration = configuration
    self.module = module
    self.declaration = declaration
  }

  func isIdentity(_ finding: Expressions.Finding, _ arena: ValueArena) -> Bool {
    guard let module, case .references(let references) = finding else { return false }
    return isIdentity(references, module, arena, depth: 0)
  }

  /// One reference and no other: a second one could choose between it and null.
  private func isIdentity(_ references: [String], _ module: ModuleAddress, _ arena: ValueArena, depth: Int) -> Bool {
    guard depth < Self.depthLimit, references.count == 1, let reference = references.first else { return false }
    var scanner = AddressScanner(reference)
    if scanner.take("var.") { return isIdentity(variable: scanner.name() ?? "", module, arena, depth) }
    if scanner.take("module.") { return isIdentity(output: &scanner, module, arena, depth) }
    let isData = scanner.take("data.")
    guard let type = scanner.name(), scanner.take("."), let name = scanner.name() else { return false }
    let declared = "\(isData ? "data." : "")\(type).\(name)"
    guard configuration.modules[module.configurationPath]?.resources[declared] != nil else { return false }
    _ = scanner.instanceKey()
    let attributes = scanner.remainingNames()
    guard attributes.count == 1 else { return false }
    return Self.identities.contains(attributes[0])
      || isData && type == "aws_iam_policy_document" && Self.documents.contains(attributes[0])
  }

  private func isIdentity(variable name: String, _ module: ModuleAddress, _ arena: ValueArena, _ depth: Int) -> Bool {
    guard let parent = module.parent, let step = module.steps.last,
      let call = configuration.modules[parent.configurationPath]?.calls[step.call],
      let input = arena.member(call, "expressions").flatMap({ arena.member($0, name) })
    else { return false }
    return isIdentity(Expressions.references(of: input, arena), parent, arena, depth: depth + 1)
  }

  private func isIdentity(
    output scanner: inout AddressScanner, _ module: ModuleAddress, _ arena: ValueArena, _ depth: Int
  ) -> Bool {
    guard let call = scanner.name() else { return false }
    let key = scanner.instanceKey()
    let names = scanner.remainingNames()
    let inner = ModuleAddress(steps: module.steps + [ModuleAddress.Step(call: call, key: key, keyText: "")])
    guard names.count == 1, let declared = configuration.modules[inner.configurationPath]?.outputs[names[0]],
      let expression = arena.member(declared, "expression")
    else { return false }
    return isIdentity(Expressions.references(of: expression, arena), inner, arena, depth: depth + 1)
  }
}
