import TestSupport

/// An argument that a configuration writes, in all instances of its resource.
public struct PlanArgument: Hashable, Sendable {
  /// The way to the declaration in the plan's configuration.
  let declaration: [String]
  /// The numbers of the resource changes that are instances of it.
  let changes: [Int]
  /// The way from the resource to the argument.
  let path: [String]

  public var name: String { "\(declaration.joined(separator: "/")) \(path.joined(separator: "."))" }
}

/// The arguments of a plan that is a tree, and the plan without them.
public struct PlanArguments {
  public let plan: JSONTree
  /// In the order of the plan.
  public let all: [PlanArgument]

  public init(_ plan: JSONTree) {
    self.plan = plan
    var declarations: [String: [String]] = [:]
    Self.collect(plan["configuration"]?["root_module"], ["configuration", "root_module"], "", into: &declarations)
    var changes: [[String]: [Int]] = [:]
    var order: [[String]] = []
    for (index, change) in (plan["resource_changes"]?.elements ?? []).enumerated()
    where change["mode"]?.string == "managed" && change["deposed"] == nil {
      let name = "\(change["type"]?.string ?? "").\(change["name"]?.string ?? "")"
      let module = Self.withoutKeys(change["module_address"]?.string ?? "")
      guard let place = declarations[module.isEmpty ? name : "\(module).\(name)"] else { continue }
      if changes[place] == nil { order.append(place) }
      changes[place, default: []].append(index)
    }
    all = order.flatMap { place in Self.arguments(place, changes[place] ?? [], plan) }
  }

  private static func collect(
    _ module: JSONTree?, _ place: [String], _ prefix: String, into declarations: inout [String: [String]]
  ) {
    for (index, resource) in (module?["resources"]?.elements ?? []).enumerated()
    where resource["mode"]?.string == "managed" {
      let name = "\(resource["type"]?.string ?? "").\(resource["name"]?.string ?? "")"
      declarations[prefix.isEmpty ? name : "\(prefix).\(name)"] = place + ["resources", "\(index)"]
    }
    for call in module?["module_calls"]?.members ?? [] {
      let inner = prefix.isEmpty ? "module.\(call.name)" : "\(prefix).module.\(call.name)"
      collect(call.value["module"], place + ["module_calls", call.name, "module"], inner, into: &declarations)
    }
  }

  /// `module.a["x"].module.b[0]` without what is between brackets.
  private static func withoutKeys(_ address: String) -> String {
    var result = ""
    var isQuoted = false
    var depth = 0
    for character in address {
      if character == "\"" { isQuoted.toggle() }
      if character == "[", !isQuoted { depth += 1 }
      if depth == 0 { result.append(character) }
      if character == "]", !isQuoted { depth -= 1 }
    }
    return result
  }

  private static func arguments(_ place: [String], _ changes: [Int], _ plan: JSONTree) -> [PlanArgument] {
    guard let expressions = plan.at(place + ["expressions"]), let first = changes.first else { return [] }
    let after = plan["resource_changes"]?[first]?["change"]?["after"] ?? .null
    return paths(expressions, after).map { PlanArgument(declaration: place, changes: changes, path: $0) }
  }

  /// The ways on which both expressions and values lead on; blocks before what is in them.
  private static func paths(_ expressions: JSONTree, _ values: JSONTree) -> [[String]] {
    var found: [[String]] = []
    for member in expressions.members {
      guard let value = values[member.name], !value.isNull else { continue }
      found.append([member.name])
      switch member.value {
      case .array(let blocks):
        for (index, block) in blocks.enumerated() {
          guard let inner = value[index] else { continue }
          found += paths(block, inner).map { [member.name, "\(index)"] + $0 }
        }
      case .object where member.value["references"] == nil && member.value["constant_value"] == nil:
        found += paths(member.value, value).map { [member.name] + $0 }
      default: break
      }
    }
    return found
  }

  /// The plan with arguments that nobody wrote.
  public func removing(_ arguments: some Sequence<PlanArgument>) -> JSONTree {
    var plan = self.plan
    // The last blocks of a list first: their numbers are those of the plan as it was.
    for argument in arguments {
      for change in argument.changes {
        let place = ["resource_changes", "\(change)", "change"]
        plan = plan.changing((place + ["after"] + argument.path)[...]) { value in
          if case .array = value { .array([]) } else { .null }
        }
        plan = plan.changing((place + ["after_unknown"] + argument.path)[...]) { _ in .bool(false) }
        plan = plan.changing((place + ["after_sensitive"] + argument.path)[...]) { _ in .bool(false) }
      }
      plan = plan.changing((argument.declaration + ["expressions"] + argument.path)[...]) { value in
        argument.path.count == 1 ? nil : .object([])
      }
    }
    return plan
  }

  /// The plan with arguments known only after apply, from something that cannot be traced.
  public func forgetting(_ arguments: some Sequence<PlanArgument>) -> JSONTree {
    var plan = withMystery
    for argument in arguments {
      for change in argument.changes {
        let place = ["resource_changes", "\(change)", "change"]
        plan = plan.changing((place + ["after"] + argument.path)[...]) { _ in argument.path.count == 1 ? nil : .null }
        plan = plan.changing((place + ["after_unknown"])[...]) { $0.marking(argument.path[...]) }
      }
      plan = plan.changing((argument.declaration + ["expressions"] + argument.path)[...]) { _ in Self.mystery }
    }
    return plan
  }

  private static let mystery = JSONTree.object([
    JSONTree.Member(
      "references", .array([.string("terraform_data.mystery.output"), .string("terraform_data.mystery")]))
  ])

  /// The plan with a resource in every module of which nothing is known.
  private var withMystery: JSONTree {
    var plan = self.plan
    var modules: Set<[String]> = []
    for argument in all {
      let module = Array(argument.declaration.dropLast(2))
      guard modules.insert(module).inserted else { continue }
      plan = plan.changing((module + ["resources"])[...]) { .array($0.elements + [Self.mysteryDeclaration]) }
    }
    return plan.changing(["resource_changes"]) { .array($0.elements + [Self.mysteryChange]) }
  }

  private static let mysteryDeclaration = tree(
    """
    {"address": "terraform_data.mystery", "mode": "managed", "type": "terraform_data", "name": "mystery",
     "provider_config_key": "terraform", "expressions": {}, "schema_version": 0}
    """)

  private static let mysteryChange = tree(
    """
    {"address": "terraform_data.mystery", "mode": "managed", "type": "terraform_data", "name": "mystery",
     "provider_name": "terraform.io/builtin/terraform", "change": {"actions": ["create"], "before": null,
     "after": {}, "after_unknown": {"output": true, "id": true}, "after_sensitive": {}}}
    """)

  private static func tree(_ text: String) -> JSONTree { (try? JSONTree(text)) ?? .null }
}

extension JSONTree {
  /// What a way of names and indexes leads to.
  func at(_ path: [String]) -> JSONTree? {
    var current = self
    for step in path {
      var next = current[step]
      if case .array = current { next = Int(step).flatMap { current[$0] } }
      guard let next else { return nil }
      current = next
    }
    return current
  }

  /// A mask with the value at a path marked, made as far as it is not there.
  func marking(_ path: ArraySlice<String>) -> JSONTree {
    guard let first = path.first else { return .bool(true) }
    if self == .bool(true) { return self }
    guard let index = Int(first) else {
      return setting(first, to: (self[first] ?? .object([])).marking(path.dropFirst()))
    }
    var elements = self.elements
    while elements.count <= index { elements.append(.object([])) }
    elements[index] = elements[index].marking(path.dropFirst())
    return .array(elements)
  }
}
