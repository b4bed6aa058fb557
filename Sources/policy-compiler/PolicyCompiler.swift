import Diagnostics
import Documents
import Glibc
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
    let directory = arguments[1].hasSuffix("/") ? arguments[1] : arguments[1] + "/"
    var pack = PolicyPack()
    for file in try listFiles(directory) where ["yaml", "jsonl", "json"].contains(where: { file.hasSuffix(".\($0)") }) {
      let path = String(file.dropFirst(directory.count))
      do {
        try pack.add(path, InputDocument(name: "policies/\(path)", bytes: try readInput(file).bytes))
      } catch let problem as Diagnostic {
        throw CompilerError("\(problem.location?.description ?? path): error: \(problem.message)")
      }
    }
    try write(pack.source, to: arguments[2])
  }

  /// The file is there as a whole or not at all.
  private static func write(_ text: String, to path: String) throws {
    let (unfinished, bytes) = ("\(path).unfinished", Array(text.utf8))
    guard let file = fopen(unfinished, "w") else { throw CompilerError("\(unfinished) cannot be written") }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count, rename(unfinished, path) == 0 else {
      throw CompilerError("\(path) cannot be written")
    }
  }
}

struct CompilerError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
