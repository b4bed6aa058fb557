import Values

import struct TerraformConfiguration.AddressScanner

/// Tells whether references lead to nothing but constants: literals and the root module's variables.
struct ConstantTracer {
  private let configuration: ConfigurationIndex
  private let module: ModuleAddress?
  private let declaration: NodeID?

  init(_ configuration: ConfigurationIndex, _ module: ModuleAddress?, _ declaration: NodeID?) {
    self.configuration = configuration
    self.module = module
    self.declaration = declaration
  }

  /// - Parameter references: the maximal references of an expression; an empty list is a call without arguments
  ///   (`timestamp()`) or a constant inside a larger value.
  func areConstant(_ references: [String], _ arena: ValueArena) -> Bool {
    guard let module, !references.isEmpty else { return false }
    return areConstant(references, module, declaration, arena, depth: 0)
  }

  private func areConstant(
    _ references: [String], _ module: ModuleAddress, _ declaration: NodeID?, _ arena: ValueArena, depth: Int
  ) -> Bool {
    guard depth < 20 else { return false }
    return references.allSatisfy { reference in
      var scanner = AddressScanner(reference)
      if scanner.take("var.") { return isConstant(variable: scanner.name() ?? "", module, arena, depth) }
      if reference.hasPrefix("each.") {
        guard let declaration, let iterated = arena.member(declaration, "for_each_expression") else { return false }
        return areConstant(Expressions.references(of: iterated, arena), module, nil, arena, depth: depth + 1)
      }
      return reference == "count.index" || reference.hasPrefix("path.") || reference.hasPrefix("terraform.")
    }
  }

  private func isConstant(variable name: String, _ module: ModuleAddress, _ arena: ValueArena, _ depth: Int) -> Bool {
    guard let parent = module.parent, let step = module.steps.last else { return true }
    guard let call = configuration.modules[parent.configurationPath]?.calls[step.call] else { return false }
    guard let input = arena.member(call, "expressions").flatMap({ arena.member($0, name) }) else { return true }
    return areConstant(Expressions.references(of: input, arena), parent, call, arena, depth: depth + 1)
  }
}
