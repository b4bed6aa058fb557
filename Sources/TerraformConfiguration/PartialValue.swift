/// What is known of an expression's value before apply: parts of it are values, parts are attributes of resource
/// instances, parts are not known.
struct PartialValue: Sendable {
  indirect enum Content: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    /// A list, tuple or set.
    case list([PartialValue], isSet: Bool)
    case map([String: PartialValue])
    /// The value of an attribute, or with an empty path the whole object.
    case attribute(InstanceAddress, [PathStep])
    /// A module instance with its outputs.
    case module(ModuleInstance)
    /// A collection that holds these elements in an order or under keys that are not known.
    case bag([PartialValue])
    /// One of these.
    case choice([PartialValue])
    /// Computed from these in a way that is not followed.
    case computed([PartialValue])
    /// Not known; says what.
    case unknown(String)
    /// The expression fails, as an index into an empty list does.
    case failed
  }

  var content: Content
  /// The locals, inputs and outputs that the value came through, nearest first.
  var through: [String] = []
  /// Whether it is not certain that the value takes part.
  var isDoubtful = false
  /// Whether the expression may as well fail, which matters to `try`.
  var mayFail = false

  init(_ content: Content) { self.content = content }

  static let null = PartialValue(.null)
  static let failed = PartialValue(.failed)
  /// Something that is not known, but certainly comes from no resource: `path.module`, an input of the root module.
  static let notFromResources = PartialValue(.computed([])).fallible

  static func bool(_ value: Bool) -> PartialValue { PartialValue(.bool(value)) }
  static func string(_ value: String) -> PartialValue { PartialValue(.string(value)) }
  static func number(_ value: Double) -> PartialValue { PartialValue(.number(value)) }
  static func list(_ elements: [PartialValue]) -> PartialValue { PartialValue(.list(elements, isSet: false)) }

  static func unknown(_ reason: String) -> PartialValue {
    var value = PartialValue(.unknown(reason))
    value.mayFail = true
    return value
  }

  /// The value of something computed that is not followed; known inputs say nothing of where it comes from.
  static func computed(_ inputs: [PartialValue]) -> PartialValue {
    var value = PartialValue(.computed(inputs.filter { !$0.isPlainScalar }))
    value.mayFail = inputs.contains(where: \.mayFail)
    return value
  }

  /// One of several; choices within choices are unfolded.
  static func choice(_ alternatives: [PartialValue]) -> PartialValue {
    var flat: [PartialValue] = []
    for alternative in alternatives {
      if case .choice(let inner) = alternative.content {
        flat += inner.map(alternative.inherited)
      } else {
        flat.append(alternative)
      }
    }
    guard flat.count != 1 else { return flat[0] }
    if flat.isEmpty { return .failed }
    // A choice among very many says no more than that the value comes from some of them.
    var value = PartialValue(flat.count > 256 ? .computed(flat) : .choice(flat))
    value.mayFail = flat.contains { $0.mayFail || $0.isFailed }
    return value
  }

  private var isPlainScalar: Bool {
    switch content {
    case .null, .bool, .number, .string: !isDoubtful
    default: false
    }
  }

  var isFailed: Bool { if case .failed = content { true } else { false } }
  var isNull: Bool { if case .null = content { !isDoubtful } else { false } }

  /// The value as one that may not exist.
  var fallible: PartialValue {
    var value = self
    value.mayFail = true
    return value
  }

  /// The same with another content.
  func replacing(_ content: Content) -> PartialValue {
    var value = self
    value.content = content
    return value
  }

  /// A part of this value, with what holds for the whole.
  func inherited(_ part: PartialValue) -> PartialValue {
    guard isDoubtful || mayFail || !through.isEmpty else { return part }
    var part = part
    part.through = through + part.through
    part.isDoubtful = part.isDoubtful || isDoubtful
    part.mayFail = part.mayFail || mayFail
    return part
  }

  /// The value as reached through a step.
  func via(_ step: String) -> PartialValue {
    var value = self
    value.through.insert(step, at: 0)
    return value
  }

  /// The value as one that only possibly takes part.
  var doubtful: PartialValue {
    var value = self
    value.isDoubtful = true
    return value
  }
}

/// A known primitive value.
enum Scalar: Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)

  /// The text that a template makes of it; null has none.
  var text: String? {
    switch self {
    case .null: nil
    case .bool(let value): value ? "true" : "false"
    case .number(let number): numberText(number)
    case .string(let text): text
    }
  }

  /// As a truth value, converted where Terraform converts.
  var truth: Bool? {
    switch self {
    case .bool(let value): value
    case .string("true"): true
    case .string("false"): false
    default: nil
    }
  }

  /// As a number, converted where Terraform converts.
  var number: Double? {
    switch self {
    case .number(let number): number
    case .string(let text): Double(text)
    default: nil
    }
  }

  var value: PartialValue {
    switch self {
    case .null: .null
    case .bool(let value): .bool(value)
    case .number(let number): .number(number)
    case .string(let text): .string(text)
    }
  }
}

/// A number as Terraform writes it: whole ones without a fraction.
func numberText(_ number: Double) -> String {
  Int64(exactly: number).map(String.init) ?? "\(number)"
}
