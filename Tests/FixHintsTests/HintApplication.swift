import Assessments
import Documents
import HCL
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
    var builder = ValueArenaBuilder(recordsPositions: true)
    let document = InputDocument(name: "hint.yaml", bytes: Array(change.text.utf8))
    let roots = try YAMLReader.read(document, schema: .kubernetes, into: &builder)
    let arena = builder.build()
    guard roots.count == 1 else { throw Problem.unreadable(change.text) }
    var tree = arena.tree(roots[0])
    if case .object(let members) = tree {
      tree = .object(members.filter { !["apiVersion", "kind", "metadata"].contains($0.name) })
    }
    return given.setting(change.address, to: Self.merged(given[change.address] ?? .null, tree))
  }

  private static func merged(_ old: JSONTree, _ new: JSONTree) -> JSONTree {
    switch (old, new) {
    case (.object, .object(let members)):
      var result = old
      for member in members {
        result = result.setting(member.name, to: merged(old[member.name] ?? .null, member.value))
        // A variable has one source.
        if member.name == "valueFrom", case .object(let all) = result {
          result = .object(all.filter { $0.name != "value" })
        }
      }
      return result
    case (.array(let elements), .array(let additions)):
      var result = elements
      for addition in additions {
        if let name = addition["name"], let index = result.firstIndex(where: { $0["name"] == name }) {
          result[index] = merged(result[index], addition)
        } else {
          result.append(addition)
        }
      }
      return .array(result)
    default: return new
    }
  }
}
