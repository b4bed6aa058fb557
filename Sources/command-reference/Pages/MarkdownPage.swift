/// `docs/commands.md`.
public enum MarkdownPage {
  public static func text(_ root: CommandDescription) -> String {
    var text = "# Commands\n\n<!-- Written by `swift run command-reference`; a test holds it to be fresh. -->\n\n"
    text += "\(root.abstract ?? "")\n\n\(root.discussion ?? "")\n\n"
    let commands = root.family.dropFirst()
    for command in commands {
      text += "- [`\(command.fullName)`](#\(anchor(command))): \(escaped(command.abstract ?? ""))\n"
    }
    text += "\nEvery command has `--help`; `pcicheck --version` prints the version.\n"
    for command in commands { text += section(command) }
    return text
  }

  private static func section(_ command: CommandDescription) -> String {
    var text = "\n## \(command.fullName)\n\n\(escaped(command.abstract ?? ""))\n\n    \(command.synopsis)\n"
    if let discussion = command.discussion { text += "\n\(escaped(discussion))\n" }
    let all = command.positionals + command.options
    guard !all.isEmpty else { return text }
    text += "\n| argument | means |\n|---|---|\n"
    for argument in all { text += "| `\(argument.title)` | \(escaped(argument.text)) |\n" }
    return text
  }

  private static func anchor(_ command: CommandDescription) -> String {
    command.fullName.split(separator: " ").joined(separator: "-")
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "\n").joined(separator: " ").replacing("|", with: "\\|").replacing("<", with: "&lt;")
      .replacing("*", with: "\\*")
  }
}
