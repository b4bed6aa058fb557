import TerraformConfiguration

/// Facts written out in a test.
struct TestFacts: PlanFacts {
  var variables: [String: KnownValue] = [:]
  /// Keys by resource address; resources that are not here have none.
  var keys: [String: [IterationKey]]?
  /// Values by `address.path`.
  var values: [String: KnownValue] = [:]

  func rootVariable(_ name: String) -> KnownValue? { variables[name] }

  func instanceKeys(of resource: ResourceAddress) -> [IterationKey]? {
    keys.map { $0["\(resource)"] ?? [] }
  }

  func instanceKeys(ofCall call: String, in module: ModuleInstance) -> [IterationKey]? { nil }

  func value(of instance: InstanceAddress, path: [PathStep]) -> KnownValue? { values["\(instance).\(pathText(path))"] }
}

/// The sources of an attribute as texts: `aws_vpc.this[0].id`, with `?` before those that are only possible and `~`
/// before those that it is computed from; unresolved ones as `!reason`.
func sources(
  _ address: String, _ path: [PathStep], in texts: [String: String], _ facts: TestFacts = TestFacts(),
  following: Bool = false
) -> [String] {
  let configuration = Configuration(MemoryStorage(texts: texts))
  guard configuration.diagnostics.isEmpty else { return configuration.diagnostics.map(\.description) }
  guard let instance = InstanceAddress(address) else { return ["no address: \(address)"] }
  let resolver = ConfigurationResolver(configuration: configuration)
  let answer = resolver.sources(of: instance, path: path, following: following, facts: facts)
  return describe(answer)
}

func describe(_ answer: AttributeSources) -> [String] {
  answer.sources.map { source in
    "\(source.isDefinite ? "" : "?")\(source.isComputed ? "~" : "")\(source.instance)"
      + (source.path.isEmpty ? "" : ".\(pathText(source.path))")
  } + answer.unresolved.map { "!\($0)" }
}

/// The sources of `target` of `x_t.it` for an expression, with locals and resources around it.
func sources(ofExpression text: String, _ more: String = "", _ facts: TestFacts = TestFacts()) -> [String] {
  sources(
    "x_t.it", [.name("target")], in: ["main.tf": "resource \"x_t\" \"it\" {\n  target = \(text)\n}\n\(more)"], facts)
}
