import HCL

/// Sorts the blocks of a module's files into declarations.
struct DeclarationCollector {
  private(set) var module: ModuleDeclarations
  private(set) var diagnostics: [ConfigurationDiagnostic] = []

  /// - Parameter overridesFrom: the place of the first override file.
  init(directory: String, files: [HCLFile], overridesFrom: Int) {
    module = ModuleDeclarations(directory: directory, files: files)
    for (index, file) in files.enumerated() {
      for diagnostic in file.diagnostics {
        let place = ConfigurationLocation(
          file: diagnostic.file, line: diagnostic.position.line, column: diagnostic.position.column)
        diagnostics.append(ConfigurationDiagnostic(diagnostic.message, at: place))
      }
      for block in file.body.blocks { add(block, file: index, isOverride: index >= overridesFrom) }
    }
  }

  private mutating func add(_ block: Block, file: Int, isOverride: Bool) {
    let body = DeclaredBody(file: file, body: block.body)
    switch block.type {
    case "resource", "data", "ephemeral": addResource(block, body, file, isOverride)
    case "locals": addLocals(block, file, isOverride)
    case "variable": addSimple(block, body, file, isOverride, \.variables)
    case "output": addSimple(block, body, file, isOverride, \.outputs)
    case "module": addCall(block, body, file, isOverride)
    case "provider":
      module.providers.append(SimpleDeclaration(name: block.label(0) ?? "", file: file, block: block, body: body))
    case "moved", "import", "removed":
      module.refactorings.append(SimpleDeclaration(name: "", file: file, block: block, body: body))
    default: break
    }
  }

  private mutating func addResource(_ block: Block, _ body: DeclaredBody, _ file: Int, _ isOverride: Bool) {
    guard let type = block.label(0), let name = block.label(1) else {
      return report("a \(block.type) block needs a type and a name", block, file)
    }
    let mode: ResourceMode = block.type == "data" ? .data : block.type == "ephemeral" ? .ephemeral : .managed
    let key = "\(mode.prefix)\(type).\(name)"
    if isOverride, module.resources[key] != nil {
      module.resources[key]?.body.parts += body.parts
    } else if module.resources[key] == nil {
      module.resources[key] = ResourceDeclaration(
        mode: mode, type: type, name: name, file: file, block: block, body: body)
    } else {
      reportDuplicate(block, file)
    }
  }

  private mutating func addCall(_ block: Block, _ body: DeclaredBody, _ file: Int, _ isOverride: Bool) {
    guard let name = block.label(0) else { return report("a module block needs a name", block, file) }
    if isOverride, module.calls[name] != nil {
      module.calls[name]?.body.parts += body.parts
    } else if module.calls[name] == nil {
      module.calls[name] = ModuleCall(name: name, file: file, block: block, body: body)
    } else {
      reportDuplicate(block, file)
    }
  }

  private mutating func addSimple(
    _ block: Block, _ body: DeclaredBody, _ file: Int, _ isOverride: Bool,
    _ list: WritableKeyPath<ModuleDeclarations, [String: SimpleDeclaration]>
  ) {
    guard let name = block.label(0) else { return report("a \(block.type) block needs a name", block, file) }
    if isOverride, module[keyPath: list][name] != nil {
      module[keyPath: list][name]?.body.parts += body.parts
    } else if module[keyPath: list][name] == nil {
      module[keyPath: list][name] = SimpleDeclaration(name: name, file: file, block: block, body: body)
    } else {
      reportDuplicate(block, file)
    }
  }

  private mutating func addLocals(_ block: Block, _ file: Int, _ isOverride: Bool) {
    for attribute in block.body.attributes {
      if isOverride || module.locals[attribute.name] == nil {
        module.locals[attribute.name] = LocalDeclaration(name: attribute.name, file: file, attribute: attribute)
      } else {
        let place = module.location(attribute.range, file: file)
        diagnostics.append(ConfigurationDiagnostic("the local is declared twice; the first counts", at: place))
      }
    }
  }

  private mutating func reportDuplicate(_ block: Block, _ file: Int) {
    report("the \(block.type) is declared twice; the first counts", block, file)
  }

  private mutating func report(_ message: String, _ block: Block, _ file: Int) {
    diagnostics.append(ConfigurationDiagnostic(message, at: module.location(block.range, file: file)))
  }
}
