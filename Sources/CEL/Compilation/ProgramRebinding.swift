extension Program {
  /// The same program with functions of the host replaced by others of the same name and signatures.
  ///
  /// A host whose functions know the data of one run compiles once and gives each run its own functions.
  ///
  /// - Parameter functions: by name. What the program calls and is not in them stays.
  public func rebound(to functions: [String: [Function]]) -> Program {
    var program = self
    for index in resolutions.indices {
      switch resolutions[index] {
      case .functions(let list):
        if let others = Self.others(list, functions) { program.resolutions[index] = .functions(others) }
      case .namespaced(let list):
        if let others = Self.others(list, functions) { program.resolutions[index] = .namespaced(others) }
      default: continue
      }
    }
    return program
  }

  /// - Returns: nil if there is nothing to replace.
  private static func others(_ list: [Function], _ functions: [String: [Function]]) -> [Function]? {
    guard let name = list.first?.name, let candidates = functions[name] else { return nil }
    return list.map { function in candidates.first { $0.signatures == function.signatures } ?? function }
  }
}
