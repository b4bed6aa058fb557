import Assessments
import Diagnostics
import Documents
import Network
import NetworkAdapter
import ResourceGraph
import Rules

/// Which resource is in which zone and why, what is connected to the CDE, and what nobody classified.
public struct ScopeReport: Sendable {
  struct Entry: Sendable {
    let id: ResourceID
    let address: String
    let type: String
    let zones: [ZoneMap.Membership]
    /// Why it counts as connected to the CDE although nobody said so.
    let connection: String?
    /// Whether it is a data store or has an interface, so that somebody ought to classify it.
    let matters: Bool
  }

  let isDeclared: Bool
  let zoneNames: [String]
  let entries: [Entry]
  /// Resources that are declared out of scope and reach the CDE.
  let contradictions: [String]
}

extension NetworkSession {
  /// - Throws: a diagnostic for a scope whose conditions cannot be used.
  public func scope(_ declaration: ScopeDeclaration?) throws(Diagnostic) -> ScopeReport {
    let zones = try ZoneMap(declaration, graph, map)
    let connections = zones.isDeclared ? connections(zones) : [:]
    var entries: [ScopeReport.Entry] = []
    var contradictions: [String] = []
    for index in graph.resources.indices {
      let id = ResourceID(index)
      let resource = graph[id]
      guard resource.mode == .managed else { continue }
      let isPlace = map.places[id].map { !$0.isEmpty } ?? false
      let matters = isPlace || Self.stores.contains(resource.type)
      let own = zones.memberships[id] ?? []
      guard !own.isEmpty || matters else { continue }
      let connection = zones.category(of: id) == "cde" ? nil : connections[id]
      if zones.category(of: id) == "out-of-scope", let connection {
        contradictions.append("\(resource.address) \(connection)")
      }
      entries.append(
        ScopeReport.Entry(
          id: id, address: resource.address, type: resource.type, zones: own, connection: connection, matters: matters))
    }
    return ScopeReport(
      isDeclared: zones.isDeclared, zoneNames: declaration?.zones.map(\.name) ?? [], entries: entries,
      contradictions: contradictions)
  }

  /// Types that hold data and have no interface of their own.
  private static let stores: Set<String> = [
    "aws_s3_bucket", "aws_dynamodb_table", "aws_sqs_queue", "aws_sns_topic", "aws_kinesis_stream",
    "aws_kinesis_firehose_delivery_stream", "aws_ebs_volume", "aws_efs_file_system", "aws_backup_vault",
    "aws_secretsmanager_secret", "aws_ssm_parameter", "aws_ecr_repository", "aws_cloudwatch_log_group",
    "PersistentVolumeClaim", "Secret", "ConfigMap",
  ]

  /// What reaches the CDE or is reached from it, by resource.
  private func connections(_ zones: ZoneMap) -> [ResourceID: String] {
    var inside: [Endpoint.ID] = []
    var outside: [Endpoint.ID] = []
    for (endpoint, owner) in zip(map.model.endpoints, map.owners) {
      let isCDE = zones.category(of: owner) == "cde"
      if isCDE { inside.append(endpoint.id) } else { outside.append(endpoint.id) }
    }
    guard let cde = try? engine.prepare(.endpoints(inside)), let rest = try? engine.prepare(.endpoints(outside)),
      !inside.isEmpty
    else { return [:] }
    var found: [ResourceID: String] = [:]
    func note(_ elements: [Element], _ verb: String, _ flow: Flow, _ others: [Element]) {
      let isCertain = !flow.packets.lower.isEmpty
      let other = others.first?.label ?? "the CDE"
      let path = flow.kinds.map(\.rawValue).joined(separator: ", ")
      for element in elements {
        guard element.kind == .endpoint, let id = map.owner(of: element, in: graph) else { continue }
        let text = "\(isCertain ? verb : "possibly \(verb)") \(other) by \(path)"
        if let known = found[id], !known.hasPrefix("possibly") || !isCertain { continue }
        found[id] = text
      }
    }
    for flow in engine.flows(from: rest, to: cde) { note(flow.senders, "reaches", flow, flow.receivers) }
    for flow in engine.flows(from: cde, to: rest) { note(flow.receivers, "is reached from", flow, flow.senders) }
    return found
  }
}

extension ScopeReport {
  private func category(_ entry: Entry) -> String {
    let own = entry.zones.filter { !$0.isDoubtful }.map(\.zone)
    if let declared = ScopeDeclaration.categories.first(where: { own.contains($0) }), declared != "out-of-scope" {
      return declared
    }
    if entry.connection != nil { return "connected-to" }
    if own.contains("out-of-scope") { return "out-of-scope" }
    return own.first ?? "unclassified"
  }

  public var text: String {
    guard isDeclared else {
      return """
        no scope is declared, so everything is in scope: \(entries.count) data stores and network endpoints
        help: declare zones in the section `scope` of pcicheck.yaml

        """ + entries.map { "  \(safeText($0.address))\n" }.joined()
    }
    var text = ""
    let groups = Dictionary(grouping: entries, by: category)
    let order =
      ScopeDeclaration.categories + zoneNames.filter { !ScopeDeclaration.categories.contains($0) } + ["unclassified"]
    for name in order {
      let members = (groups[name] ?? []).filter { name != "unclassified" || $0.matters }
      text += "\(safeText(name)): \(members.count)\n"
      for entry in members {
        text += "  \(safeText(entry.address))\n"
        for zone in entry.zones { text += "      \(safeText(zone.zone)): \(safeText(zone.reason, limit: 200))\n" }
        if let connection = entry.connection { text += "      \(safeText(connection))\n" }
      }
    }
    if !contradictions.isEmpty {
      text += "declared out of scope, but connected to the CDE:\n"
      text += contradictions.map { "  \(safeText($0))\n" }.joined()
    }
    return text
  }

  public var json: [UInt8] {
    var writer = JSONWriter(indents: true)
    writer.object { writer in
      writer.member("schemaVersion", "1.0")
      writer.member("declared", isDeclared)
      writer.member("zones", zoneNames)
      writer.name("resources")
      writer.array { writer in
        for entry in entries {
          writer.object { writer in
            writer.member("address", entry.address)
            writer.member("type", entry.type)
            writer.member("scope", isDeclared ? category(entry) : "cde")
            writer.name("declaredIn")
            writer.array { writer in
              for zone in entry.zones {
                writer.object { writer in
                  writer.member("zone", zone.zone)
                  writer.member("because", zone.reason)
                  writer.member("certain", !zone.isDoubtful)
                }
              }
            }
            if let connection = entry.connection { writer.member("connection", connection) }
          }
        }
      }
      writer.member("contradictions", contradictions)
    }
    writer.endLine()
    return writer.bytes
  }

  /// Whether something that is declared out of scope is connected to the CDE.
  public var isContradicted: Bool { !contradictions.isEmpty }
}
