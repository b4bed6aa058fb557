import CommandReference
import Foundation

/// Writes `docs/commands.md` and `docs/pcicheck.1` from the commands of the binary beside it.
@main
enum CommandReferenceTool {
  static func main() throws {
    guard CommandLine.arguments.count == 3 else {
      print("usage: command-reference PCICHECK DOCS")
      exit(2)
    }
    let binary = CommandLine.arguments[1]
    let folder = URL(fileURLWithPath: CommandLine.arguments[2])
    let root = try CommandDescription.decode(try output(binary, ["--experimental-dump-help"]))
    let version = String(decoding: try output(binary, ["--version"]), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    try Data(MarkdownPage.text(root).utf8).write(to: folder.appending(path: "commands.md"))
    try Data(ManualPage.text(root, version: version).utf8).write(to: folder.appending(path: "pcicheck.1"))
  }

  private static func output(_ binary: String, _ arguments: [String]) throws -> [UInt8] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: binary)
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let bytes = Array(pipe.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    return bytes
  }
}
