import Diagnostics
import Values

/// What a project declares about its network: which resources belong to which zone, and what may flow between zones.
public struct ScopeDeclaration: Sendable {
  /// The zones that PCI DSS scope knows, strictest first; every other name is a zone of the project's own.
  public static let categories = ["cde", "connected-to", "out-of-scope"]
  /// Names of what lies outside the plan.
  public static let outside = ["internet", "on-premises"]

  public struct Zone: Sendable {
    public let name: String
    /// A resource belongs to the zone if one of them matches it.
    public let selectors: [Selector]
    public let location: SourceLocation
  }

  /// Chooses resources: every part that is there has to match.
  public struct Selector: Sendable {
    /// Each a list of patterns in which `*` stands for any characters; nil matches everything.
    public let types: [String]?
    public let addresses: [String]?
    public let modules: [String]?
    public let subnets: [String]?
    public let namespaces: [String]?
    public let tags: [(name: String, values: [String])]
    public let labels: [(name: String, values: [String])]
    public let condition: RuleExpression?
    /// What it says, for people: `tags pci=cde`.
    public let text: String
  }

  /// Traffic that is wanted.
  public struct Flow: Sendable {
    public let from: String
    public let to: String
    public let `protocol`: String
    /// First and last port of each range; empty for all.
    public let ports: [(first: Int, last: Int)]
    /// CIDR blocks at the far end; empty for all.
    public let addresses: [String]
    public let because: String?
    public let location: SourceLocation
  }

  /// A cluster of one input that runs what other inputs describe.
  public struct Cluster: Sendable {
    /// The address of the cluster: `aws_eks_cluster.payments`.
    public let address: String
    /// The inputs whose objects it runs: names, folders, patterns; empty for all.
    public let manifests: [String]
    /// The namespaces that are meant; nil for all.
    public let namespaces: [String]?
    public let location: SourceLocation
  }

  public let zones: [Zone]
  public let flows: [Flow]
  public let clusters: [Cluster]

  public init(zones: [Zone], flows: [Flow], clusters: [Cluster] = []) {
    self.zones = zones
    self.flows = flows
    self.clusters = clusters
  }

  /// Decodes the section `scope` of a project's configuration.
  public static func decode(_ record: RecordReader) throws(Diagnostic) -> ScopeDeclaration {
    try record.checkMembers(["zones", "flows", "clusters"])
    let zones = try self.zones(record)
    let names = zones.map(\.name) + outside
    var flows: [Flow] = []
    if let member = record.member("flows"), record.arena[member].kind != .null {
      for flow in try record.records("flows", "flow") { flows.append(try self.flow(flow, names)) }
    }
    return ScopeDeclaration(zones: zones, flows: flows, clusters: try clusters(record))
  }

  private static func clusters(_ record: RecordReader) throws(Diagnostic) -> [Cluster] {
    guard let member = record.member("clusters"), record.arena[member].kind != .null else { return [] }
    var clusters: [Cluster] = []
    for entry in try record.records("clusters", "cluster") {
      try entry.checkMembers(["cluster", "manifests", "namespaces"])
      clusters.append(
        Cluster(
          address: try entry.text("cluster"), manifests: try entry.texts("manifests"),
          namespaces: entry.member("namespaces") == nil ? nil : try entry.texts("namespaces"),
          location: entry.location(entry.node)))
    }
    return clusters
  }

  private static func zones(_ record: RecordReader) throws(Diagnostic) -> [Zone] {
    guard let member = record.member("zones"), record.arena[member].kind != .null else { return [] }
    let zones = try record.record(member, "`zones`")
    var result: [Zone] = []
    for child in record.arena.children(zones.node) {
      let name = record.arena.keyName(child) ?? ""
      guard !outside.contains(name), !name.isEmpty else {
        throw record.problem("`\(safeText(name, limit: 60))` lies outside the plan and cannot be declared", at: child)
      }
      result.append(Zone(name: name, selectors: try selectors(zones, child), location: record.location(child)))
    }
    return result
  }

  private static func selectors(_ zones: RecordReader, _ node: NodeID) throws(Diagnostic) -> [Selector] {
    guard zones.arena[node].kind == .list else { return [try selector(try zones.record(node, "selector"))] }
    var result: [Selector] = []
    for child in zones.arena.children(node) { result.append(try selector(try zones.record(child, "selector"))) }
    return result
  }

  private static func selector(_ record: RecordReader) throws(Diagnostic) -> Selector {
    try record.checkMembers(["type", "address", "module", "subnet", "namespace", "tags", "labels", "where"])
    guard record.arena[record.node].childCount > 0 else {
      throw record.problem(
        "a selector needs at least one part", at: record.node, help: "`address: \"*\"` chooses everything")
    }
    func patterns(_ name: String) throws(Diagnostic) -> [String]? {
      record.member(name) == nil ? nil : try record.texts(name)
    }
    let tags = try pairs(record, "tags")
    let labels = try pairs(record, "labels")
    var text: [String] = []
    for name in ["type", "address", "module", "subnet", "namespace"] {
      if let found = try patterns(name) { text.append("\(name) \(found.joined(separator: ", "))") }
    }
    for (name, values) in tags { text.append("tag \(name)=\(values.joined(separator: "|"))") }
    for (name, values) in labels { text.append("label \(name)=\(values.joined(separator: "|"))") }
    let condition = try record.expression("where")
    if let condition { text.append("where \(condition.text)") }
    return Selector(
      types: try patterns("type"), addresses: try patterns("address"), modules: try patterns("module"),
      subnets: try patterns("subnet"), namespaces: try patterns("namespace"), tags: tags, labels: labels,
      condition: condition, text: text.joined(separator: ", "))
  }

  private static func pairs(_ record: RecordReader, _ name: String) throws(Diagnostic) -> [(
    name: String, values: [String]
  )] {
    guard let member = record.member(name) else { return [] }
    let map = try record.record(member, "`\(name)`")
    var result: [(name: String, values: [String])] = []
    for child in record.arena.children(map.node) {
      let key = record.arena.keyName(child) ?? ""
      result.append((key, try map.scalarTexts(child, key)))
    }
    return result
  }

  private static func flow(_ record: RecordReader, _ names: [String]) throws(Diagnostic) -> Flow {
    try record.checkMembers(["from", "to", "protocol", "ports", "addresses", "because"])
    func zone(_ name: String) throws(Diagnostic) -> String {
      let text = try record.text(name)
      guard names.contains(text) else {
        throw record.problem(
          "`\(name)` is `\(safeText(text, limit: 60))`, which is no zone", at: try record.required(name),
          help: nearestName(to: text, among: names).map { "did you mean `\($0)`?" }
            ?? "zones: \(names.map { safeText($0, limit: 60) }.joined(separator: ", "))")
      }
      return text
    }
    var ports: [(first: Int, last: Int)] = []
    if let member = record.member("ports") {
      for text in try record.scalarTexts(member, "ports") {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let first = parts.first ?? nil, let last = parts.last ?? nil, parts.count <= 2, 0 <= first, first <= last,
          last <= 65535
        else {
          throw record.problem(
            "`\(safeText(text, limit: 40))` is no port, expected 0 to 65535 or a range such as 8000-8080", at: member)
        }
        ports.append((first, last))
      }
    }
    return Flow(
      from: try zone("from"), to: try zone("to"), protocol: try record.optionalText("protocol") ?? "tcp", ports: ports,
      addresses: try record.texts("addresses"), because: try record.optionalText("because"),
      location: record.location(record.node))
  }
}

extension RecordReader {
  /// The texts of a list of scalars, or of one scalar; YAML reads `8080` as a number and `true` as a truth value.
  func scalarTexts(_ member: NodeID, _ name: String) throws(Diagnostic) -> [String] {
    let nodes = arena[member].kind == .list ? Array(arena.children(member)) : [member]
    var result: [String] = []
    for node in nodes {
      if let text = arena.string(node) ?? arena.int(node).map(String.init) ?? arena.bool(node).map({ String($0) }) {
        result.append(text)
      } else {
        throw problem("`\(safeText(name, limit: 60))` must be a text or a list of texts", at: node)
      }
    }
    return result
  }
}
