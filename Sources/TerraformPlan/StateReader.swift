import Diagnostics
import Documents
import ResourceGraph
import Values

/// Reads state JSON (`terraform show -json` without a plan): everything in it is known and exists.
struct StateReader {
  let document: InputDocument
  let root: NodeID
  let version: String?

  func read(into builder: inout ResourceGraphBuilder) throws(Diagnostic) {
    let number = builder.nextDocument
    let keys = PlanKeys(&builder.values)
    if let module = builder.values.arena.member(root, at: "values", "root_module") {
      ModuleValues(document: number, keys: keys, configuration: ConfigurationIndex(nil, builder.values.arena))
        .add(module, pointer: "/values/root_module", only: nil, except: { _ in false }, into: &builder)
    }
    builder.add(
      DocumentSummary(
        name: document.name, sha256: document.sha256, kind: .terraformState, formatVersion: version,
        toolVersion: builder.values.arena.string(root, "terraform_version")))
  }
}
