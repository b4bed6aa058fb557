import ResourceGraph

/// A way to write a resource graph: a pure function of it.
public protocol GraphFormat: Sendable {
  static var name: String { get }
  static func render(_ view: GraphView) -> [UInt8]
}

/// All formats of graphs, in the order in which help lists them.
public let graphFormats: [any GraphFormat.Type] = [DOTGraph.self, MermaidGraph.self, JSONGraph.self]

/// What the pictures have in common.
struct GraphLayout {
  let view: GraphView
  /// The resources of each module instance, modules in order of first appearance.
  let modules: [(address: String, resources: [ResourceID])]

  init(_ view: GraphView) {
    self.view = view
    var order: [String] = []
    var members: [String: [ResourceID]] = [:]
    for id in view.resources {
      let module = view.graph[id].module
      if members[module] == nil { order.append(module) }
      members[module, default: []].append(id)
    }
    modules = order.map { ($0, members[$0] ?? []) }
  }

  /// A name without meaning: addresses have characters that the languages take for their own.
  func name(_ id: ResourceID) -> String { "r\(id.index)" }

  /// The address within the module.
  func label(_ id: ResourceID) -> String {
    let resource = view.graph[id]
    guard !resource.module.isEmpty, resource.address.hasPrefix(resource.module + ".") else { return resource.address }
    return String(resource.address.dropFirst(resource.module.count + 1))
  }

  /// What stands at an edge.
  func label(_ edge: ResourceEdge) -> String {
    switch edge.resolution {
    case .value, .configuration: edge.attribute
    case .inferred, .possible: "\(edge.attribute) (\(edge.resolution.rawValue))"
    }
  }
}
