import CEL
import ResourceGraph

/// All functions that conditions may call beside CEL's own.
enum HostFunctions {
  /// - Parameter zones: where resources are in PCI scope; nil where the project declares none.
  static func all(for graph: ResourceGraph, zones: ZoneMap? = nil) -> [Function] {
    ResourceMethods.functions(for: graph.withoutValues, zones: zones) + [
      JSONFunction.function, UndecidedFunction.function, KnownFunction.function,
    ] + NetworkFunctions.functions + TextFunctions.functions + IAMFunctions.functions(for: graph)
  }
}
