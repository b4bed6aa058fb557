import TerraformConfiguration

/// Tells blocks that nobody wrote from those that come from a `dynamic` block, which plan JSON does not list: both are
/// unknown as a whole.
final class WrittenBlocks {
  /// The blocks of a resource type that a provider does not fill by itself.
  typealias Names = (_ type: String) -> Set<String>

  private let names: Names?
  private let source: PlanSource?
  private var known: [String: Set<String>] = [:]

  init(_ names: Names?, _ source: PlanSource?) {
    self.names = names
    self.source = source
  }

  /// Whether every resource of a type has the same answer: without a configuration at hand.
  var dependOnTypeAlone: Bool { source == nil }

  /// Whether an unknown argument that the plan's configuration does not list can be a `dynamic` block.
  func mayBeDynamic(_ name: String, type: String, address: String) -> Bool {
    guard !Self.neverBlocks.contains(name) else { return false }
    if let source, let instance = InstanceAddress(address),
      let declared = source.configuration.declaration(of: instance.resource),
      declared.body.blocks(name).contains(where: { $0.block.type == "dynamic" })
    {
      return true
    }
    return blocks(of: type).contains(name)
  }

  /// What providers fill in almost every resource; looking it up in a schema would only cost time.
  private static let neverBlocks: Set<String> = [
    "id", "arn", "tags_all", "owner_id", "unique_id", "name", "name_prefix",
  ]

  private func blocks(of type: String) -> Set<String> {
    if let found = known[type] { return found }
    let found = names?(type) ?? []
    known[type] = found
    return found
  }
}
