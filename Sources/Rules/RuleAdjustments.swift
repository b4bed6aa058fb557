import Diagnostics

/// What a project changes about the rules of a profile.
public struct RuleAdjustments: Sendable {
  /// Rules that are used although the profile does not have them.
  public let also: [Named<Void>]
  /// Rules that are not used, and why.
  public let disabled: [Named<String>]
  /// Other severities; a later entry beats an earlier one.
  public let severities: [Named<Severity>]
  /// Other values for parameters, by rule.
  public let parameters: [Named<Parameter>]

  /// Something said about the rules that a selector names.
  public struct Named<Value: Sendable>: Sendable {
    /// An id, an alias, or an id with `*`.
    public let selector: String
    public let value: Value
    public let location: SourceLocation?

    public init(_ selector: String, _ value: Value, at location: SourceLocation?) {
      self.selector = selector
      self.value = value
      self.location = location
    }
  }

  public struct Parameter: Sendable {
    public let name: String
    public let value: ParameterValue

    public init(name: String, value: ParameterValue) {
      self.name = name
      self.value = value
    }
  }

  public static let none = RuleAdjustments()

  public init(
    also: [Named<Void>] = [], disabled: [Named<String>] = [], severities: [Named<Severity>] = [],
    parameters: [Named<Parameter>] = []
  ) {
    self.also = also
    self.disabled = disabled
    self.severities = severities
    self.parameters = parameters
  }
}

/// Adjustments with every selector looked up.
struct ResolvedAdjustments: Sendable {
  let also: Set<String>
  /// Reasons by rule.
  let disabled: [String: String]
  let severities: [String: Severity]
  let parameters: [String: [String: ParameterValue]]

  /// - Parameter named: rules that the user asked for by their own ids, which no configuration switches off.
  /// - Throws: a diagnostic for a rule or parameter that does not exist, or a value of another type than the default's.
  init(_ adjustments: RuleAdjustments, named: Set<String>, _ library: PolicyLibrary) throws(Diagnostic) {
    var also: Set<String> = []
    var disabled: [String: String] = [:]
    var severities: [String: Severity] = [:]
    var parameters: [String: [String: ParameterValue]] = [:]
    for entry in adjustments.also {
      for file in try library.rules(named: entry.selector, at: entry.location) { also.insert(file.name) }
    }
    for entry in adjustments.disabled {
      for file in try library.rules(named: entry.selector, at: entry.location) where !named.contains(file.name) {
        disabled[file.name] = entry.value
      }
    }
    for entry in adjustments.severities {
      for file in try library.rules(named: entry.selector, at: entry.location) {
        severities[file.name] = entry.value
      }
    }
    for entry in adjustments.parameters {
      for file in try library.rules(named: entry.selector, at: entry.location) {
        try Self.check(entry, try library.decode(file))
        parameters[file.name, default: [:]][entry.value.name] = entry.value.value
      }
    }
    self.also = also
    self.disabled = disabled
    self.severities = severities
    self.parameters = parameters
  }

  private static func check(_ entry: RuleAdjustments.Named<RuleAdjustments.Parameter>, _ rule: Rule)
    throws(Diagnostic)
  {
    let names = rule.parameters.map(\.name)
    guard let parameter = rule.parameters.first(where: { $0.name == entry.value.name }) else {
      let near = nearestName(to: entry.value.name, among: names).map { "did you mean `\($0)`?" }
      let known = names.isEmpty ? "it has no parameters" : "it has: \(names.joined(separator: ", "))"
      throw Diagnostic(
        .error, "rule \(rule.id) has no parameter `\(safeText(entry.value.name, limit: 80))`", at: entry.location,
        help: near ?? known)
    }
    guard parameter.value.isOfSameKind(as: entry.value.value) else {
      throw Diagnostic(
        .error, "parameter `\(parameter.name)` of rule \(rule.id) must be \(parameter.value.kindName)",
        at: entry.location, help: parameter.description.isEmpty ? nil : parameter.description)
    }
  }
}

extension ParameterValue {
  fileprivate func isOfSameKind(as other: ParameterValue) -> Bool {
    switch (self, other) {
    case (.bool, .bool), (.int, .int), (.double, .double), (.double, .int), (.string, .string): true
    case (.list(let own), .list(let others)):
      others.allSatisfy { other in own.first.map { $0.isOfSameKind(as: other) } ?? true }
    default: false
    }
  }

  fileprivate var kindName: String {
    switch self {
    case .bool: "true or false"
    case .int: "a whole number"
    case .double: "a number"
    case .string: "a text"
    case .list(let items): items.first.map { "a list, each entry \($0.kindName)" } ?? "a list"
    }
  }
}

extension PolicyLibrary {
  /// The rule files that an id, an alias (compared without case) or an id with `*` names.
  ///
  /// - Throws: a diagnostic if there are none, with the nearest name.
  public func rules(named selector: String, at location: SourceLocation? = nil) throws(Diagnostic) -> [PolicyFile] {
    let matches = ruleFiles(matching: selector)
    guard matches.isEmpty else { return matches }
    let names = ruleFiles.flatMap { [$0.name] + $0.aliases }
    throw Diagnostic(
      .error, "no rule `\(safeText(selector, limit: 100))`", at: location,
      help: nearestName(to: selector, among: names).map { "did you mean `\($0)`?" } ?? "`pcicheck rules` lists them")
  }
}
