import HCL

/// What the files of one module directory declare.
public struct ModuleDeclarations: Sendable {
  /// The directory, relative to the root module's.
  public let directory: String
  /// The files, override files last.
  public let files: [HCLFile]
  /// Resources and data sources by `type.name`, `data.type.name`, `ephemeral.type.name`.
  public internal(set) var resources: [String: ResourceDeclaration] = [:]
  /// Locals by name.
  public internal(set) var locals: [String: LocalDeclaration] = [:]
  /// Variables by name.
  public internal(set) var variables: [String: SimpleDeclaration] = [:]
  /// Outputs by name.
  public internal(set) var outputs: [String: SimpleDeclaration] = [:]
  /// Module calls by name.
  public internal(set) var calls: [String: ModuleCall] = [:]
  /// Provider configurations, in source order.
  public internal(set) var providers: [SimpleDeclaration] = []
  /// `moved`, `import` and `removed` blocks, in source order.
  public internal(set) var refactorings: [SimpleDeclaration] = []

  init(directory: String, files: [HCLFile]) {
    self.directory = directory
    self.files = files
  }

  /// Line and column of a range of one of the files.
  public func location(_ range: SourceRange, file: Int) -> ConfigurationLocation {
    guard files.indices.contains(file) else { return ConfigurationLocation(file: directory, line: 1, column: 1) }
    let position = files[file].source.position(of: range)
    return ConfigurationLocation(file: files[file].source.name, line: position.line, column: position.column)
  }
}
