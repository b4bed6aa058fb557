import Diagnostics
import Documents
import Kubernetes
import ResourceGraph
import Values

extension InputLoader {
  /// Adds the manifests of a YAML stream. What is wrong with single documents or objects becomes an error among the
  /// notes, and the rest is added.
  ///
  /// - Throws: a diagnostic for a stream without any object, unless it is one of a folder's files.
  func addManifests(_ document: InputDocument, inFolder: Bool, into result: inout Result) throws(Diagnostic) {
    let stream: YAMLReader.Stream
    do throws(Diagnostic) {
      stream = try YAMLReader.readEach(document, schema: .kubernetes, into: &result.builder.values)
    } catch {
      return try refuse(spoiltJSON(document) ?? error, inFolder, &result)
    }
    if HelmChart.isTemplate(document, stream, in: result.builder.values.arena) {
      return try refuse(HelmChart.problem(document), inFolder, &result)
    }
    // The arena is read in place: a copy that is alive while manifests are added would cost a copy of all values.
    let objects = stream.roots.filter { result.builder.values.arena[$0].kind != .null }
    if let first = objects.first, Kustomization.isKustomization(first, of: document, in: result.builder.values.arena) {
      let problem = Kustomization.problem(first, of: document, in: result.builder.values.arena)
      guard inFolder else { throw Diagnostic(.error, problem.message, at: problem.location, help: problem.help) }
      result.notes.append(problem)
      return
    }
    guard objects.contains(where: { ManifestReader.isManifest($0, in: result.builder.values.arena) }) else {
      if let problem = stream.problems.first { return try refuse(spoiltJSON(document) ?? problem, inFolder, &result) }
      let problem = spoiltJSON(document) ?? unsupported(objects.first, result.builder.values.arena, document)
      guard inFolder else { throw problem }
      result.notes.append(Diagnostic(.note, "skipped: \(problem.message)", at: problem.location))
      return
    }
    let first = result.builder.resources.count
    let problems = ManifestReader.read(stream.roots, document: document, into: &result.builder)
    result.suppressions += YAMLSuppressions.entries(document, result.builder.resources[first...])
    result.notes += (stream.problems + problems).sorted(by: Self.isBefore)
  }

  /// A problem with a whole input: the run goes on if the input is one of many.
  func refuse(_ problem: Diagnostic, _ inFolder: Bool, _ result: inout Result) throws(Diagnostic) {
    guard inFolder else { throw problem }
    result.notes.append(problem)
  }

  private static func isBefore(_ one: Diagnostic, _ other: Diagnostic) -> Bool {
    (one.location?.line ?? 0, one.location?.column ?? 0) < (other.location?.line ?? 0, other.location?.column ?? 0)
  }
}
