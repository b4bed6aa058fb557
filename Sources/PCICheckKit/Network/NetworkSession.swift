import Diagnostics
import Network
import NetworkAdapter
import ResourceGraph
import Rules

/// Inputs read as a network, ready to be asked.
public struct NetworkSession: Sendable {
  let graph: ResourceGraph
  let map: NetworkMap
  let engine: Reachability
  /// Things to know about the inputs. An error is a document that could not be read: what the others say is answered from,
  /// and what it may have held counts as unknown.
  public let notes: [Diagnostic]

  /// Whether a document could not be read.
  public var isPartial: Bool { notes.contains { $0.severity == .error } }

  /// - Throws: a diagnostic if an input cannot be used.
  public init(
    _ paths: [String], policies: PCICheck.Policies, terraform: String? = nil, source: String? = nil,
    allowIncomplete: Bool = false
  ) throws(Diagnostic) {
    var loaded = try InputLoader(terraform: terraform, source: source, policies: policies).load(paths)
    let types = Set(loaded.builder.resources.map(\.type))
    let graph = loaded.builder.takeGraph(
      defaults: try policies.library.defaults(for: types), special: loaded.specialDefaults)
    if !allowIncomplete, !loaded.hasUnreadableParts,
      let input = graph.documents.first(where: { !$0.completeness.isComplete })
    {
      throw Diagnostic(
        .error, "cannot be used: \(input.completeness.reasons.joined(separator: "; "))",
        at: SourceLocation(file: input.name),
        help:
          "mend the plan, or ask about what there is with --allow-incomplete; what is missing then counts as unknown")
    }
    self.init(graph, notes: loaded.notes)
  }

  init(_ graph: ResourceGraph, notes: [Diagnostic] = []) {
    self.notes = notes
    self.graph = graph
    map = NetworkMap.map(graph)
    engine = Reachability(map.model)
  }

  /// What is wrong with the network: malformed blocks, references that lead nowhere.
  public var issues: [String] {
    let own = map.notes.map { note in
      "\(graph[note.resource].address)\(note.attribute.isEmpty ? "" : ".\(note.attribute)") \(note.message)"
    }
    return own + engine.issues.filter { $0.kind != .danglingReference }.map { "\($0.element.label): \($0.message)" }
  }
}

/// One end of a question, as a person names it.
struct Place: Sendable {
  let name: String
  let locations: [Location]
  /// Narrows the addresses of the Internet.
  var addresses: [Prefix] = []
}

extension NetworkSession {
  /// The place that a name means: `internet`, `on-premises`, an address range of the Internet, or a resource.
  func place(_ name: String) throws(Diagnostic) -> Place {
    if name == "internet" { return Place(name: name, locations: [.internet]) }
    if name == "on-premises" {
      let networks = map.model.onPremises.map { Location.onPremises($0.id) }
      guard !networks.isEmpty else {
        throw Diagnostic(.error, "the input connects no network outside AWS, so there is no `on-premises`")
      }
      return Place(name: name, locations: networks)
    }
    if let range = range(name) { return Place(name: name, locations: [.internet], addresses: [range]) }
    guard let id = graph.resource(named: name) else { throw unknown(name) }
    let locations = (map.places[id] ?? []).flatMap { located($0) }
    guard !locations.isEmpty else {
      throw Diagnostic(
        .error, "`\(safeText(name, limit: 200))` has no interface in a network, so nothing reaches it by packets",
        help: "name an instance, interface, database, load balancer, subnet or the like, or `internet`")
    }
    return Place(name: name, locations: locations)
  }

  private func range(_ text: String) -> Prefix? {
    if let prefix = try? Prefix(parsing: text, hostBits: .dropped) { return prefix }
    guard let address = try? Address(parsing: text) else { return nil }
    return Prefix(around: address, length: address.family.width)
  }

  /// A subnet without endpoints stands for any interface that somebody may put there.
  private func located(_ location: Location) -> [Location] {
    guard case .subnet(let subnet) = location else { return [location] }
    let isUsed = map.model.endpoints.contains { endpoint in
      switch endpoint.placement {
      case .each(let places), .oneOf(let places): places.contains(.known(subnet))
      }
    }
    return [isUsed ? location : .anyInterface(in: subnet)]
  }

  private func unknown(_ name: String) -> Diagnostic {
    let known = map.places.keys.map { graph[$0].address } + ["internet", "on-premises"]
    let near = nearestName(to: name, among: known)
    // A resource with instances is asked about one by one.
    let instances = known.filter { $0.hasPrefix("\(name)[") }
    let help =
      instances.isEmpty
      ? near.map { "did you mean `\(safeText($0))`?" }
        ?? "addresses are written as in the plan, such as `module.m.aws_instance.a[0]`"
      : "it has instances; name one, such as `\(safeText(instances[0]))`"
    return Diagnostic(
      .error, "no resource `\(safeText(name, limit: 200))` in the input, expected `internet` or an address", help: help)
  }
}
