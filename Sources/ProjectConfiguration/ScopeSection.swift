import Diagnostics
import Rules
import Values

/// The section `scope`, not decoded: its form belongs to the module that reads scopes.
public struct ScopeSection: Sendable {
  private let root: RecordReader
  /// The section's value, with its position in ``arena``.
  public let node: NodeID

  public var arena: ValueArena { root.arena }
  public var location: SourceLocation { root.location(node) }

  /// The section as a mapping, whose members are read with places for messages.
  ///
  /// - Throws: a diagnostic if it is no mapping.
  public func record() throws(Diagnostic) -> RecordReader { try root.record(node, "section `scope`") }

  static func decode(_ root: RecordReader) -> ScopeSection? {
    root.present("scope").map { ScopeSection(root: root, node: $0) }
  }
}
