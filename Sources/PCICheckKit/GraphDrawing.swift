import Diagnostics
import Reporting
import ResourceGraph
import Rules

/// Draws the resource graph of inputs.
public struct GraphDrawing: Sendable {
  /// The names of the formats; the first is the default.
  public static var formatNames: [String] { graphFormats.map { $0.name } }

  private let policies: PCICheck.Policies
  private let terraform: String?
  private let source: String?

  public init(policies: PCICheck.Policies, terraform: String? = nil, source: String? = nil) {
    self.policies = policies
    self.terraform = terraform
    self.source = source
  }

  public struct Result: Sendable {
    public let bytes: [UInt8]
    /// What could not be read, and the like.
    public let notes: [Diagnostic]
  }

  /// - Parameters:
  ///   - around: the address of a resource, of a block or of a module; nil for everything.
  ///   - depth: how many edges away from it.
  /// - Throws: a diagnostic if an input cannot be read or there is no such resource.
  public func draw(_ paths: [String], format: String, around: String? = nil, depth: Int = 1) throws(Diagnostic)
    -> Result
  {
    var loaded = try InputLoader(terraform: terraform, source: source, policies: policies).load(paths)
    let graph = loaded.builder.takeGraph()
    let center = if let around { try resources(around, graph) } else { nil as [ResourceID]? }
    let view = GraphView(graph, edges: graph.edges(try expectations(graph)), around: center, depth: depth)
    let chosen = graphFormats.first { $0.name == format } ?? DOTGraph.self
    let incomplete = graph.documents.flatMap { document in
      document.completeness.reasons.map {
        Diagnostic(.warning, "the graph is only a part: \($0)", at: SourceLocation(file: document.name))
      }
    }
    return Result(bytes: chosen.render(view), notes: loaded.notes + incomplete)
  }

  /// The resources at an address: one, all instances of a block, or everything in a module.
  private func resources(_ address: String, _ graph: ResourceGraph) throws(Diagnostic) -> [ResourceID] {
    let found = graph.resources.indices.filter { index in
      let candidate = graph.resources[index].address
      return candidate == address || candidate.hasPrefix("\(address)[") || candidate.hasPrefix("\(address).")
    }
    guard found.isEmpty else { return found.map { ResourceID($0) } }
    let near = nearestName(to: address, among: graph.resources.map(\.address))
    throw Diagnostic(
      .error, "no resource `\(safeText(address, limit: 300))` in the input",
      help: near.map { "did you mean `\(safeText($0, limit: 300))`?" } ?? "`--format json` lists all addresses")
  }

  /// What rules know of attributes that refer to other resources.
  private func expectations(_ graph: ResourceGraph) throws(Diagnostic) -> ReferenceExpectations {
    let library = policies.library
    var expectations = ReferenceExpectations()
    for rule in try RuleSelection(library, profile: "complete", selectors: []).rules(for: Set(graph.types)) {
      let subjects = try library.expand(rule.applies.types, at: rule.location)
      var ends: [String: [String]] = [:]
      for relation in rule.relations {
        let related = try library.expand(relation.types, at: relation.location)
        ends[relation.name] = related
        let starts = relation.from.flatMap { ends[$0] } ?? subjects
        let (holders, targets) = relation.direction == "incoming" ? (related, starts) : (starts, related)
        for path in relation.via {
          for holder in holders { expectations.add(path, of: holder, refersTo: Set(targets)) }
        }
      }
    }
    return expectations
  }
}
