import Assessments
import ResourceGraph
import Rules

/// Makes hints from the examples that rules give, for the resources of one run.
public struct FixMaker: FixSource {
  private let graph: ResourceGraph
  private let templates: [String: FixTemplate]
  private let paths: FragmentPaths
  /// For blocks with several instances: how many there are, and how many fail each rule.
  private let instances: InstanceCounts

  /// - Parameter observations: those of the run; rules without a failure are not looked at.
  public init(_ observations: [Observation], in graph: ResourceGraph, rules: [Rule], library: PolicyLibrary) {
    self.graph = graph
    var failing: [String: Set<String>] = [:]
    var instances = InstanceCounts()
    // Failures of one rule mostly follow each other, and are of one type.
    var last: (rule: String, type: String) = ("", "")
    for index in observations.indices where observations[index].verdict == .fail {
      let (rule, type) = (observations[index].rule, observations[index].type)
      if rule != last.rule || type != last.type {
        failing[rule, default: []].insert(type)
        last = (rule, type)
      }
      if let id = observations[index].resource, graph.isInstance(id) { instances.add(graph[id], failing: rule) }
    }
    var templates: [String: FixTemplate] = [:]
    var types: Set<String> = []
    var names: [String: Set<String>] = [:]
    for rule in rules {
      guard let failingTypes = failing[rule.id], let template = FixTemplate(rule, library) else { continue }
      templates[rule.id] = template
      types.formUnion(failingTypes)
      guard case .hcl(let blocks, let fragment) = template.language else { continue }
      if !blocks.isEmpty { types.formUnion(template.appliedTypes) }
      for type in failingTypes { names[type, default: []].formUnion(fragment.compactMap(\.name)) }
    }
    instances.count(in: graph)
    self.instances = instances
    self.templates = templates
    var schema = SchemaIndex(library)
    paths = FragmentPaths(types.filter { $0.first?.isUppercase != true }, names: names, &schema)
  }

  public func fix(for observation: Observation) -> FixHint? {
    guard let id = observation.resource, let template = templates[observation.rule] else { return nil }
    // Rules show what to write in Terraform's language, which is no help in a template.
    guard graph.documents[graph.document(of: id)].kind != .cloudFormation else { return nil }
    let subject = FixSubject(
      graph: graph, id: id, observation: observation,
      failsInAllInstances: instances.allFail(graph[id], observation.rule))
    switch template.language {
    case .hcl:
      var fix = HCLFix(subject, template, paths)
      return fix.hint()
    case .yaml(let examples): return ManifestFix(subject: subject, examples: examples).hint()
    }
  }
}

/// How many instances blocks have, and how many of them fail.
struct InstanceCounts {
  private struct Block: Hashable {
    let document: Int
    let module: String
    let type: String
    let name: String

    init(_ resource: Resource) {
      document = resource.origin.document
      module = resource.module
      type = resource.type
      name = resource.name
    }
  }

  private var failing: [Block: [String: Int]] = [:]
  private var all: [Block: Int] = [:]

  mutating func add(_ resource: Resource, failing rule: String) {
    guard resource.instanceKey != nil, resource.mode == .managed else { return }
    failing[Block(resource), default: [:]][rule, default: 0] += 1
  }

  mutating func count(in graph: ResourceGraph) {
    guard !failing.isEmpty else { return }
    for resource in graph.resources where resource.instanceKey != nil && resource.mode == .managed {
      let block = Block(resource)
      if failing[block] != nil { all[block, default: 0] += 1 }
    }
  }

  func allFail(_ resource: Resource, _ rule: String) -> Bool {
    guard resource.instanceKey != nil else { return false }
    let block = Block(resource)
    return failing[block]?[rule] == all[block]
  }
}
