import Compose
import Diagnostics
import Documents
import ResourceGraph
import Values

extension InputLoader {
  /// Adds what a Compose file declares. What is wrong with single entries becomes an error among the notes.
  ///
  /// - Throws: a diagnostic for a file that cannot be read, unless it is one of a folder's files.
  func addCompose(_ document: InputDocument, inFolder: Bool, into result: inout Result) throws(Diagnostic) {
    let roots: [NodeID]
    do throws(Diagnostic) {
      roots = try YAMLReader.read(document, schema: .compose, into: &result.builder.values)
    } catch {
      return try refuse(error, inFolder, &result)
    }
    let root = roots.first { ComposeReader.isCompose($0, in: result.builder.values.arena) }
    guard let root else {
      let problem = unsupported(roots.first, result.builder.values.arena, document)
      guard inFolder else { throw problem }
      result.notes.append(Diagnostic(.note, "skipped: \(problem.message)", at: problem.location))
      return
    }
    let first = result.builder.resources.count
    result.notes += ComposeReader.read(root, document: document, into: &result.builder)
    result.suppressions += YAMLSuppressions.entries(document, result.builder.resources[first...])
  }
}
