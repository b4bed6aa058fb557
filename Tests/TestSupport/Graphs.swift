import Diagnostics
import Documents
import Kubernetes
import PCICheckKit
import ResourceGraph
import TerraformPlan
import Values

/// Graphs and assessments made from texts and files.
public enum Graphs {
  /// The graph of a Terraform plan or state.
  public static func terraform(
    _ bytes: [UInt8], name: String = "plan.json", source: PlanSource? = nil
  ) throws -> ResourceGraph {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder())
    let document = InputDocument(name: name, bytes: bytes)
    let root = try JSONReader.read(document, into: &builder.values)
    guard let kind = TerraformDocument.kind(of: root, in: builder.values.arena) else {
      throw Diagnostic(.error, "neither plan nor state", at: SourceLocation(file: name))
    }
    _ = try TerraformDocument.read(root, kind, document: document, source: source, into: &builder)
    return builder.takeGraph()
  }

  public static func terraform(_ text: String) throws -> ResourceGraph { try terraform(Array(text.utf8)) }

  public static func fixture(_ name: String, source: PlanSource? = nil) throws -> ResourceGraph {
    try terraform(try Project.bytes(Project.fixture("terraform/\(name)/plan.json")), source: source)
  }

  /// The graph of manifests.
  public static func manifests(_ text: String) throws -> ResourceGraph {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder(recordsPositions: true))
    let document = InputDocument(name: "manifests.yaml", bytes: Array(text.utf8))
    let roots = try YAMLReader.read(document, schema: .kubernetes, into: &builder.values)
    if let problem = ManifestReader.read(roots, document: document, into: &builder).first { throw problem }
    return builder.takeGraph()
  }

  /// Judges files with the built-in rules.
  public static func assess(
    _ paths: [String], allowIncomplete: Bool = true, rules: [String] = [], profile: String = "complete",
    folders: [String] = []
  ) throws -> (check: PCICheck, result: PCICheck.Result) {
    let check = PCICheck(
      options: PCICheck.Options(
        policies: try PCICheck.Policies(folders: folders), profile: profile, ruleSelectors: rules,
        allowIncomplete: allowIncomplete))
    return (check, try check.run(paths))
  }

  /// The JSON report on files.
  public static func report(
    _ paths: [String], allowIncomplete: Bool = true, rules: [String] = [], folders: [String] = []
  ) throws -> JSONTree {
    let (check, result) = try assess(paths, allowIncomplete: allowIncomplete, rules: rules, folders: folders)
    return try JSONTree(check.report(result, format: "json", color: false, width: 100, verbose: true))
  }
}

extension ResourceGraph {
  /// The value at a path of a resource: names of members and indexes of elements.
  public func value(_ address: String, _ path: String...) -> ValueNode? {
    guard let id = resource(named: address) else { return nil }
    var node = self[id].values
    for step in path {
      if let index = Int(step) {
        guard arena[node].kind == .list, index < arena[node].childCount else { return nil }
        node = arena[node].child(index)
      } else {
        guard let next = arena.member(node, step) else { return nil }
        node = next
      }
    }
    return arena[node]
  }

  /// Why the value at a path is unknown, nil if it is known.
  public func cause(_ address: String, _ path: String...) -> UnknownReason? {
    guard let id = resource(named: address) else { return nil }
    var node = self[id].values
    for step in path {
      guard let next = Int(step).map({ arena[node].child($0) }) ?? arena.member(node, step) else { return nil }
      node = next
    }
    return arena[node].kind == .unknown ? arena[arena[node].unknownReason] : nil
  }

  /// The elements of an incoming relation, as `address resolution`, `?` for one that cannot be named.
  public func incoming(
    _ types: String..., via: String, to address: String, isCollection: Bool = false
  ) -> [String] {
    elements(.incoming, types, via, address, isCollection)
  }

  /// The elements of an outgoing relation.
  public func outgoing(
    _ types: String..., via: String, from address: String, isCollection: Bool = false
  ) -> [String] {
    elements(.outgoing, types, via, address, isCollection)
  }

  private func elements(
    _ direction: RelationSpec.Direction, _ types: [String], _ via: String, _ address: String, _ isCollection: Bool
  ) -> [String] {
    guard let id = resource(named: address) else { return ["no resource \(address)"] }
    let path = via.split(separator: ".").map(String.init)
    let spec = RelationSpec(
      types: Set(types), direction: direction, via: [RelationSpec.Via(path: path, isCollection: isCollection)])
    var identities = IdentityIndexes()
    let index = RelationIndex(spec, subjects: [self[id].type], in: self, identities: &identities)
    return index.elements(of: id).map { element in
      "\(element.resource.map { self[$0].address } ?? "?") \(element.resolution.rawValue)"
    }
  }
}
