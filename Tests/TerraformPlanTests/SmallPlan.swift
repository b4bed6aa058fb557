import ResourceGraph
import TestSupport

/// A plan of a few lines: what a test is about, and nothing else.
struct SmallPlan {
  var changes: [String] = []
  /// Members of the configuration's root module.
  var configuration = ""
  /// Further members of the plan.
  var more = ""

  /// Adds a change of one resource; `address` without a module.
  mutating func add(
    _ address: String, module: String = "", after: String = "{}", unknown: String = "{}", sensitive: String = "{}",
    actions: String = #"["create"]"#, more: String = ""
  ) {
    let isData = address.hasPrefix("data.")
    let plain = isData ? address.dropFirst(5) : address[...]
    let type = plain.prefix { $0 != "." }
    let rest = plain.dropFirst(type.count + 1)
    let name = rest.prefix { $0 != "[" }
    let key = rest.dropFirst(name.count)
    let index = key.isEmpty ? "" : #""index": \#(key.dropFirst().dropLast()),"#
    let whole = JSONTree.string(module.isEmpty ? address : "\(module).\(address)").bytes
    let moduleMember =
      module.isEmpty ? "" : #""module_address": \#(String(decoding: JSONTree.string(module).bytes, as: UTF8.self)),"#
    changes.append(
      """
      {"address": \(String(decoding: whole, as: UTF8.self)), \(moduleMember) \(index) \(more)
       "mode": "\(isData ? "data" : "managed")", "type": "\(type)", "name": "\(name)",
       "provider_name": "registry.terraform.io/hashicorp/aws",
       "change": {"actions": \(actions), "before": null, "after": \(after), "after_unknown": \(unknown),
                  "after_sensitive": \(sensitive)}}
      """)
  }

  var text: String {
    """
    {"format_version": "1.2", "terraform_version": "1.11.4", \(more)
     "resource_changes": [\(changes.joined(separator: ",\n"))],
     "configuration": {"root_module": {\(configuration)}}}
    """
  }

  func graph() throws -> ResourceGraph { try Graphs.terraform(text) }

  /// A resource of the configuration; the expressions by attribute, as JSON.
  static func declared(_ address: String, _ expressions: String = "", more: String = "") -> String {
    let isData = address.hasPrefix("data.")
    let parts = (isData ? String(address.dropFirst(5)) : address).split(separator: ".")
    return """
      {"address": "\(address)", "mode": "\(isData ? "data" : "managed")", "type": "\(parts[0])", "name": "\(parts[1])",
       "provider_config_key": "aws", \(more) "expressions": {\(expressions)}, "schema_version": 0}
      """
  }

  /// An expression that refers to something.
  static func references(_ names: String...) -> String {
    #"{"references": [\#(names.map { "\"\($0)\"" }.joined(separator: ","))]}"#
  }
}
