import HCL

/// Attributes of bodies: in nested blocks, in dynamic blocks, and within values.
extension Evaluator {
  /// The values at a path of a body; nil if nobody set it there.
  mutating func values(at path: some Collection<PathStep>, of body: DeclaredBody, _ scope: Scope) -> [PartialValue]? {
    guard case .name(let name)? = path.first else { return nil }
    let rest = path.dropFirst()
    if let expression = body.expression(name) { return narrow([evaluate(expression, scope)], rest) }
    let blocks = body.blocks(name)
    guard !blocks.isEmpty else { return nil }
    var bodies: [(body: DeclaredBody, scope: Scope, isCertain: Bool)] = []
    for entry in blocks { bodies += expand(entry.block, file: entry.file, name, scope) }
    var remaining = Array(rest)
    if case .index(let place)? = remaining.first {
      remaining.removeFirst()
      let isCertain = bodies.allSatisfy(\.isCertain)
      if isCertain, !bodies.indices.contains(place) { return nil }
      bodies = isCertain ? [bodies[place]] : bodies.map { ($0.body, $0.scope, false) }
    } else if case .any? = remaining.first {
      remaining.removeFirst()
    }
    var found: [PartialValue]?
    for entry in bodies {
      let inner =
        remaining.isEmpty ? everything(in: entry.body, entry.scope) : values(at: remaining, of: entry.body, entry.scope)
      if let inner { found = (found ?? []) + (entry.isCertain ? inner : inner.map(\.doubtful)) }
    }
    return found
  }

  /// The values at a path within values; parts that are not there are left out.
  private mutating func narrow(_ values: [PartialValue], _ path: some Collection<PathStep>) -> [PartialValue] {
    var values = values
    for step in path {
      var next: [PartialValue] = []
      for value in values {
        switch step {
        case .index(let place): next.append(index(value, .number(Double(place))))
        case .any: next += iterate(value)?.items.map(\.value) ?? []
        case .name(let name):
          // Blocks written as a list of objects: the name is that of a member of each.
          if case .list(let elements, _) = value.content {
            next += elements.map { member(value.inherited($0), name) }
          } else {
            next.append(member(value, name))
          }
        }
      }
      values = next.filter { !$0.isFailed }
    }
    return values
  }

  /// The bodies that a block stands for: itself, or those that a `dynamic` block makes (Terraform, "dynamic Blocks").
  private mutating func expand(
    _ block: Block, file: Int, _ name: String, _ scope: Scope
  ) -> [(body: DeclaredBody, scope: Scope, isCertain: Bool)] {
    guard block.type == "dynamic", block.label(0) == name else {
      return [(DeclaredBody(file: file, body: block.body), scope, true)]
    }
    guard let content = block.body.blocks("content").first, let forEach = block.body.attribute("for_each")?.expression,
      let elements = iterate(evaluate(forEach, scope))
    else { return [] }
    var iterator = name
    if case .traversal(let traversal)? = block.body.attribute("iterator")?.expression.kind { iterator = traversal.root }
    return elements.items.map { element in
      var inner = scope
      inner.names[iterator] = PartialValue(.map(["key": element.key, "value": element.value]))
      return (DeclaredBody(file: file, body: content.body), inner, elements.isComplete)
    }
  }

  /// All values that a body and the blocks in it hold.
  private mutating func everything(in body: DeclaredBody, _ scope: Scope) -> [PartialValue] {
    var found: [PartialValue] = []
    for part in body.parts {
      for attribute in part.body.attributes { found.append(evaluate(attribute.expression, scope)) }
      for block in part.body.blocks {
        let name = block.type == "dynamic" ? block.label(0) ?? "" : block.type
        for entry in expand(block, file: part.file, name, scope) {
          let inner = everything(in: entry.body, entry.scope)
          found += entry.isCertain ? inner : inner.map(\.doubtful)
        }
      }
    }
    return found
  }
}
