import Policies

/// The JSON Schemas that this program has, for editors and validators.
public enum SchemaFile: String, CaseIterable, Sendable {
  case config, waivers, baseline, rule, report, profile, view, defaults, category, catalog

  public var text: [UInt8] { PolicyStore.embedded.line(kind: "json-schema", name: rawValue)?.text ?? [] }
}
