import ArgumentParser
import Diagnostics
import Glibc
import PCICheckKit

struct NewRuleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new-rule", abstract: "Write a rule file to begin with.",
    discussion: "The file loads and its examples pass; `pcicheck lint` and `pcicheck test` take it from there.")

  @Argument(help: "The rule's id: lower-case words with hyphens.")
  var id: String

  @Option(help: "The resource type that the rule is about.")
  var type: String

  @Option(help: "The attribute that its condition looks at.")
  var attribute: String?

  @Option(name: .customLong("policies"), help: "The folder to write the file to.", completion: .directory)
  var folder = "."

  func run() throws {
    let path = folder == "." ? "\(id).yaml" : "\(folder)/\(id).yaml"
    let text = try RuleScaffold(policies: try PCICheck.Policies()).text(id: id, type: type, attribute: attribute)
    guard access(path, F_OK) != 0 else {
      throw Diagnostic(
        .error, "is there already", at: SourceLocation(file: path), help: "choose another id, or remove the file first")
    }
    try writeFile(text, to: path)
    write("\(path)\n", to: .standardOutput)
  }
}
