import HCL

extension Configuration {
  /// Where an attribute of a resource is written: the attribute, else the innermost block around it, else the
  /// resource's block. Nil if the resource is not in the configuration.
  public func location(of resource: ResourceAddress, path: [PathStep] = []) -> ConfigurationLocation? {
    guard let module = declarations(of: resource.module), let declaration = module.resources[resource.declaration]
    else {
      return nil
    }
    let start = (file: declaration.file, range: declaration.block.range)
    let place = Self.place(of: path[...], in: declaration.body) ?? start
    return module.location(place.range, file: place.file)
  }

  /// The module calls that lead to a module instance, outermost first.
  public func trail(to module: ModuleInstance) -> [ConfigurationLocation] {
    module.steps.indices.compactMap { depth in
      guard let caller = modules[Array(module.path.prefix(depth))]?.declarations,
        let call = caller.calls[module.steps[depth].call]
      else { return nil }
      return caller.location(call.block.range, file: call.file)
    }
  }

  /// The calls and the place itself as one line: `main.tf:12 -> modules/network/flow.tf:3`.
  public func trailText(to resource: ResourceAddress, path: [PathStep] = []) -> String? {
    guard let place = location(of: resource, path: path) else { return nil }
    return (trail(to: resource.module) + [place]).map { "\($0.file):\($0.line)" }.joined(separator: " -> ")
  }

  private static func place(
    of path: ArraySlice<PathStep>, in body: DeclaredBody
  ) -> (file: Int, range: SourceRange)? {
    guard case .name(let name)? = path.first else { return nil }
    let rest = path.dropFirst()
    if let (file, attribute) = body.attribute(name) {
      return (file, place(of: rest, in: attribute.expression) ?? attribute.range)
    }
    let blocks = body.blocks(name)
    var inner = rest
    var chosen = blocks.first
    if case .index(let index)? = rest.first {
      inner = rest.dropFirst()
      // A dynamic block stands for any number of blocks.
      if blocks.indices.contains(index), !blocks[...index].contains(where: { $0.block.type == "dynamic" }) {
        chosen = blocks[index]
      } else {
        chosen = blocks.first { $0.block.type == "dynamic" } ?? blocks.first
      }
    } else if case .any? = rest.first {
      inner = rest.dropFirst()
    }
    guard let (file, block) = chosen else { return nil }
    let content = block.type == "dynamic" ? block.body.blocks("content").first?.body ?? block.body : block.body
    return place(of: inner, in: DeclaredBody(file: file, body: content)) ?? (file, block.range)
  }

  /// The place of a member of an object or an element of a tuple that is written out.
  private static func place(of path: ArraySlice<PathStep>, in expression: Expression) -> SourceRange? {
    guard let step = path.first else { return nil }
    switch (step, expression.kind) {
    case (.name(let name), .object(let items)):
      guard let item = items.first(where: { literalString($0.key) == name }) else { return nil }
      return place(of: path.dropFirst(), in: item.value) ?? item.key.range.union(item.value.range)
    case (.index(let index), .tuple(let elements)):
      guard elements.indices.contains(index) else { return nil }
      return place(of: path.dropFirst(), in: elements[index]) ?? elements[index].range
    case (_, .parentheses(let inner)): return place(of: path, in: inner)
    default: return nil
    }
  }
}
