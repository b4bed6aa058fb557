import Diagnostics
import Values

/// Refuses templates that CloudFormation refuses before it makes anything: names that there are not, circles.
struct TemplateChecks {
  private let template: Template
  private let resources: Set<String>
  private let names: Set<String>

  init(_ template: Template) {
    self.template = template
    resources = Set(template.resources.map(\.id))
    names = resources.union(template.parameters.map(\.name)).union(pseudoParameterNames)
  }

  /// - Parameter evaluator: decides the conditions that decide which branches count.
  func check(_ evaluator: inout StackEvaluator) throws(Diagnostic) {
    for name in template.conditions.keys.sorted() { _ = try evaluator.truth(named: name, at: nil) }
    // What a macro adds may bear any name.
    let isOpen = template.isServerless || !template.foreignMacros.isEmpty
    var edges: [String: [Edge]] = [:]
    for resource in template.resources {
      _ = try evaluator.exists(resource.condition, at: resource.position)
      var found: [Edge] = []
      if let properties = resource.properties { try collect(properties, [], &found, &evaluator) }
      for (id, position) in resource.dependsOn { found.append(Edge(id: id, position: position)) }
      for edge in found where !isOpen && !names.contains(edge.id) {
        throw evaluator.undefined(edge.id, edge.position)
      }
      edges[resource.id] = found.filter { resources.contains($0.id) }
    }
    for output in template.outputs {
      if let condition = output.condition { _ = try evaluator.truth(named: condition, at: output.position) }
      var found: [Edge] = []
      try collect(output.value, [], &found, &evaluator)
      for edge in found where !isOpen && !names.contains(edge.id) {
        throw evaluator.undefined(edge.id, edge.position)
      }
    }
    try refuseCircles(edges)
  }

  private struct Edge {
    let id: String
    let position: SourcePosition?
  }

  /// The names that a value mentions; branches that a known condition excludes do not count.
  private func collect(
    _ node: TemplateNode, _ own: Set<String>, _ edges: inout [Edge], _ evaluator: inout StackEvaluator
  ) throws(Diagnostic) {
    switch node.content {
    case .list(let elements): for element in elements { try collect(element, own, &edges, &evaluator) }
    case .map(let members):
      for member in members where !member.name.hasPrefix("Fn::ForEach::") {
        try collect(member.value, own, &edges, &evaluator)
      }
    case .call(.ref, let argument):
      guard let name = argument.text else { throw evaluator.problem("`Ref` takes a name", argument) }
      edges.append(Edge(id: name, position: argument.position ?? node.position))
    case .call(.getAtt, let argument):
      let name = try evaluator.attributePath(argument).0
      edges.append(Edge(id: name, position: argument.position ?? node.position))
      guard isOpen || resources.contains(name) else { throw evaluator.undefined(name, argument.position) }
    case .call(.sub, let argument):
      let parts = argument.elements
      let variables = Set(parts.count == 2 ? parts[1].members.map(\.name) : [])
      for piece in SubstitutionText(argument.text ?? parts.first?.text ?? "").pieces {
        guard case .name(let name) = piece, !variables.contains(name) else { continue }
        edges.append(Edge(id: String(name.prefix { $0 != "." }), position: argument.position))
      }
      for member in parts.count == 2 ? parts[1].members : [] { try collect(member.value, own, &edges, &evaluator) }
    case .call(.ifThenElse, let argument):
      let parts = argument.elements
      guard parts.count == 3, let name = parts[0].text else { return }
      let truth = try evaluator.truth(named: name, at: parts[0].position)
      if truth != .no { try collect(parts[1], own, &edges, &evaluator) }
      if truth != .yes { try collect(parts[2], own, &edges, &evaluator) }
    case .call(_, let argument): try collect(argument, own, &edges, &evaluator)
    default: break
    }
  }

  private var isOpen: Bool { template.isServerless || !template.foreignMacros.isEmpty }

  private func refuseCircles(_ edges: [String: [Edge]]) throws(Diagnostic) {
    var done: Set<String> = []
    for resource in template.resources where !done.contains(resource.id) {
      var path: [(id: String, next: Int)] = [(resource.id, 0)]
      var onPath: Set<String> = [resource.id]
      while let (id, next) = path.last {
        let own = edges[id] ?? []
        guard next < own.count else {
          done.insert(id)
          onPath.remove(id)
          path.removeLast()
          continue
        }
        path[path.count - 1].next += 1
        let edge = own[next]
        if onPath.contains(edge.id) {
          let start = path.firstIndex { $0.id == edge.id } ?? 0
          let circle = (path[start...].map(\.id) + [edge.id]).map { "`\(safeText($0, limit: 60))`" }
          throw Diagnostic(
            .error, "resources depend on each other in a circle: \(circle.joined(separator: " -> "))",
            at: template.location(edge.position),
            help: "CloudFormation refuses this; make one of the references a resource of its own")
        }
        if !done.contains(edge.id) {
          path.append((edge.id, 0))
          onPath.insert(edge.id)
        }
      }
    }
  }
}
