import Foundation

/// A command as `--experimental-dump-help` describes it (swift-argument-parser, ToolInfo).
public struct CommandDescription: Decodable, Sendable {
  public let commandName: String
  public let abstract: String?
  public let discussion: String?
  public let superCommands: [String]?
  public let defaultSubcommand: String?
  public let arguments: [ArgumentDescription]?
  public let subcommands: [CommandDescription]?

  /// The command behind the bytes of `--experimental-dump-help`.
  public static func decode(_ dump: [UInt8]) throws -> CommandDescription {
    struct Dump: Decodable { let command: CommandDescription }
    return try JSONDecoder().decode(Dump.self, from: Data(dump)).command
  }

  /// `help` is the parser's own.
  var ownSubcommands: [CommandDescription] { (subcommands ?? []).filter { $0.commandName != "help" } }

  var fullName: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

  private var shown: [ArgumentDescription] { (arguments ?? []).filter(\.shouldDisplay) }
  var positionals: [ArgumentDescription] { shown.filter { $0.kind == "positional" } }
  /// Without those that every command has.
  var options: [ArgumentDescription] {
    shown.filter { $0.kind != "positional" && !["help", "version"].contains($0.preferredName?.name) }
  }

  /// `pcicheck check <inputs> ... [--format <format>]`, options counted together where there are many.
  var synopsis: String {
    var parts = [fullName]
    if !ownSubcommands.isEmpty { parts.append("COMMAND") }
    for argument in positionals {
      let name = argument.placeholder + (argument.isRepeating ? "..." : "")
      parts.append(argument.isOptional ? "[\(name)]" : name)
    }
    if !options.isEmpty { parts.append("[OPTIONS]") }
    return parts.joined(separator: " ")
  }

  /// The command and all below it, in their order.
  var family: [CommandDescription] { [self] + ownSubcommands.flatMap(\.family) }
}

/// One argument, option or flag.
public struct ArgumentDescription: Decodable, Sendable {
  public struct Name: Decodable, Sendable {
    let kind: String
    let name: String

    var text: String { kind == "long" ? "--\(name)" : "-\(name)" }
  }

  let kind: String
  let shouldDisplay: Bool
  let isOptional: Bool
  let isRepeating: Bool
  let names: [Name]?
  let preferredName: Name?
  let valueName: String?
  let defaultValue: String?
  let allValues: [String]?
  let abstract: String?
  let discussion: String?

  var placeholder: String { (valueName ?? "value").uppercased().replacingOccurrences(of: "-", with: "_") }

  /// `-f, --format FORMAT`
  var title: String {
    guard kind != "positional" else { return placeholder + (isRepeating ? "..." : "") }
    let all = (names ?? []).sorted { ($0.kind == "long" ? 1 : 0, $0.name) < ($1.kind == "long" ? 1 : 0, $1.name) }
    return all.map(\.text).joined(separator: ", ") + (kind == "option" ? " \(placeholder)" : "")
  }

  /// What it is, its values and its default.
  var text: String {
    var text = [abstract, discussion].compactMap { $0 }.joined(separator: " ")
    if let allValues, !allValues.isEmpty, !allValues.allSatisfy({ text.contains($0) }) {
      text += " Values: \(allValues.joined(separator: ", "))."
    }
    if let defaultValue, !defaultValue.isEmpty, kind == "option", !text.contains("default:") {
      text += " (default: \(defaultValue))"
    }
    return text
  }
}
