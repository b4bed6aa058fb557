import Assessments
import Diagnostics
import ProjectConfiguration

/// Shows the effective configuration, each value with where it came from: a configuration file itself.
public struct ConfigurationListing: Sendable {
  private let configuration: EffectiveConfiguration

  public init(_ configuration: EffectiveConfiguration) { self.configuration = configuration }

  public var text: [UInt8] {
    var page = Page()
    let file = configuration.file.map { safeText($0.path) }
    page.comment(
      file.map { "The effective configuration; the file is \($0)." } ?? "The effective configuration; no file.")
    page.line("version: \(ConfigurationFile.formatVersion)")
    page.entry("standard", YAMLText.quoted(configuration.standard.value), configuration.standard.origin)
    page.entry("profile", YAMLText.scalar(configuration.profile.value), configuration.profile.origin)
    policies(&page)
    rules(&page)
    parameters(&page)
    if let scope = configuration.file?.scope {
      page.comment("scope: as it stands at \(safeText(scope.location.description))")
    }
    waivers(&page)
    gate(&page)
    outputs(&page)
    return Array(page.text.utf8)
  }

  private func policies(_ page: inout Page) {
    page.line("policies:")
    page.entry("built-in", configuration.usesBuiltIn.value ? "true" : "false", configuration.usesBuiltIn.origin, 1)
    page.list("folders", configuration.policyFolders, 1)
  }

  private func rules(_ page: inout Page) {
    let settings = configuration.file?.rules
    page.line("rules:")
    page.list("only", configuration.rules, 1)
    page.list("also", (settings?.also ?? []).map { Sourced($0.value, from: .file($0.location)) }, 1)
    let disabled = settings?.disabled ?? []
    page.line(disabled.isEmpty ? "  disabled: []" : "  disabled:")
    for entry in disabled {
      page.line(
        "    - { rule: \(YAMLText.scalar(entry.rule.value)), reason: \(YAMLText.quoted(entry.reason)) }",
        from: .file(entry.rule.location))
    }
    let severities = settings?.severities ?? []
    page.line(severities.isEmpty ? "  severity: {}" : "  severity:")
    for entry in severities {
      page.entry(YAMLText.scalar(entry.rule.value), entry.severity.rawValue, .file(entry.rule.location), 2)
    }
  }

  private func parameters(_ page: inout Page) {
    let settings = configuration.parameters
    page.line(settings.isEmpty ? "parameters: {}" : "parameters:")
    for setting in settings {
      let entry = setting.value
      page.entry(YAMLText.scalar("\(entry.rule).\(entry.name)"), YAMLText.value(entry.value), setting.origin, 1)
    }
  }

  private func waivers(_ page: inout Page) {
    page.line("waivers:")
    page.entry("max-days", String(configuration.waiverHorizon.value), configuration.waiverHorizon.origin, 1)
    page.entry(
      "comments", configuration.acceptsComments.value ? "true" : "false", configuration.acceptsComments.origin, 1)
    page.list("files", configuration.waiverFiles, 1)
    let entries = configuration.file?.waivers.entries ?? []
    guard !entries.isEmpty else { return }
    page.comment("and \(entries.count) in the file itself", 1)
    for case .waiver(let waiver) in entries {
      page.comment(
        "\(safeText(waiver.rule)) for \(safeText(waiver.resources.joined(separator: ", "))) "
          + "until \(waiver.expires.text)", 1)
    }
  }

  private func gate(_ page: inout Page) {
    page.line("gate:")
    page.entry("findings", configuration.gate.value.rawValue, configuration.gate.origin, 1)
    page.entry("fail-on", configuration.failOn.value.rawValue, configuration.failOn.origin, 1)
    page.entry(
      "fail-on-indeterminate", configuration.failsOnIndeterminate.value ? "true" : "false",
      configuration.failsOnIndeterminate.origin, 1)
    if let baseline = configuration.baseline {
      page.entry("baseline", YAMLText.scalar(baseline.value), baseline.origin, 1)
    }
  }

  private func outputs(_ page: inout Page) {
    page.line(configuration.outputs.isEmpty ? "outputs: []" : "outputs:")
    for output in configuration.outputs {
      let path = output.path.flatMap { path in configuration.file.map { $0.resolve(path.value) } }
      let file = path.map { ", file: \(YAMLText.scalar($0))" } ?? ""
      page.line(
        "  - { format: \(YAMLText.scalar(output.format.value))\(file) }", from: .file(output.format.location))
    }
  }
}

/// Lines of YAML with their origins in comments, aligned.
private struct Page {
  private(set) var text = ""

  mutating func line(_ line: String, from origin: ValueOrigin? = nil) {
    guard let origin else {
      text += "\(line)\n"
      return
    }
    let room = max(2, 44 - line.count)
    text += "\(line)\(String(repeating: " ", count: room))# \(safeText(origin.text))\n"
  }

  mutating func comment(_ comment: String, _ depth: Int = 0) { line("\(indent(depth))# \(comment)") }

  mutating func entry(_ name: String, _ value: String, _ origin: ValueOrigin, _ depth: Int = 0) {
    line("\(indent(depth))\(name): \(value)", from: origin)
  }

  mutating func list(_ name: String, _ values: [Sourced<String>], _ depth: Int) {
    guard !values.isEmpty else { return line("\(indent(depth))\(name): []") }
    line("\(indent(depth))\(name):")
    for value in values { line("\(indent(depth + 1))- \(YAMLText.scalar(value.value))", from: value.origin) }
  }

  private func indent(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}
