import Assessments
import Diagnostics
import ProjectConfiguration
import ResourceGraph
import TerraformConfiguration
import TerraformPlan

/// Turns the comments `pcicheck:ignore` in configurations into waivers.
struct SourceSuppressions {
  private let graph: ResourceGraph
  private let sources: [Int: PlanSource]

  /// - Parameter sources: the configurations by the numbers of the documents made from them.
  init(_ sources: [Int: PlanSource], in graph: ResourceGraph) {
    self.graph = graph
    self.sources = sources
  }

  /// One entry for each rule that a comment names, in source order.
  var entries: [WaiverEntry] {
    var entries: [WaiverEntry] = []
    var folders: Set<String> = []
    for (document, source) in sources.sorted(by: { $0.key < $1.key }) {
      // A folder can stand behind several plans; its comments are read once, for all of them.
      guard source.isSnapshot || folders.insert(source.folder).inserted else { continue }
      let documents = source.isSnapshot ? [document] : sources.filter { !$0.value.isSnapshot }.map(\.key)
      let modules = source.configuration.modules.values.sorted { $0.path.lexicographicallyPrecedes($1.path) }
      var instances: [String: [Resource]]?
      // Calls can share a folder, so that one comment stands at the blocks of several modules.
      var found: [SourceSuppression: [String]] = [:]
      var order: [SourceSuppression] = []
      for module in modules {
        for suppression in module.declarations.suppressions {
          if found[suppression] == nil { order.append(suppression) }
          let byModule = instances ?? self.instances(of: documents)
          instances = byModule
          found[suppression, default: []] += addresses(suppression.target, module.path, byModule)
        }
      }
      for suppression in order { entries += self.entries(suppression, found[suppression] ?? [], source) }
    }
    return entries
  }

  private func entries(_ comment: SourceSuppression, _ resources: [String], _ source: PlanSource) -> [WaiverEntry] {
    let place = comment.location
    let location = SourceLocation(file: source.path(of: place.file), line: place.line, column: place.column)
    func malformed(_ message: String, _ help: String) -> [WaiverEntry] {
      [.malformed(Diagnostic(.warning, message, at: location, help: help))]
    }
    guard !comment.rules.isEmpty else { return [Self.namesNoRule(location)] }
    // Whoever writes a public module does not bear the risk of those who use it.
    guard !place.file.split(separator: "/").contains(".terraform") else {
      return malformed(
        "the comment stands in a module that was fetched from elsewhere", "write a waiver in the project itself")
    }
    return comment.rules.map { rule in
      .suppression(rule: rule, resources: resources, reason: comment.reason, until: comment.until, at: location)
    }
  }

  static func namesNoRule(_ location: SourceLocation) -> WaiverEntry {
    .malformed(
      Diagnostic(
        .warning, "the comment names no rule", at: location,
        help: "write `pcicheck:ignore RULE reason=\"…\" until=YYYY-MM-DD` above the block"))
  }

  /// The managed resources of documents, by the calls that lead to their modules.
  private func instances(of documents: [Int]) -> [String: [Resource]] {
    var byModule: [String: [Resource]] = [:]
    for resource in graph.resources where resource.mode == .managed && documents.contains(resource.origin.document) {
      let path = ModuleInstance(resource.module)?.path.joined(separator: ".") ?? ""
      byModule[path, default: []].append(resource)
    }
    return byModule
  }

  /// The addresses that a block of a module has in the plans; as it is declared, if there are none.
  private func addresses(_ target: String?, _ path: [String], _ byModule: [String: [Resource]]) -> [String] {
    guard let target else { return [] }
    let declared = (path.map { "module.\($0)" } + [target]).joined(separator: ".")
    if target.hasPrefix("module.") {
      let depth = path.count + 1
      let call = (path + [String(target.dropFirst("module.".count))]).joined(separator: ".")
      let inside = byModule.filter { $0.key == call || $0.key.hasPrefix("\(call).") }.flatMap(\.value)
      let found = Set(
        inside.compactMap { ModuleInstance($0.module) }.map {
          ModuleInstance(Array($0.steps.prefix(depth))).description
        })
      return found.isEmpty ? [declared] : found.sorted()
    }
    let found = (byModule[path.joined(separator: ".")] ?? []).filter { "\($0.type).\($0.name)" == target }
    return found.isEmpty ? [declared] : found.map(\.address)
  }
}

extension PCICheck.Options {
  /// The waivers of the project and of comments in sources; nil if there are none.
  func waivers(with suppressions: [WaiverEntry]) throws(Diagnostic) -> WaiverPolicy? {
    guard !suppressions.isEmpty else { return waivers }
    if let waivers { return waivers.adding(suppressions) }
    let today = try RunClock.today()
    return WaiverPolicy(
      suppressions, horizon: WaiverSettings.defaultHorizon, today: today, library: policies.library)
  }
}
