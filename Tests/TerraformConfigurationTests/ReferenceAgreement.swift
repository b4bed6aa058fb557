import HCL
import TerraformConfiguration

/// Compares the references of a configuration's expressions with those that a plan lists.
struct ReferenceAgreement {
  let configuration: Configuration
  private(set) var compared = 0
  private(set) var differences: [String] = []

  init(_ configuration: Configuration, _ plan: PlanJSON) {
    self.configuration = configuration
    if let root = plan["configuration"]?["root_module"] { compareModule(root, []) }
  }

  private mutating func compareModule(_ planned: PlanJSON, _ path: [String]) {
    guard let module = configuration.modules[path]?.declarations else {
      differences.append("module \(path) is missing")
      return
    }
    for resource in planned["resources"]?.elements ?? [] {
      let address = resource["address"]?.string ?? ""
      guard let declared = module.resources[address] else {
        differences.append("\(path) \(address) is missing")
        continue
      }
      compare(resource["count_expression"], declared.count, "\(path) \(address).count")
      compare(resource["for_each_expression"], declared.forEach, "\(path) \(address).for_each")
      if let expressions = resource["expressions"] { compareBody(expressions, declared.body, "\(path) \(address)") }
    }
    for (name, output) in planned["outputs"]?.members ?? [] {
      compare(output["expression"], module.outputs[name]?.body.expression("value"), "\(path) output.\(name)")
    }
    for (name, call) in planned["module_calls"]?.members ?? [] {
      compare(call["count_expression"], module.calls[name]?.count, "\(path) module.\(name).count")
      compare(call["for_each_expression"], module.calls[name]?.forEach, "\(path) module.\(name).for_each")
      for (input, expression) in call["expressions"]?.members ?? [] {
        compare(expression, module.calls[name]?.body.expression(input), "\(path) module.\(name).\(input)")
      }
      if let inner = call["module"] { compareModule(inner, path + [name]) }
    }
  }

  private mutating func compareBody(_ planned: PlanJSON, _ body: DeclaredBody, _ place: String) {
    for (name, value) in planned.members {
      // An empty object is a block without arguments, or an expression whose value is not shown.
      if value.references != nil, body.attribute(name) != nil || body.blocks(name).isEmpty {
        compare(value, body.expression(name), "\(place).\(name)")
        continue
      }
      let blocks = body.blocks(name).filter { $0.block.type == name }
      // An attribute of objects that may be written as blocks is one expression in the plan.
      if let references = value.references {
        compared += 1
        let ours = Set(body.blocks(name).flatMap { Self.references(in: $0.block.body) })
        if references != ours {
          differences.append("\(place).\(name): plan \(references.sorted()), source \(ours.sorted())")
        }
        continue
      }
      let elements = value.isArray ? value.elements : [value]
      if elements.count != blocks.count {
        differences.append("\(place).\(name): \(elements.count) != \(blocks.count) blocks")
      }
      for (element, block) in zip(elements, blocks) {
        compareBody(element, DeclaredBody(file: block.file, body: block.block.body), "\(place).\(name)")
      }
    }
    let known = Set(planned.members.map(\.name)).union(["count", "for_each", "depends_on", "provider"])
    for name in body.attributeNames where !known.contains(name) {
      differences.append("\(place).\(name) is not planned")
    }
  }

  private mutating func compare(_ planned: PlanJSON?, _ expression: Expression?, _ place: String) {
    guard planned != nil || expression != nil else { return }
    compared += 1
    let ours = expression.map { Set($0.planReferences) }
    // A plan leaves out `count` and `for_each` that refer to nothing and are not constant, `toset(["a"])` say.
    if planned == nil, ours == [] { return }
    if planned?.references != ours {
      differences.append("\(place): plan \(planned?.references?.sorted() ?? []), source \(ours?.sorted() ?? [])")
    }
  }

  private static func references(in body: Body) -> [String] {
    body.attributes.flatMap { $0.expression.planReferences } + body.blocks.flatMap { references(in: $0.body) }
  }
}
