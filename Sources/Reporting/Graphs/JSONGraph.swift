import Diagnostics
import Documents
import ResourceGraph

/// The graph for programs (policies/schema/graph.schema.json).
public enum JSONGraph: GraphFormat {
  public static let name = "json"
  private static let schemaVersion = "1.0"

  public static func render(_ view: GraphView) -> [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("schemaVersion", schemaVersion)
      writer.name("inputs")
      writer.array { writer in
        for document in view.graph.documents {
          writer.object { writer in
            writer.member("name", document.name)
            writer.member("kind", document.kind.rawValue)
            writer.member("sha256", document.sha256)
          }
        }
      }
      writer.name("resources")
      writer.array { writer in for id in view.resources { resource(id, view.graph, &writer) } }
      writer.name("edges")
      writer.array { writer in for edge in view.edges { self.edge(edge, view.graph, &writer) } }
    }
    writer.endLine()
    return writer.bytes
  }

  private static func resource(_ id: ResourceID, _ graph: ResourceGraph, _ writer: inout JSONWriter) {
    let resource = graph[id]
    writer.object { writer in
      writer.member("address", resource.address)
      writer.member("type", resource.type)
      writer.member("mode", resource.mode.rawValue)
      if !resource.module.isEmpty { writer.member("module", resource.module) }
      writer.member("input", graph.documents[resource.origin.document].name)
      if let trail = graph.trail(of: id) { SourceTrailJSON.write(trail, &writer) }
    }
  }

  private static func edge(_ edge: ResourceEdge, _ graph: ResourceGraph, _ writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("from", graph[edge.from].address)
      writer.member("to", edge.to.map { graph[$0].address })
      writer.member("attribute", edge.attribute)
      writer.member("resolution", edge.resolution.rawValue)
      if !edge.through.isEmpty { writer.member("through", edge.through) }
    }
  }
}
