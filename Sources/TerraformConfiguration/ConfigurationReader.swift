import HCL
import Parallel

/// Reads the root module and, through its calls, all others.
struct ConfigurationReader {
  private let storage: any ConfigurationStorage
  private let limits: ParseLimits
  private(set) var modules: [[String]: Configuration.Module] = [:]
  private(set) var diagnostics: [ConfigurationDiagnostic] = []
  private var manifest = ModuleManifest()
  /// Directories already parsed, since calls often share them.
  private var parsed: [String: Result<ModuleDeclarations, ConfigurationDiagnostic>] = [:]

  /// More modules than this, or deeper calls, are not followed.
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
    var level = [Visit(path: [], directory: manifest.directories[""] ?? ".", callers: [], calledAt: nil)]
    while !level.isEmpty {
      parseAll(level)
      var next: [Visit] = []
      for visit in level { read(visit, &next) }
      level = next
    }
  }

  /// A module that is to be read.
  private struct Visit {
    let path: [String]
    let directory: String
    /// The directories of the modules around it.
    let callers: [String]
    let calledAt: ConfigurationLocation?
  }

  private mutating func read(_ visit: Visit, _ next: inout [Visit]) {
    guard modules.count < Self.moduleLimit, visit.path.count <= Self.depthLimit else {
      return diagnostics.append(ConfigurationDiagnostic("too many modules; this one is not read", at: visit.calledAt))
    }
    switch parsed[visit.directory] {
    case .failure(let problem)?:
      diagnostics.append(ConfigurationDiagnostic(problem.message, at: problem.location ?? visit.calledAt))
    case .success(let declarations)?:
      modules[visit.path] = Configuration.Module(path: visit.path, declarations: declarations)
      for call in declarations.calls.values.sorted(by: { $0.block.range.start < $1.block.range.start }) {
        readCall(call, from: visit, declarations, &next)
      }
    case nil: break
    }
  }

  private mutating func readCall(
    _ call: ModuleCall, from visit: Visit, _ caller: ModuleDeclarations, _ next: inout [Visit]
  ) {
    let path = visit.path
    let place = caller.location(call.block.headerRange, file: call.file)
    let key = (path + [call.name]).joined(separator: ".")
    let local = call.source.flatMap { $0.hasPrefix("./") || $0.hasPrefix("../") ? join(caller.directory, $0) : nil }
    guard let directory = manifest.directories[key] ?? local else {
      return diagnostics.append(
        ConfigurationDiagnostic("modules.json does not list module \(key); its resources cannot be followed", at: place)
      )
    }
    let callers = visit.callers + [visit.directory]
    // Terraform would go on for ever.
    guard !callers.contains(directory) else {
      return diagnostics.append(
        ConfigurationDiagnostic("module \(key) calls itself, so it is not followed", at: place))
    }
    next.append(Visit(path: path + [call.name], directory: directory, callers: callers, calledAt: place))
  }

  /// Parses the directories of modules that are not parsed yet, files side by side on all cores.
  private mutating func parseAll(_ level: [Visit]) {
    var pending: [(directory: String, files: Range<Int>, overridesFrom: Int)] = []
    var files: [(file: StoredFile, name: String)] = []
    for visit in level where parsed[visit.directory] == nil && visit.path.count <= Self.depthLimit {
      guard !pending.contains(where: { $0.directory == visit.directory }) else { continue }
      do throws(ConfigurationDiagnostic) {
        let stored = try storage.files(ofModule: visit.path.joined(separator: "."), directory: visit.directory)
        let (ordered, overridesFrom) = ordered(preferred(stored))
        let start = files.count
        files += ordered.map { ($0, visit.directory == "." ? $0.name : "\(visit.directory)/\($0.name)") }
        pending.append((visit.directory, start..<files.count, overridesFrom))
      } catch {
        parsed[visit.directory] = .failure(error)
      }
    }
    let size = files.reduce(0) { $0 + $1.file.bytes.count }
    let results = parallelMap(files, isWorthwhile: size > Self.sizeWorthThreads) { [limits] entry in
      Self.parse(entry.file, entry.name, limits)
    }
    for (directory, range, overridesFrom) in pending {
      let collector = DeclarationCollector(
        directory: directory, files: Array(results[range]), overridesFrom: overridesFrom)
      diagnostics += collector.diagnostics
      parsed[directory] = .success(collector.module)
    }
  }

  /// Below this many bytes threads start later than one is done.
  private static let sizeWorthThreads = 32 << 10

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
  private func ordered(_ stored: [StoredFile]) -> (files: [StoredFile], overridesFrom: Int) {
    let sorted = stored.sorted { $0.name < $1.name }
    let ordinary = sorted.filter { !isOverride($0.name) }
    return (ordinary + sorted.filter { isOverride($0.name) }, ordinary.count)
  }

  private static func parse(_ file: StoredFile, _ name: String, _ limits: ParseLimits) -> HCLFile {
    file.name.hasSuffix(".json")
      ? HCLFile(json: file.bytes, name: name, schema: ConfigurationSchema.file, limits: limits)
      : HCLFile(native: file.bytes, name: name, limits: limits)
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
