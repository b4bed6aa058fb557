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
    shareAlike(document)
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder())
    guard let root = try? JSONReader.read(document, into: &builder.values),
      let kind = TerraformDocument.kind(of: root, in: builder.values.arena),
      (try? TerraformDocument.read(root, kind, document: document, into: &builder)) != nil
    else { return }
    let graph = builder.takeGraph()
    for resource in graph.resources { _ = resource.address }
  }

  /// What is read in two parts is what is read in one, where a part may be left out too.
  private static func shareAlike(_ document: InputDocument) {
    var shared = TerraformDocument.repetition
    shared.sharedFrom = 0
    guard let whole = try? read(document, with: .fast, omitting: TerraformDocument.repetition).get(),
      let parts = try? read(document, with: .fast, omitting: shared).get()
    else { return }
    require(areSame(whole.arena, whole.root, parts.arena, parts.root), "two parts are not the whole")
    require(whole.arena.strings.keyCount == parts.arena.strings.keyCount, "two parts have other names")
  }

  private static func read(
    _ document: InputDocument, with reader: JSONReaderChoice, omitting repetition: JSONRepetition? = nil
  ) -> Result<(arena: ValueArena, root: NodeID), Diagnostic> {
    var builder = ValueArenaBuilder()
    do throws(Diagnostic) {
      let root = try JSONReader.read(document, with: reader, omitting: repetition, into: &builder)
      return .success((builder.build(), root))
    } catch {
      return .failure(error)
    }
  }
}
