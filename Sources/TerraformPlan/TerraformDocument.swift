import Diagnostics
import Documents
import ResourceGraph
import Values

/// Recognises Terraform's and OpenTofu's JSON and reads it into a resource graph.
public enum TerraformDocument {
  public enum Kind: Sendable {
    case plan
    case state
  }

  /// What a plan says twice: of the values after the change the list of changes has all, of those before it most.
  public static let repetition = JSONRepetition(
    of: "resource_changes", in: "planned_values", firstName: "address", elements: RepeatedState())

  /// What the JSON is, nil if it is neither plan nor state.
  public static func kind(of root: NodeID, in arena: ValueArena) -> Kind? {
    guard arena[root].kind == .map else { return nil }
    let isPlan = ["resource_changes", "planned_values"].contains { arena.member(root, $0) != nil }
    if isPlan { return .plan }
    guard arena.string(root, "format_version") != nil else { return nil }
    if arena.member(root, "values") != nil { return .state }
    if ["configuration", "output_changes", "prior_state", "variables"].contains(where: { arena.member(root, $0) != nil }
    ) {
      return .plan
    }
    return arena.member(root, "terraform_version") == nil ? nil : .state
  }

  /// Adds the resources of a plan or state.
  ///
  /// - Parameters:
  ///   - source: the configuration that the plan was made from, nil if it is not at hand.
  ///   - blocks: the blocks of a resource type that a provider does not fill by itself; unknown ones are `dynamic`.
  /// - Returns: what to say of the source.
  /// - Throws: a diagnostic if the format's major version is not known or the shape is not what Terraform writes.
  public static func read(
    _ root: NodeID, _ kind: Kind, document: InputDocument, source: PlanSource? = nil,
    blocks: (@Sendable (_ type: String) -> Set<String>)? = nil, into builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) -> [Diagnostic] {
    let version = builder.values.arena.string(root, "format_version")
    if version == nil, builder.values.arena.member(root, "format_version") != nil {
      throw Diagnostic(
        .error, "is not a plan as Terraform writes it: at `/format_version`, expected a text",
        at: SourceLocation(file: document.name),
        help: "write the plan again with `terraform show -json tfplan > plan.json`")
    }
    try checkVersion(version, document)
    switch kind {
    case .plan:
      return try PlanReader(
        document: document, root: root, version: version, source: source, blocks: blocks, builder: &builder
      )
      .read(into: &builder)
    case .state:
      try StateReader(document: document, root: root, version: version).read(into: &builder)
      return []
    }
  }

  /// Terraform promises that a minor version only adds; an unknown major one is refused.
  private static func checkVersion(_ version: String?, _ document: InputDocument) throws(Diagnostic) {
    guard let version else { return }
    let major = version.split(separator: ".", omittingEmptySubsequences: false).first.flatMap { Int($0) }
    guard let major, (0...1).contains(major) else {
      throw Diagnostic(
        .error, "has format_version `\(safeText(version, limit: 40))`, expected 0.1 to below 2",
        at: SourceLocation(file: document.name),
        help: "this plan comes from a Terraform that this version of pcicheck does not know; look for a newer pcicheck")
    }
  }
}
