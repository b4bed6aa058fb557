import TerraformConfiguration

@testable import HCL

/// The facts of a plan's JSON, read the plain way.
struct PlanJSONFacts: PlanFacts {
  private var variables: [String: KnownValue] = [:]
  private var keys: [String: [IterationKey]] = [:]
  private var values: [String: KnownValue] = [:]
  private(set) var instances: [InstanceAddress] = []
  private let isComplete: Bool

  init(_ plan: PlanJSON) {
    for (name, variable) in plan["variables"]?.members ?? [] { variables[name] = variable["value"]?.known ?? .unknown }
    isComplete = plan["complete"]?.value.content.isTrue == true
    for change in plan["resource_changes"]?.elements ?? [] {
      let actions = change["change"]?["actions"]?.elements.compactMap(\.string) ?? []
      if actions == ["delete"] || actions == ["forget"] || change["deposed"] != nil { continue }
      guard let address = change["address"]?.string.flatMap({ InstanceAddress($0) }) else { continue }
      let after = change["change"]?["after"]?.known ?? .null
      let mask = change["change"]?["after_unknown"]?.known ?? .null
      add(address, after.masked(mask))
    }
    addPriorState(plan["prior_state"]?["values"]?["root_module"])
  }

  /// Data sources that were read while planning are only in the prior state.
  private mutating func addPriorState(_ module: PlanJSON?) {
    for resource in module?["resources"]?.elements ?? [] where resource["mode"]?.string == "data" {
      guard let address = resource["address"]?.string.flatMap({ InstanceAddress($0) }) else { continue }
      add(address, resource["values"]?.known ?? .unknown)
    }
    for child in module?["child_modules"]?.elements ?? [] { addPriorState(child) }
  }

  private mutating func add(_ address: InstanceAddress, _ value: KnownValue) {
    instances.append(address)
    values["\(address)"] = value
    if let key = address.key { keys["\(address.resource)", default: []].append(key) }
  }

  func rootVariable(_ name: String) -> KnownValue? { variables[name] }

  func instanceKeys(of resource: ResourceAddress) -> [IterationKey]? { keys["\(resource)"] ?? (isComplete ? [] : nil) }

  func instanceKeys(ofCall call: String, in module: ModuleInstance) -> [IterationKey]? {
    let place = module.steps.count
    let steps = instances.compactMap { instance -> ModuleInstance.Step? in
      let steps = instance.resource.module.steps
      return steps.count > place && Array(steps.prefix(place)) == module.steps ? steps[place] : nil
    }
    let found = Set(steps.filter { $0.call == call }.compactMap(\.key))
    return found.isEmpty ? nil : found.sorted()
  }

  func value(of instance: InstanceAddress, path: [PathStep]) -> KnownValue? {
    var value = values["\(instance)"]
    for step in path {
      switch (step, value) {
      case (.name(let name), .map(let members)?): value = members[name]
      case (.index(let index), .list(let elements)?): value = elements.indices.contains(index) ? elements[index] : nil
      case (_, .unknown?): return .unknown
      default: return nil
      }
    }
    return value
  }
}

extension JSONValue.Content {
  var isTrue: Bool { if case .bool(true) = self { true } else { false } }
}

extension PlanJSON {
  var known: KnownValue {
    switch value.content {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let text): .number(text)
    case .string(let string): .string(string.text)
    case .array(let elements): .list(elements.map { PlanJSON($0).known })
    case .object(let members):
      .map(Dictionary(members.map { ($0.name.text, PlanJSON($0.value).known) }) { _, last in last })
    }
  }
}

extension KnownValue {
  /// The value with what the mask says is unknown.
  func masked(_ mask: KnownValue) -> KnownValue {
    switch (self, mask) {
    case (_, .bool(true)): return .unknown
    case (.map(var members), .map(let masks)):
      for (name, mask) in masks { members[name] = (members[name] ?? .null).masked(mask) }
      return .map(members)
    case (.list(let elements), .list(let masks)):
      return .list(masks.indices.map { (elements.indices.contains($0) ? elements[$0] : .null).masked(masks[$0]) })
    default: return self
    }
  }
}
