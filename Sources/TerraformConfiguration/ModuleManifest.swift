import HCL

/// `modules.json`: where the files of each module call are.
struct ModuleManifest {
  /// Directories, relative to the root module's, by the calls joined by dots.
  private(set) var directories: [String: String] = [:]

  init() {}

  /// Reads both forms: `{"Modules": […]}` of a working directory and the bare list of a saved plan.
  init(_ bytes: [UInt8]) throws(ConfigurationDiagnostic) {
    let isList = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "[")
    let text = isList ? Array("{\"Modules\":".utf8) + bytes + [UInt8(ascii: "}")] : bytes
    let file = HCLFile(json: text, name: "modules.json", schema: BodySchema())
    guard file.diagnostics.isEmpty, case .tuple(let entries)? = file.body.attribute("Modules")?.expression.kind else {
      throw ConfigurationDiagnostic("modules.json is not a list of modules")
    }
    for entry in entries {
      guard case .object(let items) = entry.kind else { continue }
      var members: [String: String] = [:]
      for item in items { members[literalString(item.key) ?? ""] = literalString(item.value) }
      if let key = members["Key"], let directory = members["Dir"] { directories[key] = directory }
    }
  }
}
