/// A part of a template, strip markers and heredoc indentation already applied (HCL native syntax, "Templates").
public enum TemplatePart: Sendable {
  /// Literal text, escapes resolved.
  case text(String)
  /// `${expression}`
  case interpolation(Expression)
  /// `%{if condition}…%{else}…%{endif}`
  case conditional(TemplateConditional)
  /// `%{for key, value in collection}…%{endfor}`
  case loop(TemplateLoop)
}

/// A choice between texts (HCL native syntax, "Template If Directive").
public struct TemplateConditional: Sendable {
  /// What decides.
  public let condition: Expression
  /// The text if it holds.
  public let then: [TemplatePart]
  /// The text if it does not; empty without `%{else}`.
  public let otherwise: [TemplatePart]
}

/// A repeated text (HCL native syntax, "Template For Directive").
public struct TemplateLoop: Sendable {
  /// The name of the key or index, if one is asked for.
  public let keyName: String?
  /// The name of the element.
  public let valueName: String
  /// What is walked over.
  public let collection: Expression
  /// The text for an element.
  public let body: [TemplatePart]
}
