import HCL

extension Configuration {
  /// Where an attribute of a resource is written: the attribute, else the innermost block around it, else the
  /// resource's block. Nil if the resource is not in the configuration.
  ///
  /// - Parameter fits: whether a block can be the one at a path with an index. A provider that keeps blocks as a set
  ///   orders them by itself, so that an index alone does not tell which is meant.
  public func location(
    of resource: ResourceAddress, path: [PathStep] = [], fits: (Block, [PathStep]) -> Bool = { _, _ in true }
  ) -> ConfigurationLocation? {
    guard let module = declarations(of: resource.module), let declaration = module.resources[resource.declaration]
    else {
      return nil
    }
    let start = (file: declaration.file, range: declaration.block.range)
    let place = Self.place(of: path[...], behind: [], in: declaration.body, fits) ?? start
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
    of path: ArraySlice<PathStep>, behind: [PathStep], in body: DeclaredBody, _ fits: (Block, [PathStep]) -> Bool
  ) -> (file: Int, range: SourceRange)? {
    guard let step = path.first, case .name(let name) = step else { return nil }
    var rest = path.dropFirst()
    if let (file, attribute) = body.attribute(name) {
      return (file, place(of: rest, in: attribute.expression) ?? attribute.range)
    }
    let blocks = body.blocks(name)
    var behind = behind + [step]
    var chosen = blocks.first
    switch rest.first {
    case .index(let index)?:
      behind.append(.index(index))
      rest = rest.dropFirst()
      chosen = choose(index, of: blocks) { fits($0, behind) }
    case .any?: rest = rest.dropFirst()
    default: break
    }
    guard let (file, block) = chosen else { return nil }
    let content = block.type == "dynamic" ? block.body.blocks("content").first?.body ?? block.body : block.body
    return place(of: rest, behind: behind, in: DeclaredBody(file: file, body: content), fits) ?? (file, block.range)
  }

  /// The block that stands for an element; nil if none certainly does.
  private static func choose(
    _ index: Int, of blocks: [(file: Int, block: Block)], _ fits: (Block) -> Bool
  ) -> (file: Int, block: Block)? {
    if blocks.count == 1 { return blocks[0] }
    let isPlain = blocks.allSatisfy { $0.block.type != "dynamic" }
    if isPlain, blocks.indices.contains(index), fits(blocks[index].block) { return blocks[index] }
    // A dynamic block stands for any number of blocks.
    let written = blocks.filter { $0.block.type != "dynamic" && fits($0.block) }
    let dynamic = blocks.filter { $0.block.type == "dynamic" }
    if dynamic.isEmpty { return written.first }
    return written.isEmpty && dynamic.count == 1 ? dynamic[0] : nil
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
