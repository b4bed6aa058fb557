import Diagnostics
import Documents
import ResourceGraph
import TerraformPlan
import Values

/// Plan and state JSON: both readers say the same, and what they accept becomes a graph or is refused.
public enum PlanTarget: FuzzTarget {
  public static let name = "plan"

  public static func run(_ bytes: [UInt8]) {
    let document = InputDocument(name: "plan.json", bytes: bytes)
    let fast = Self.read(document, with: .fast)
    let record = Self.read(document, with: .jansson)
    switch (fast, record) {
    case (.success(let left), .success(let right)):
      require(areSame(left.arena, left.root, right.arena, right.root), "the readers read different values")
    case (.failure(let left), .failure(let right)): require(left == right, "the readers refuse differently")
    case (.success, .failure): require(false, "the fast reader accepts what Jansson refuses")
    case (.failure, .success): require(false, "the fast reader refuses what Jansson accepts")
    }
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder())
    guard let root = try? JSONReader.read(document, into: &builder.values),
      let kind = TerraformDocument.kind(of: root, in: builder.values.arena),
      (try? TerraformDocument.read(root, kind, document: document, into: &builder)) != nil
    else { return }
    let graph = builder.takeGraph()
    for resource in graph.resources { _ = resource.address }
  }

  private static func read(
    _ document: InputDocument, with reader: JSONReaderChoice
  ) -> Result<(arena: ValueArena, root: NodeID), Diagnostic> {
    var builder = ValueArenaBuilder()
    do throws(Diagnostic) {
      let root = try JSONReader.read(document, with: reader, into: &builder)
      return .success((builder.build(), root))
    } catch {
      return .failure(error)
    }
  }
}
