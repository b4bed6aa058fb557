import Values

/// What a value of a template comes to.
struct TemplateValue: Sendable {
  indirect enum Content: Sendable {
    /// `AWS::NoValue`: the property is as if nobody had written it.
    case absent
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case text(String)
    case list([TemplateValue])
    case map([Member])
    case unknown(Unknown)
  }

  struct Member: Sendable {
    let name: String
    let value: TemplateValue
  }

  /// Why a value is not known.
  struct Unknown: Hashable, Sendable {
    let reason: UnknownReason
    /// Whether it is certain that there is a value: another resource's id or ARN.
    var isNotNull = false
    /// How the value may look, with made-up names for what the service makes up: good for nothing but to tell that a
    /// policy names one resource and no pattern. Nil if anything is possible.
    var sketch: String?
    /// Of a text that is made of several pieces, those that are known; it begins with the first and ends with the last.
    var pieces: [String]?
    /// The value is the base64 of the text.
    var isEncoded = false
    /// CloudFormation gets the value from a store when it needs it, and keeps it nowhere.
    var isDynamicReference = false

    /// The reason with what is known of the text.
    var fullReason: UnknownReason {
      guard let pieces else { return reason }
      let text = UnknownReason.PartialText(pieces: pieces, sketch: sketch, isEncoded: isEncoded)
      return UnknownReason(reason.cause, reason.detail, text: text)
    }
  }

  var content: Content
  var position: SourcePosition?
  /// Made of a parameter with `NoEcho`.
  var isSensitive = false
  /// The resources that the value is made of.
  var references: [TemplateReference] = []
  /// Why a map may have further members, nil if it has none.
  var openBecause: String?

  init(_ content: Content, at position: SourcePosition? = nil) {
    self.content = content
    self.position = position
  }

  static func unknown(_ cause: UnknownReason.Cause, _ detail: String, at position: SourcePosition?) -> TemplateValue {
    TemplateValue(.unknown(Unknown(reason: UnknownReason(cause, detail))), at: position)
  }

  var unknown: Unknown? { if case .unknown(let unknown) = content { unknown } else { nil } }

  var isAbsent: Bool { if case .absent = content { true } else { false } }

  /// Whether nobody set it.
  var isUnset: Bool {
    switch content {
    case .absent, .null: true
    default: false
    }
  }

  var elements: [TemplateValue]? { if case .list(let elements) = content { elements } else { nil } }

  var members: [Member]? { if case .map(let members) = content { members } else { nil } }

  subscript(_ name: String) -> TemplateValue? { members?.first { $0.name == name }?.value }

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

  /// Everything in it is known.
  var isWhollyKnown: Bool {
    switch content {
    case .unknown: false
    case .list(let elements): elements.allSatisfy(\.isWhollyKnown)
    case .map(let members): openBecause == nil && members.allSatisfy(\.value.isWhollyKnown)
    default: true
    }
  }

  /// A part of it is sensitive.
  var hasSensitivePart: Bool {
    if isSensitive { return true }
    switch content {
    case .list(let elements): return elements.contains(where: \.hasSensitivePart)
    case .map(let members): return members.contains(where: \.value.hasSensitivePart)
    default: return false
    }
  }

  /// The references of all parts, in the order of the text.
  var allReferences: [TemplateReference] {
    var found = references
    switch content {
    case .list(let elements): for element in elements { found += element.allReferences }
    case .map(let members): for member in members { found += member.value.allReferences }
    default: break
    }
    return found
  }

  /// The first part that is unknown.
  var firstUnknown: Unknown? {
    switch content {
    case .unknown(let unknown): return unknown
    case .list(let elements): return elements.lazy.compactMap(\.firstUnknown).first
    case .map(let members):
      if let reason = openBecause { return Unknown(reason: UnknownReason(.notVisible, reason)) }
      return members.lazy.compactMap(\.value.firstUnknown).first
    default: return nil
    }
  }
}

/// A mention of something that a template declares or imports.
struct TemplateReference: Hashable, Sendable {
  enum Target: Hashable, Sendable {
    /// A resource: the stack's path, `` for the root, and the logical id.
    case resource(stack: String, id: String)
    /// A parameter that nobody gave a value: it may name anything.
    case parameter(String)
    /// An export of another stack; nil if its name is not known.
    case export(String?)
  }

  let target: Target
  /// The attribute for `Fn::GetAtt`, nil for `Ref`.
  var attribute: String?
  /// Whether the value may be made of something else: a condition that is not known decides.
  var isPossible = false

  /// As evidence shows it.
  var name: String {
    switch target {
    case .resource(let stack, let id):
      (stack.isEmpty ? id : "\(stack)/\(id)") + (attribute.map { ".\($0)" } ?? "")
    case .parameter(let name): "parameter \(name)"
    case .export(let name): name.map { "export \($0)" } ?? "an export"
    }
  }
}
