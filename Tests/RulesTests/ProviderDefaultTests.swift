import ResourceGraph
import Rules
import TestSupport
import Testing

/// Defaults against plans in which the provider itself says what it does with arguments that nobody set.
@Suite struct ProviderDefaultTests {
  private static let own = Project.path("fixtures/defaults/plan.json")
  private static let other = Project.shared("plans/defaults-probe.plan.json")

  @Test func theProviderPlansWhatOurDefaultsSay() throws {
    let checked = try Self.check(Self.own)
    #expect(checked >= 60, "only \(checked) defaults are in the plan")
  }

  @Test(.enabled(if: Project.exists(other), "the plan is not beside the package, so it is not looked at"))
  func anotherPlanSaysTheSame() throws {
    let checked = try Self.check(Self.other)
    #expect(checked >= 50, "only \(checked) defaults are in the plan")
  }

  /// How many defaults the plan has a value for.
  private static func check(_ path: String) throws -> Int {
    let plan = try JSONTree(try Project.bytes(path))
    let changes = plan["resource_changes"]?.elements ?? []
    let declared = plan["configuration"]?["root_module"]?["resources"]?.elements ?? []
    let defaults = try PolicyLibrary().defaults(for: Set(changes.compactMap { $0["type"]?.string }))
    var checked = 0
    for change in changes {
      guard let address = change["address"]?.string, let type = change["type"]?.string else { continue }
      let written = declared.first { $0["address"]?.string == address }?["expressions"]
      for entry in defaults[type] ?? [] where value(written, entry.path) == nil {
        guard let planned = value(change["change"]?["after"], entry.path).flatMap(scalar) else { continue }
        checked += 1
        #expect(planned == entry.value, "\(type).\(entry.path.joined(separator: "."))")
      }
    }
    return checked
  }

  /// The value at a path, of the first element where there are lists.
  private static func value(_ tree: JSONTree?, _ path: [String]) -> JSONTree? {
    var tree = tree
    for name in path {
      if case .array(let elements)? = tree { tree = elements.first }
      tree = tree?[name]
    }
    return tree
  }

  private static func scalar(_ tree: JSONTree) -> ProviderDefault.Scalar? {
    switch tree {
    case .bool(let truth): .bool(truth)
    case .number(let number): .int(Int64(number))
    case .string(let text) where !text.isEmpty: .string(text)
    default: nil
    }
  }
}
