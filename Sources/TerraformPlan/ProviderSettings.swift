import ResourceGraph
import Values

/// Reads what a plan's `configuration` says of provider configurations.
///
/// Values are taken only of arguments that are known to hold no secret; of all others no more than that they are set.
struct ProviderSettings {
  private let root: NodeID
  private let document: Int

  private static let plain: Set<String> = [
    "region", "profile", "allowed_account_ids", "forbidden_account_ids", "use_fips_endpoint", "use_dualstack_endpoint",
    "sts_region", "insecure", "max_retries", "skip_credentials_validation", "skip_requesting_account_id",
    "skip_region_validation", "project", "zone", "location", "subscription_id", "environment", "storage_use_azuread",
  ]

  init(root: NodeID, document: Int) {
    self.root = root
    self.document = document
  }

  /// Adds the settings for every provider scope that a resource of the document has.
  func add(into builder: inout ResourceGraphBuilder) {
    guard let configuration = builder.values.arena.member(root, "configuration") else { return }
    for scope in scopes(of: builder.resources).sorted() {
      let key = String(scope.drop { $0 != "|" }.dropFirst())
      let declared = builder.values.arena.member(configuration, "provider_config").flatMap {
        builder.values.arena.member($0, key)
      }
      builder.addProvider(
        settings(declared, inRoot: !key.contains(":"), &builder.values), scope: scope, document: document)
    }
  }

  /// Mostly the same as that of the resource before.
  private func scopes(of resources: [Resource]) -> Set<String> {
    var scopes: Set<String> = []
    var last: String?
    for resource in resources where resource.origin.document == document {
      let scope = resource.providerScope
      if scope != last { scopes.insert(scope) }
      last = scope
    }
    return scopes
  }

  /// Adds provider configurations of AWS in which keys are written down, as resources of the type `aws_provider`. Others
  /// are none: what most plans have nothing of is not to be counted in them.
  func addStaticKeys(into builder: inout ResourceGraphBuilder) {
    let arena = builder.values.arena
    guard let declared = arena.member(root, at: "configuration", "provider_config") else { return }
    for provider in arena.children(declared) {
      guard let key = arena.keyName(provider), let expressions = arena.member(provider, "expressions"),
        isAWS(provider, key, arena)
      else { continue }
      let keys = Self.keys.filter { name in
        arena.member(expressions, name).flatMap { arena.string($0, "constant_value") }?.isEmpty == false
      }
      guard !keys.isEmpty else { continue }
      let mark = builder.values.mark
      for name in keys { builder.values.push(builder.values.stringNode("(set)"), key: builder.values.key(name)) }
      builder.values.closeContainer(.map, since: mark)
      let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
      let module = parts.count == 2 ? parts[0] : ""
      let name = parts.last ?? key
      let step = key.replacing("~", with: "~0").replacing("/", with: "~1")
      builder.add(
        Resource(
          address: (module.isEmpty ? "" : "\(module).") + "provider.\(name)", type: "aws_provider", name: name,
          mode: .managed, module: module, values: builder.values.finishRoot(),
          origin: ResourceOrigin(
            document: document, pointer: "/configuration/provider_config/\(step)/expressions")))
    }
  }

  private static let keys = ["access_key", "secret_key", "token"]

  private func isAWS(_ provider: NodeID, _ key: String, _ arena: ValueArena) -> Bool {
    if let name = arena.string(provider, "full_name") { return name.hasSuffix("/hashicorp/aws") }
    return arena.string(provider, "name") == "aws" || key == "aws"
  }

  private func settings(_ declared: NodeID?, inRoot: Bool, _ values: inout ValueArenaBuilder) -> NodeID {
    let mark = values.mark
    if let expressions = declared.flatMap({ values.arena.member($0, "expressions") }) {
      for argument in values.arena.children(expressions) {
        guard let name = values.arena.keyName(argument) else { continue }
        values.push(value(argument, name, inRoot: inRoot, &values), key: values.key(name))
      }
    }
    values.closeContainer(.map, since: mark)
    return values.finishRoot()
  }

  private func value(_ argument: NodeID, _ name: String, inRoot: Bool, _ values: inout ValueArenaBuilder) -> ValueNode {
    guard Self.plain.contains(name) else { return values.stringNode("(set)") }
    if let constant = values.arena.member(argument, "constant_value") { return values.arena[constant] }
    let references = Expressions.references(of: argument, values.arena)
    if inRoot, references.count == 1, let known = variable(references[0], values.arena) { return values.arena[known] }
    return .unknown(values.reason(UnknownReason(.derived, references.first ?? "an expression")))
  }

  /// The value of a variable of the root module, unless it is sensitive.
  private func variable(_ reference: String, _ arena: ValueArena) -> NodeID? {
    guard reference.hasPrefix("var.") else { return nil }
    let name = String(reference.dropFirst("var.".count))
    let declared = arena.member(root, at: "configuration", "root_module", "variables", name)
    guard declared.flatMap({ arena.bool($0, "sensitive") }) != true else { return nil }
    return arena.member(root, at: "variables", name, "value")
  }
}
