import Diagnostics
import Documents
import Values

/// Reads the members of one mapping of a policy or configuration file and refuses what it does not know.
public struct RecordReader: Sendable {
  private let document: Document
  public let node: NodeID
  /// What the mapping is, for messages: `rule`, `relation`.
  public let what: String

  /// What all readers of one text share. An object: readers are made by the hundred, and an arena has many references.
  private final class Document: Sendable {
    let arena: ValueArena
    let file: String
    /// The file's text, where messages may show lines of it.
    let source: SourceLines?

    init(_ arena: ValueArena, file: String, source: SourceLines?) {
      self.arena = arena
      self.file = file
      self.source = source
    }
  }

  public init(_ arena: ValueArena, _ node: NodeID, file: String, what: String, source: SourceLines? = nil)
    throws(Diagnostic)
  {
    try self.init(Document(arena, file: file, source: source), node, what: what)
  }

  private init(_ document: Document, _ node: NodeID, what: String) throws(Diagnostic) {
    self.document = document
    self.node = node
    self.what = what
    guard arena[node].kind == .map else { throw problem("expected a mapping: \(what)", at: node) }
  }

  public var arena: ValueArena { document.arena }

  public var file: String { document.file }

  private var source: SourceLines? { document.source }

  public func location(_ node: NodeID) -> SourceLocation {
    guard let position = arena.position(node), position.line > 0 else { return SourceLocation(file: file) }
    return SourceLocation(file: file, line: Int(position.line), column: Int(position.column))
  }

  /// Where a member's name stands; its value may begin on a later line.
  public func keyLocation(_ member: NodeID) -> SourceLocation {
    let value = location(member)
    guard let source, let name = arena.keyName(member) else { return value }
    return source.key(name, before: value) ?? value
  }

  public func problem(_ message: String, at node: NodeID, help: String? = nil) -> Diagnostic {
    problem(message, at: location(node), help: help)
  }

  public func problem(_ message: String, at place: SourceLocation, help: String? = nil) -> Diagnostic {
    Diagnostic(.error, message, at: place, help: help, excerpt: source?.excerpt(at: place))
  }

  /// Refuses members that are not among `known`.
  public func checkMembers(_ known: [String]) throws(Diagnostic) {
    for child in arena.children(node) {
      guard let name = arena.keyName(child), !known.contains(name) else { continue }
      let near = nearestName(to: name, among: known)
      throw problem(
        "unknown key `\(safeText(name, limit: 100))` in \(article) \(what)", at: keyLocation(child),
        help: near.map { "did you mean `\($0)`?" } ?? "known keys: \(known.joined(separator: ", "))")
    }
  }

  private var article: String { "aeiou".contains(what.first ?? " ") ? "an" : "a" }

  public func member(_ name: String) -> NodeID? { arena.member(node, name) }

  public func required(_ name: String) throws(Diagnostic) -> NodeID {
    guard let member = member(name) else { throw problem("\(article) \(what) needs `\(name)`", at: node) }
    return member
  }

  public func text(_ name: String) throws(Diagnostic) -> String { try text(at: try required(name), name) }

  public func optionalText(_ name: String) throws(Diagnostic) -> String? {
    guard let member = member(name) else { return nil }
    return try text(at: member, name)
  }

  public func text(at member: NodeID, _ name: String) throws(Diagnostic) -> String {
    guard let text = arena.string(member) else { throw problem("`\(name)` must be a text", at: member) }
    return text
  }

  public func optionalBool(_ name: String) throws(Diagnostic) -> Bool? {
    guard let member = member(name) else { return nil }
    guard let value = arena.bool(member) else { throw problem("`\(name)` must be true or false", at: member) }
    return value
  }

  /// A list of texts; a single text counts as a list of one.
  public func texts(_ name: String) throws(Diagnostic) -> [String] {
    guard let member = member(name) else { return [] }
    if let text = arena.string(member) { return [text] }
    guard arena[member].kind == .list else { throw problem("`\(name)` must be a list of texts", at: member) }
    var result: [String] = []
    for child in arena.children(member) { result.append(try text(at: child, name)) }
    return result
  }

  func expression(_ name: String) throws(Diagnostic) -> RuleExpression? {
    guard let member = member(name) else { return nil }
    return try expression(at: member, name)
  }

  /// A condition; YAML also reads `true` and numbers where a text is meant.
  func expression(at member: NodeID, _ name: String) throws(Diagnostic) -> RuleExpression {
    let node = arena[member]
    switch node.kind {
    case .string: return RuleExpression(text: try text(at: member, name), location: location(member))
    case .bool: return RuleExpression(text: node.boolValue ? "true" : "false", location: location(member))
    default: throw problem("`\(name)` must be an expression", at: member)
    }
  }

  public func choice<Choice: CaseIterable & RawRepresentable<String>>(_ name: String, _ type: Choice.Type)
    throws(Diagnostic)
    -> Choice
  {
    let member = try required(name)
    let text = try text(at: member, name)
    guard let choice = Choice(rawValue: text) else {
      let all = Choice.allCases.map(\.rawValue)
      throw problem(
        "`\(name)` is `\(safeText(text, limit: 60))`, expected \(all.joined(separator: ", "))", at: member,
        help: nearestName(to: text, among: all).map { "did you mean `\($0)`?" })
    }
    return choice
  }

  public func record(_ member: NodeID, _ what: String) throws(Diagnostic) -> RecordReader {
    try RecordReader(document, member, what: what)
  }

  /// The records of a list member; empty if it is absent.
  public func records(_ name: String, _ what: String) throws(Diagnostic) -> [RecordReader] {
    var result: [RecordReader] = []
    for child in try elements(name) { result.append(try record(child, what)) }
    return result
  }

  /// The elements of a list member; empty if it is absent.
  func elements(_ name: String) throws(Diagnostic) -> NodeRange {
    guard let member = member(name) else { return .empty }
    guard arena[member].kind == .list else { throw problem("`\(name)` must be a list", at: member) }
    return arena.children(member)
  }
}
