import Values

import struct TerraformConfiguration.AddressScanner

/// Tells whether references lead to nothing but constants: literals and the root module's variables.
struct ConstantTracer {
  private let configuration: ConfigurationIndex
  private let module: ModuleAddress?
  private let declaration: NodeID?
  private let keys: ExpressionKeys

  init(
    _ configuration: ConfigurationIndex, _ module: ModuleAddress?, _ declaration: NodeID?, _ keys: ExpressionKeys
  ) {
    self.configuration = configuration
    self.module = module
    self.declaration = declaration
    self.keys = keys
  }

  /// - Parameter references: the maximal references of an expression; an empty list is a call without arguments
  ///   (`timestamp()`) or a constant inside a larger value.
  func areConstant(_ references: [NodeID], _ arena: ValueArena) -> Bool {
    guard let module, !references.isEmpty else { return false }
    return areConstant(references, module, declaration, arena, depth: 0)
  }

  private func areConstant(
    _ references: [NodeID], _ module: ModuleAddress, _ declaration: NodeID?, _ arena: ValueArena, depth: Int
  ) -> Bool {
    guard depth < 20 else { return false }
    for reference in references {
      var scanner = AddressScanner(arena.utf8(reference))
      if scanner.take("var.") {
        guard isConstant(variable: scanner.name() ?? "", module, arena, depth) else { return false }
      } else if scanner.take("each.") {
        guard let declaration, let iterated = arena.member(declaration, "for_each_expression"),
          areConstant(places(of: iterated, arena), module, nil, arena, depth: depth + 1)
        else { return false }
      } else {
        guard
          scanner.take("path.") || scanner.take("terraform.") || scanner.take("count.index") && scanner.isAtEnd
        else { return false }
      }
    }
    return true
  }

  private func isConstant(variable name: String, _ module: ModuleAddress, _ arena: ValueArena, _ depth: Int) -> Bool {
    guard let parent = module.parent, let step = module.steps.last else { return true }
    guard let call = configuration.modules[parent.configurationPath]?.calls[step.call] else { return false }
    guard let inputs = arena.member(call, keys.expressions), let input = arena.member(inputs, name) else { return true }
    return areConstant(places(of: input, arena), parent, call, arena, depth: depth + 1)
  }

  private func places(of expression: NodeID, _ arena: ValueArena) -> [NodeID] {
    Expressions.places(of: expression, arena, keys)
  }
}
