import Diagnostics
import Documents
import Foundation
import Values

/// Packs `policies/` into one Swift source: the texts as JSON, one after the other, and an index of what is where.
///
/// YAML is read at build time, so that a run parses only the rules that it needs, and those as JSON. Examples are kept
/// apart from the rules: only `pcicheck test` and `pcicheck explain` want them.
///
/// Usage: `policy-compiler POLICIES-DIRECTORY OUTPUT.swift`
@main
struct PolicyCompiler {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { throw CompilerError("usage: policy-compiler POLICIES-DIRECTORY OUTPUT.swift") }
    let directory = URL(fileURLWithPath: arguments[1])
    var pack = PolicyPack()
    for path in try yamlFiles(in: directory) {
      let bytes = [UInt8](try Data(contentsOf: directory.appendingPathComponent(path)))
      do {
        try pack.add(path, InputDocument(name: "policies/\(path)", bytes: bytes))
      } catch let problem as Diagnostic {
        throw CompilerError("\(problem.location?.description ?? path): error: \(problem.message)")
      }
    }
    try pack.source.write(to: URL(fileURLWithPath: arguments[2]), atomically: true, encoding: .utf8)
  }

  private static func yamlFiles(in directory: URL) throws -> [String] {
    let root = directory.standardizedFileURL.path + "/"
    let all = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
    var paths: [String] = []
    while let file = all?.nextObject() as? URL {
      guard ["yaml", "jsonl", "json"].contains(file.pathExtension) else { continue }
      paths.append(String(file.standardizedFileURL.path.dropFirst(root.count)))
    }
    return paths.sorted()
  }
}

struct CompilerError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
