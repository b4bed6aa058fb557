/// A JSON value with its place, as the JSON syntax needs it.
struct JSONValue {
  indirect enum Content {
    case null
    case bool(Bool)
    /// As written.
    case number(String)
    case string(JSONString)
    case array([JSONValue])
    case object([JSONMember])
  }

  let content: Content
  let range: SourceRange
}

/// A member of a JSON object; the same name may come again.
struct JSONMember {
  let name: JSONString
  let value: JSONValue
}

/// A JSON string, escapes resolved.
struct JSONString {
  let text: String
  /// Where it stands, quotes included.
  let range: SourceRange
  let hasEscapes: Bool
}
