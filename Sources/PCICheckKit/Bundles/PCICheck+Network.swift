import Assessments
import Diagnostics
import NetworkAdapter
import ResourceGraph

extension PCICheck {
  /// Larger networks are no picture any more.
  private static let mostDrawn = 1_000

  /// The zones of a graph's resources and the network as a picture, for reports that show them.
  func network(of graph: ResourceGraph) throws(Diagnostic) -> (zones: ZoneMap, diagram: String?)? {
    guard options.detail > .verdicts else { return nil }
    let isDrawn =
      graph.resources.count <= Self.mostDrawn && graph.resources.contains { Self.networks.contains($0.type) }
    guard options.scope != nil || isDrawn else { return nil }
    let session = NetworkSession(graph)
    let zones = try ZoneMap(options.scope, graph, session.map)
    guard isDrawn else { return (zones, nil) }
    // Policies of the user's own may have no rules about the network, which the picture marks; then there is none.
    guard let picture = try? session.diagram(options.scope, policies: options.policies) else { return (zones, nil) }
    let diagram = picture.render("svg")
    return (zones, holdsSecret(diagram) ? nil : diagram)
  }

  private static let networks: Set<String> = ["aws_vpc", "aws_subnet", "aws_default_vpc"]

  /// Whether a name that the picture shows holds a secret: then there is no picture.
  private func holdsSecret(_ markup: String) -> Bool {
    markup.split(separator: "<").contains { part in
      guard let end = part.firstIndex(of: ">") else { return false }
      let text = String(part[part.index(after: end)...])
      return withoutSecrets(text) != text
    }
  }
}
