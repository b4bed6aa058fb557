import Diagnostics
import Documents
import TestSupport
import Values

/// Reads JSON; the diagnostic if it is refused.
func readJSON(_ bytes: [UInt8]) throws(Diagnostic) -> (arena: ValueArena, root: NodeID) {
  var builder = ValueArenaBuilder()
  let root = try JSONReader.read(InputDocument(name: "in.json", bytes: bytes), into: &builder)
  return (builder.build(), root)
}

func readJSON(_ text: String) throws(Diagnostic) -> (arena: ValueArena, root: NodeID) { try readJSON(Array(text.utf8)) }

/// What is said of JSON that is refused, nil if it is read.
func jsonProblem(_ bytes: [UInt8]) -> Diagnostic? {
  do throws(Diagnostic) {
    _ = try readJSON(bytes)
    return nil
  } catch { return error }
}

func jsonProblem(_ text: String) -> Diagnostic? { jsonProblem(Array(text.utf8)) }

func readYAML(_ bytes: [UInt8], _ schema: YAMLSchema = .core) throws(Diagnostic) -> (arena: ValueArena, roots: [NodeID])
{
  var builder = ValueArenaBuilder(recordsPositions: true)
  let roots = try YAMLReader.read(InputDocument(name: "in.yaml", bytes: bytes), schema: schema, into: &builder)
  return (builder.build(), roots)
}

func yamlProblem(_ bytes: [UInt8]) -> Diagnostic? {
  do throws(Diagnostic) {
    _ = try readYAML(bytes)
    return nil
  } catch { return error }
}

func yamlProblem(_ text: String) -> Diagnostic? { yamlProblem(Array(text.utf8)) }

/// The only document of a YAML text as a tree.
func yaml(_ text: String, _ schema: YAMLSchema = .core) throws -> JSONTree {
  let (arena, roots) = try readYAML(Array(text.utf8), schema)
  return roots.first.map { arena.tree($0) } ?? .null
}
