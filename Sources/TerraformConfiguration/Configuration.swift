import HCL

/// A configuration as read: its modules, and what could not be read.
public struct Configuration: Sendable {
  /// A module as called from a place; several calls may share one directory's declarations.
  public struct Module: Sendable {
    /// The calls that lead here from the root.
    public let path: [String]
    /// What its files declare.
    public let declarations: ModuleDeclarations
  }

  /// The modules by the calls that lead to them.
  public let modules: [[String]: Module]
  /// What could not be read, in reading order.
  public let diagnostics: [ConfigurationDiagnostic]

  /// Reads a configuration from wherever it is stored.
  public init(_ storage: some ConfigurationStorage, limits: ParseLimits = ParseLimits()) {
    var reader = ConfigurationReader(storage: storage, limits: limits)
    reader.read()
    modules = reader.modules
    diagnostics = reader.diagnostics
  }

  /// The declarations of a module instance's module.
  public func declarations(of module: ModuleInstance) -> ModuleDeclarations? { modules[module.path]?.declarations }

  /// The block that declares a resource.
  public func declaration(of resource: ResourceAddress) -> ResourceDeclaration? {
    modules[resource.module.path]?.declarations.resources[resource.declaration]
  }
}
