import CEL
import ResourceGraph

/// All functions that conditions may call beside CEL's own.
enum HostFunctions {
  static func all(for graph: ResourceGraph) -> [Function] {
    ResourceMethods.functions(for: graph.withoutValues) + [
      JSONFunction.function, UndecidedFunction.function, KnownFunction.function,
    ] + NetworkFunctions.functions + TextFunctions.functions + IAMFunctions.functions(for: graph)
  }
}
