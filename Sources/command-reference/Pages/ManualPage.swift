/// `docs/pcicheck.1`, in the macros of man(7).
public enum ManualPage {
  public static func text(_ root: CommandDescription, version: String) -> String {
    var page = ""
    func macro(_ line: String) { page += ".\(line)\n" }
    func prose(_ text: String) { page += escaped(text) + "\n" }
    page += ".\\\" Written by `swift run command-reference`; a test holds it to be fresh.\n"
    // The page has no date, so that the same commands give the same bytes.
    macro("TH PCICHECK 1 \"\" \"pcicheck \(version)\" \"User Commands\"")
    macro("SH NAME")
    page += "\(root.commandName) \\- \(escaped((root.abstract ?? "").lowercasedFirst))\n"
    macro("SH SYNOPSIS")
    page += ".B \(root.commandName)\n\\fIINPUT\\fR... [\\fIOPTIONS\\fR]\n.br\n.B \(root.commandName)\n"
    page += "\\fICOMMAND\\fR [\\fIARGUMENTS\\fR]\n"
    macro("SH DESCRIPTION")
    prose(root.abstract ?? "")
    prose("Without the name of a command, \(root.defaultSubcommand ?? "check") is meant.")
    macro("SH COMMANDS")
    for command in root.family.dropFirst() {
      macro("SS \(quoted(command.synopsis))")
      prose(command.abstract ?? "")
      if let discussion = command.discussion {
        macro("PP")
        prose(discussion)
      }
      for argument in command.positionals + command.options {
        macro("TP")
        page += "\\fB\(escaped(argument.title))\\fR\n"
        prose(argument.text)
      }
    }
    for (title, entries) in others {
      macro("SH \(title)")
      for (name, text) in entries {
        macro("TP")
        page += "\\fB\(escaped(name))\\fR\n"
        prose(text)
      }
    }
    return page
  }

  private static let others: [(String, [(String, String)])] = [
    (
      "EXIT STATUS",
      [
        ("0", "no failure at or above --fail-on that the gate counts"),
        ("1", "failures"),
        ("2", "not assessed: bad input, bad rule, wrong usage; 2 beats 1"),
      ]
    ),
    (
      "FILES",
      [
        (
          "pcicheck.yaml",
          "The configuration of a project, searched for in the working directory and the folders above it."
        )
      ]
    ),
    (
      "ENVIRONMENT",
      [
        ("NO_COLOR", "if set to anything, nothing is coloured unless --color says so"),
        ("FORCE_COLOR", "if set to anything, reports are coloured although they go to no terminal"),
        ("SOURCE_DATE_EPOCH", "the moment that reports and waivers take for now, in seconds since 1970"),
      ]
    ),
    (
      "EXAMPLES",
      [
        ("terraform show -json tfplan | pcicheck -", "checks a plan"),
        ("pcicheck plan.json --gate introduced", "fails only for what the change brings about"),
        ("pcicheck explain aws-rds-not-public aws_db_instance.orders --plan plan.json", "explains a verdict"),
      ]
    ),
  ]

  private static func quoted(_ text: String) -> String { "\"\(escaped(text).replacing("\"", with: "\\(dq"))\"" }

  /// A backslash begins an escape, a hyphen could become a dash, and a line that begins with a dot is a macro.
  static func escaped(_ text: String) -> String {
    let lines = text.split(separator: "\n").map { line in
      let plain = line.replacing("\\", with: "\\e").replacing("-", with: "\\-")
      return plain.hasPrefix(".") || plain.hasPrefix("'") ? "\\&" + plain : plain
    }
    return lines.joined(separator: "\n")
  }
}

extension String {
  fileprivate var lowercasedFirst: String {
    let text = hasSuffix(".") ? String(dropLast()) : self
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
