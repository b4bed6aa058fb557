import CEL
import ResourceGraph

/// All functions that conditions may call beside CEL's own.
enum HostFunctions {
  /// - Parameter zones: where resources are in PCI scope; nil where the project declares none.
  /// - Parameter secrets: what the graph holds in the way of credentials and card numbers.
  static func all(for graph: ResourceGraph, zones: ZoneMap? = nil, secrets: SecretFindings = .none) -> [Function] {
    ResourceMethods.functions(for: graph.withoutValues, zones: zones) + [
      JSONFunction.function(for: graph), UndecidedFunction.function, KnownFunction.function,
    ] + NetworkFunctions.functions + TextFunctions.functions + IAMFunctions.functions(for: graph)
      + SecretFunctions.functions(for: graph.withoutValues, secrets)
  }
}
