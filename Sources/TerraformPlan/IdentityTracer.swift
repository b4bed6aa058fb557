import Values

import struct TerraformConfiguration.AddressScanner

/// Tells whether an expression gives another resource's id or ARN: not known before apply, but certainly not null.
struct IdentityTracer {
  private let configuration: ConfigurationIndex
  private let module: ModuleAddress?
  private let keys: ExpressionKeys

  /// Attributes that every resource with them has filled.
  private static let identities = ["id", "arn", "identifier", "cluster_identifier", "bucket", "key_id"]
  /// What the data source of a policy document makes is a text in any case.
  private static let documents = ["json", "minified_json"]
  private static let depthLimit = 20

  init(_ configuration: ConfigurationIndex, _ module: ModuleAddress?, _ keys: ExpressionKeys) {
    self.configuration = configuration
    self.module = module
    self.keys = keys
  }

  /// - Parameter references: the maximal references of an expression.
  func isIdentity(_ references: [NodeID], _ arena: ValueArena) -> Bool {
    guard let module else { return false }
    return isIdentity(references, module, arena, depth: 0)
  }

  /// One reference and no other: a second one could choose between it and null.
  private func isIdentity(_ references: [NodeID], _ module: ModuleAddress, _ arena: ValueArena, depth: Int) -> Bool {
    guard depth < Self.depthLimit, references.count == 1, let reference = references.first else { return false }
    var scanner = AddressScanner(arena.utf8(reference))
    if scanner.take("var.") { return isIdentity(variable: scanner.name() ?? "", module, arena, depth) }
    if scanner.take("module.") { return isIdentity(output: &scanner, module, arena, depth) }
    let isDocument = scanner.take("data.aws_iam_policy_document.")
    if !isDocument {
      _ = scanner.take("data.")
      guard scanner.skipName(), scanner.take(".") else { return false }
    }
    guard scanner.skipName() else { return false }
    let declared = scanner.taken
    _ = scanner.instanceKey()
    guard let attribute = scanner.nextName(), scanner.nextName() == nil,
      Self.identities.contains(attribute) || isDocument && Self.documents.contains(attribute)
    else { return false }
    let name = String(decoding: declared, as: UTF8.self)
    return configuration.modules[module.configurationPath]?.resources[name] != nil
  }

  private func isIdentity(variable name: String, _ module: ModuleAddress, _ arena: ValueArena, _ depth: Int) -> Bool {
    guard let parent = module.parent, let step = module.steps.last,
      let call = configuration.modules[parent.configurationPath]?.calls[step.call],
      let inputs = arena.member(call, keys.expressions), let input = arena.member(inputs, name)
    else { return false }
    return isIdentity(Expressions.places(of: input, arena, keys), parent, arena, depth: depth + 1)
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
    return isIdentity(Expressions.places(of: expression, arena, keys), inner, arena, depth: depth + 1)
  }
}
