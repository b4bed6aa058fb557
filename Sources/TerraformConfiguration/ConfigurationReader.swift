import HCL

/// Reads the root module and, through its calls, all others.
struct ConfigurationReader {
  private let storage: any ConfigurationStorage
  private let limits: ParseLimits
  private(set) var modules: [[String]: Configuration.Module] = [:]
  private(set) var diagnostics: [ConfigurationDiagnostic] = []
  private var manifest = ModuleManifest()
  /// Directories already parsed, since calls often share them.
  private var parsed: [String: ModuleDeclarations] = [:]

  /// More modules than this, or deeper calls, are not followed: a directory can call itself.
  private static let moduleLimit = 10_000
  private static let depthLimit = 32

  init(storage: any ConfigurationStorage, limits: ParseLimits) {
    self.storage = storage
    self.limits = limits
  }

  mutating func read() {
    if let bytes = storage.manifest {
      do throws(ConfigurationDiagnostic) {
        manifest = try ModuleManifest(bytes)
      } catch {
        diagnostics.append(error)
      }
    }
    read([], directory: manifest.directories[""] ?? ".", calledAt: nil)
  }

  private mutating func read(_ path: [String], directory: String, calledAt: ConfigurationLocation?) {
    guard modules.count < Self.moduleLimit, path.count <= Self.depthLimit else {
      return diagnostics.append(ConfigurationDiagnostic("too many modules; this one is not read", at: calledAt))
    }
    do throws(ConfigurationDiagnostic) {
      let declarations = try declarations(path, directory)
      modules[path] = Configuration.Module(path: path, declarations: declarations)
      for call in declarations.calls.values.sorted(by: { $0.block.range.start < $1.block.range.start }) {
        readCall(call, from: path, declarations)
      }
    } catch {
      diagnostics.append(ConfigurationDiagnostic(error.message, at: error.location ?? calledAt))
    }
  }

  private mutating func readCall(_ call: ModuleCall, from path: [String], _ caller: ModuleDeclarations) {
    let place = caller.location(call.block.headerRange, file: call.file)
    let key = (path + [call.name]).joined(separator: ".")
    let local = call.source.flatMap { $0.hasPrefix("./") || $0.hasPrefix("../") ? join(caller.directory, $0) : nil }
    guard let directory = manifest.directories[key] ?? local else {
      return diagnostics.append(
        ConfigurationDiagnostic("modules.json does not list module \(key); its resources cannot be followed", at: place)
      )
    }
    read(path + [call.name], directory: directory, calledAt: place)
  }

  private mutating func declarations(
    _ path: [String], _ directory: String
  ) throws(ConfigurationDiagnostic) -> ModuleDeclarations {
    if let known = parsed[directory] { return known }
    let stored = try storage.files(ofModule: path.joined(separator: "."), directory: directory)
    let (files, overridesFrom) = parse(preferred(stored), directory)
    let collector = DeclarationCollector(directory: directory, files: files, overridesFrom: overridesFrom)
    diagnostics += collector.diagnostics
    parsed[directory] = collector.module
    return collector.module
  }

  /// OpenTofu reads `x.tofu` in place of `x.tf`.
  private func preferred(_ files: [StoredFile]) -> [StoredFile] {
    let names = Set(files.map(\.name))
    return files.filter { file in
      guard isConfigurationFile(file.name) else { return false }
      let stem = file.name.hasSuffix(".tf") ? file.name.dropLast(3) : file.name.dropLast(8)
      if file.name.hasSuffix(".tf") { return !names.contains("\(stem).tofu") }
      return !file.name.hasSuffix(".tf.json") || !names.contains("\(stem).tofu.json")
    }
  }

  /// Files in order of their names, override files behind the others (Terraform, "Override Files").
  private func parse(_ stored: [StoredFile], _ directory: String) -> (files: [HCLFile], overridesFrom: Int) {
    let sorted = stored.sorted { $0.name < $1.name }
    let ordinary = sorted.filter { !isOverride($0.name) }
    let files = (ordinary + sorted.filter { isOverride($0.name) }).map { file in
      let name = directory == "." ? file.name : "\(directory)/\(file.name)"
      return file.name.hasSuffix(".json")
        ? HCLFile(json: file.bytes, name: name, schema: ConfigurationSchema.file, limits: limits)
        : HCLFile(native: file.bytes, name: name, limits: limits)
    }
    return (files, ordinary.count)
  }

  private func isOverride(_ name: String) -> Bool {
    let stem = name.prefix { $0 != "." }
    return stem == "override" || stem.hasSuffix("_override")
  }
}

/// A relative path from a directory, `.` and `..` resolved where that is possible.
func join(_ directory: String, _ relative: String) -> String {
  var parts = directory == "." ? [] : directory.split(separator: "/", omittingEmptySubsequences: false)
  for part in relative.split(separator: "/") where part != "." {
    if part == "..", let last = parts.last, last != "..", !last.isEmpty {
      parts.removeLast()
    } else {
      parts.append(part)
    }
  }
  return parts.isEmpty ? "." : parts.joined(separator: "/")
}
