import Assessments
import Compose
import Documents
import HCL
import ResourceGraph
import TestSupport
import Values

/// Writes hints into the `given` of an example, as a reader would into the configuration.
struct HintApplication {
  enum Problem: Error { case unreadable(String) }

  /// Whether blocks are put beside those that there are, or into them.
  let appends: Bool
  /// Whether what is known after applying is known.
  let isApplied: Bool

  func applied(_ hint: FixHint, to given: JSONTree) throws -> JSONTree {
    var given = given
    for change in hint.changes {
      given = hint.language == .hcl ? try hcl(change, given) : try yaml(change, given)
    }
    return given
  }

  private func hcl(_ change: FixHint.Change, _ given: JSONTree) throws -> JSONTree {
    let file = HCLFile(native: Array(change.text.utf8), name: "hint")
    guard file.diagnostics.isEmpty, let block = file.body.blocks.first, file.body.blocks.count == 1 else {
      throw Problem.unreadable(change.text)
    }
    let parts = change.address.split(separator: ".")
    let own = block.type == "data" ? 3 : 2
    let module = parts.dropLast(own).joined(separator: ".")
    var values = HCLValues(
      module: module.isEmpty ? "" : module + ".", given: given, adding: change.address, isApplied: isApplied)
    var result = given
    let targets = given.members.map(\.name).filter { name in
      name == change.address || name.hasPrefix("\(change.address)[")
    }
    if change.action == .change, targets.isEmpty { throw Problem.unreadable("no \(change.address)") }
    for target in change.action == .add ? [change.address] : targets {
      let body = values.body(block.body, into: given[target] ?? .null, appends: appends)
      result = result.setting(target, to: body)
    }
    for address in values.mentioned { result = result.setting(address, to: .object([])) }
    return result
  }

  private func yaml(_ change: FixHint.Change, _ given: JSONTree) throws -> JSONTree {
    if change.address.hasPrefix("Compose") { return try compose(change, given) }
    var builder = ValueArenaBuilder(recordsPositions: true)
    let document = InputDocument(name: "hint.yaml", bytes: Array(change.text.utf8))
    let roots = try YAMLReader.read(document, schema: .kubernetes, into: &builder)
    let arena = builder.build()
    guard roots.count == 1, case .object(let members) = arena.tree(roots[0]) else {
      throw Problem.unreadable(change.text)
    }
    let old = given[change.address] ?? .object([])
    let tree = JSONTree.object(
      members.compactMap { member in
        switch member.name {
        case "kind": nil
        case "apiVersion": old["apiVersion"] == nil ? nil : member
        case "metadata":
          // The address says these.
          .init("metadata", .object(member.value.members.filter { !["name", "namespace"].contains($0.name) }))
        default: member
        }
      })
    return given.setting(change.address, to: merged(old, tree))
  }

  private func compose(_ change: FixHint.Change, _ given: JSONTree) throws -> JSONTree {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder(recordsPositions: true))
    let document = InputDocument(name: "compose.yaml", bytes: Array(change.text.utf8))
    let roots = try YAMLReader.read(document, schema: .compose, into: &builder.values)
    guard let root = roots.first, ComposeReader.isCompose(root, in: builder.values.arena) else {
      throw Problem.unreadable(change.text)
    }
    if let problem = ComposeReader.read(root, document: document, into: &builder).first { throw problem }
    let graph = builder.takeGraph()
    guard graph.resources.contains(where: { $0.address == change.address }) else {
      throw Problem.unreadable("no \(change.address)")
    }
    return graph.resources.reduce(given) { given, resource in
      given.setting(
        resource.address, to: merged(given[resource.address] ?? .object([]), graph.arena.tree(resource.values)))
    }
  }

  /// What a reader makes of the two: what the hint has is as it says, but elements with a name are those of that name.
  private func merged(_ old: JSONTree, _ new: JSONTree) -> JSONTree {
    switch (old, new) {
    case (.object, .object(let members)):
      var result = old
      for member in members {
        result = result.setting(member.name, to: merged(old[member.name] ?? .null, member.value))
        guard case .object(let all) = result else { continue }
        // A variable has one source; what is null is taken away.
        let gone = member.name == "valueFrom" ? "value" : member.value.isNull ? member.name : nil
        if let gone { result = .object(all.filter { $0.name != gone }) }
      }
      return result
    case (.array(let elements), .array(let additions)):
      var result = elements
      var isNew = false
      for addition in additions {
        if let name = addition["name"], let index = result.firstIndex(where: { $0["name"] == name }) {
          result[index] = merged(result[index], addition)
        } else {
          result.append(addition)
          isNew = true
        }
      }
      return .array((isNew || additions.isEmpty) && !appends ? additions : result)
    default: return new
    }
  }
}
