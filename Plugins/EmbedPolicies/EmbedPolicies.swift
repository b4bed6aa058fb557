import Foundation
import PackagePlugin

/// Runs `policy-compiler` over `policies/` before the target is built.
@main
struct EmbedPolicies: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
    let directory = context.package.directoryURL.appending(path: "policies")
    // Folders are inputs too: a file added to one changes its time, and the tool looks for itself.
    var inputs = [directory]
    let all = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
    while let item = all?.nextObject() as? URL {
      if item.hasDirectoryPath || ["yaml", "jsonl", "json"].contains(item.pathExtension) { inputs.append(item) }
    }
    inputs.sort { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedPolicies.swift")
    return [
      .buildCommand(
        displayName: "Embed policies", executable: try context.tool(named: "policy-compiler").url,
        arguments: [directory.path, output.path], inputFiles: inputs, outputFiles: [output])
    ]
  }
}
