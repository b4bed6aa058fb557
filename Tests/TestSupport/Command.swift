import Foundation

/// The built binary, run as a user runs it.
public struct Command {
  public struct Result: Sendable {
    public let status: Int32
    public let output: [UInt8]
    public let errors: [UInt8]
    public var outputText: String { String(decoding: output, as: UTF8.self) }
    public var errorText: String { String(decoding: errors, as: UTF8.self) }
  }

  /// `pcicheck` beside the tests' own binary.
  public static let binary: String = {
    let own = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).resolvingSymlinksInPath()
    var folder = own.deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appendingPathComponent("pcicheck").path
      if FileManager.default.isExecutableFile(atPath: candidate), !candidate.hasSuffix("Sources/pcicheck") {
        return candidate
      }
      folder.deleteLastPathComponent()
    }
    return Project.path(".build/debug/pcicheck")
  }()

  /// The variables for a process that runs the binary: its own, those that it inherits by name, and the options of a
  /// sanitizer that both were built with.
  public static func environment(_ own: [String: String], inheriting names: [String] = []) -> [String: String] {
    let inherited = ProcessInfo.processInfo.environment.filter { name, _ in
      names.contains(name) || ["ASAN_OPTIONS", "TSAN_OPTIONS"].contains(name)
    }
    return own.merging(inherited) { own, _ in own }
  }

  /// Runs the binary in the package's folder and waits for it.
  ///
  /// - Parameters:
  ///   - input: what it reads from standard input; nothing if nil.
  ///   - environment: variables beside `PATH` and `HOME`; nothing of the caller's own environment is passed on.
  public static func run(
    _ arguments: [String], input: [UInt8]? = nil, environment: [String: String] = [:], in folder: String = Project.root
  ) throws -> Result {
    let scratch = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = Self.environment(environment, inheriting: ["PATH", "HOME", "LD_LIBRARY_PATH"])
    // Files, not pipes: neither side can block the other.
    let outputPath = try scratch.write("output", [])
    let errorPath = try scratch.write("errors", [])
    let inputPath = try scratch.write("input", input ?? [])
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: outputPath))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: inputPath))
    try process.run()
    process.waitUntilExit()
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Result(status: status, output: try Project.bytes(outputPath), errors: try Project.bytes(errorPath))
  }
}
