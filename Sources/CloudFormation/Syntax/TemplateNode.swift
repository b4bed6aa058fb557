import Diagnostics
import Values

/// One value of a template as it is written, with its place.
///
/// Templates are small (1 MB at most, "AWS CloudFormation quotas"), and most of their values are rewritten by evaluation,
/// so they are trees of Swift values rather than arena nodes.
public struct TemplateNode: Sendable {
  public indirect enum Content: Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    case list([TemplateNode])
    case map([Member])
    /// An intrinsic function with its argument: `{"Ref": "Vpc"}`, `!Ref Vpc`.
    case call(IntrinsicFunction, TemplateNode)
  }

  public struct Member: Sendable {
    public let name: String
    public var value: TemplateNode

    public init(_ name: String, _ value: TemplateNode) {
      self.name = name
      self.value = value
    }
  }

  public var content: Content
  public let position: SourcePosition?

  public init(_ content: Content, at position: SourcePosition? = nil) {
    self.content = content
    self.position = position
  }

  /// The members of a map; empty for anything else.
  var members: [Member] { if case .map(let members) = content { members } else { [] } }

  /// The elements of a list; empty for anything else.
  var elements: [TemplateNode] { if case .list(let elements) = content { elements } else { [] } }

  var text: String? { if case .text(let text) = content { text } else { nil } }

  /// The text of a scalar as the service reads it where it expects a text.
  var scalarText: String? {
    switch content {
    case .text(let text): text
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value): numberText(value)
    default: nil
    }
  }

  var isMap: Bool { if case .map = content { true } else { false } }

  var isNull: Bool { if case .null = content { true } else { false } }

  subscript(_ name: String) -> TemplateNode? { members.first { $0.name == name }?.value }

  /// The value at a path of member names.
  func value(at path: String...) -> TemplateNode? {
    var node: TemplateNode? = self
    for name in path { node = node?[name] }
    return node
  }

  /// What the value is, for messages.
  var kindName: String {
    switch content {
    case .null: "null"
    case .bool: "a truth value"
    case .int, .double: "a number"
    case .text: "a text"
    case .list: "a list"
    case .map: "a mapping"
    case .call(let function, _): "`\(function.rawValue)`"
    }
  }
}

/// A number as a template's text has it: without a fraction where there is none.
func numberText(_ value: Double) -> String {
  if let whole = Int64(exactly: value) { return String(whole) }
  return "\(value)"
}
