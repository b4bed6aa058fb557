import Diagnostics
import Documents
import TerraformConfiguration
import TerraformPlan
import ZipArchive

/// Reads the configuration that a plan was made from: a folder that somebody names, or the snapshot in a saved plan.
///
/// What cannot be read is said as a warning; the plan is then assessed with what its JSON gives.
struct SourceLoader {
  /// A source, as far as it could be read, and what to say of it.
  struct Result {
    let source: PlanSource?
    let warnings: [Diagnostic]
  }

  /// Problems listed one by one; a folder that is no configuration at all can have thousands.
  private static let listedProblems = 8

  /// Reads the working folder of a root module.
  ///
  /// - Throws: a diagnostic if that is no folder with a configuration: then the wrong one was named.
  static func folder(_ path: String) throws(Diagnostic) -> Result {
    let location = SourceLocation(file: path)
    guard isDirectory(path) else {
      throw Diagnostic(
        .error, "is no folder, expected the folder of the configuration that the plan was made from", at: location,
        help: "name the folder in which `terraform plan` was run")
    }
    let configuration = Configuration(DirectoryStorage(root: path))
    guard configuration.modules[[]]?.declarations.files.isEmpty == false else {
      throw Diagnostic(
        .error, "has no Terraform configuration in it (.tf, .tf.json, .tofu)", at: location,
        help: "name the folder in which `terraform plan` was run")
    }
    let source = PlanSource(configuration: configuration, folder: path, isSnapshot: false)
    return Result(source: source, warnings: warnings(source, in: path))
  }

  /// Reads the snapshot in the bytes of a saved plan.
  static func snapshot(_ bytes: [UInt8], of name: String) -> Result {
    let location = SourceLocation(file: name)
    func unread(_ problem: String) -> Result {
      let warning = Diagnostic(
        .warning, "the configuration inside cannot be read, so references are resolved from the plan alone: \(problem)",
        at: location, help: "give the folder of the configuration with --source DIR")
      return Result(source: nil, warnings: [warning])
    }
    let entries: [String: [UInt8]]
    do throws(ZipError) {
      entries = try ZipReader(bytes, limits: limits).contents { $0.name.hasPrefix("tfconfig/") }
    } catch {
      let entry = error.entry.map { ": `\(safeText($0, limit: 200))`" } ?? ""
      return unread("the archive \(error.message)\(entry)")
    }
    guard !entries.isEmpty else { return unread("the archive has no `tfconfig/` folder") }
    let configuration = Configuration(SnapshotStorage(entries: entries))
    guard configuration.modules[[]] != nil else { return unread("it has no files of the root module") }
    let source = PlanSource(configuration: configuration, folder: "", isSnapshot: true)
    return Result(source: source, warnings: warnings(source, in: name))
  }

  /// Configurations are written by people: the largest real ones have some megabytes.
  private static var limits: ZipLimits {
    var limits = ZipLimits()
    limits.entrySize = 16 << 20
    limits.totalSize = 64 << 20
    return limits
  }

  private static func warnings(_ source: PlanSource, in name: String) -> [Diagnostic] {
    let problems = source.configuration.diagnostics
    var warnings = problems.prefix(listedProblems).map { problem in
      let place = problem.location.map {
        SourceLocation(file: source.path(of: $0.file), line: $0.line, column: $0.column)
      }
      return Diagnostic(
        .warning, "\(safeText(problem.message, limit: 300)); what depends on it is resolved from the plan alone",
        at: place ?? SourceLocation(file: name), help: help(problem))
    }
    if problems.count > listedProblems {
      let more = problems.count - listedProblems
      warnings.append(
        Diagnostic(.warning, "\(more) more problems in the configuration", at: SourceLocation(file: name)))
    }
    return warnings
  }

  private static func help(_ problem: ConfigurationDiagnostic) -> String? {
    problem.message.hasPrefix("modules.json") ? "run `terraform init` in the folder, which fetches its modules" : nil
  }
}
