import FoundationEssentials
import TerraformConfiguration

/// The plans of the repository, beside the configuration that made them.
enum Fixtures {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "fixtures/terraform")

  /// Directories that hold a plan and its configuration.
  static var plans: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.filter { name in
      let directory = root.appending(path: name)
      let files = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
      return files.contains("plan.json") && files.contains { $0.hasSuffix(".tf") }
    }.sorted()
  }

  static func directory(_ name: String) -> String { root.appending(path: name).path }

  static func plan(_ name: String) throws -> PlanJSON {
    try PlanJSON(bytes: [UInt8](try Data(contentsOf: root.appending(path: "\(name)/plan.json"))))
  }
}

/// A configuration in memory: files by path, module directories by their place.
struct MemoryStorage: ConfigurationStorage {
  var manifest: [UInt8]? { nil }
  let texts: [String: String]

  func files(ofModule key: String, directory: String) throws(ConfigurationDiagnostic) -> [StoredFile] {
    let prefix = directory == "." ? "" : "\(directory)/"
    let names = texts.keys.filter { $0.hasPrefix(prefix) && !$0.dropFirst(prefix.count).contains("/") }.sorted()
    if names.isEmpty { throw ConfigurationDiagnostic("no directory \(directory)") }
    return names.map { StoredFile(name: String($0.dropFirst(prefix.count)), bytes: Array((texts[$0] ?? "").utf8)) }
  }
}
