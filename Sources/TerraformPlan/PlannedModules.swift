import Values

import struct TerraformConfiguration.AddressScanner

/// The module instances of a plan as its resources name them, each looked up once.
struct PlannedModules {
  /// One module instance.
  final class Module {
    /// Nil if the text is no address of a module.
    let address: ModuleAddress?
    /// Whether a key in the address does not end, so that nobody can tell where the module does.
    let hasOpenKey: Bool
    let configuration: ModuleConfiguration?

    init(_ text: String, _ index: ConfigurationIndex) {
      hasOpenKey = AddressScanner.hasOpenKey(text)
      address = ModuleAddress(text)
      configuration = address.flatMap { index.modules[$0.configurationPath] }
    }
  }

  private let configuration: ConfigurationIndex
  private var modules: [String: Module] = [:]
  private var last: (text: String, module: Module)?

  init(_ configuration: ConfigurationIndex) { self.configuration = configuration }

  subscript(_ text: String) -> Module {
    mutating get {
      if let last, last.text == text { return last.module }
      let module = modules[text] ?? Module(text, configuration)
      modules[text] = module
      last = (text, module)
      return module
    }
  }
}
