/// Three-valued truth: yes and no hold whatever the unknown parts of a policy turn out to be.
public enum Truth: Hashable, Sendable {
  case yes
  case no
  /// It depends; the doubts say on what. Never empty when it comes from this module.
  case unknown([Doubt])

  /// Enough to explain; a policy of a thousand unknown values needs no thousand reasons.
  static let mostDoubts = 8

  public init(_ value: Bool) { self = value ? .yes : .no }

  /// A single doubt.
  public static func doubtful(_ doubt: Doubt) -> Truth { .unknown([doubt]) }

  /// The doubts of `unknown`, empty otherwise.
  public var doubts: [Doubt] {
    if case .unknown(let doubts) = self { doubts } else { [] }
  }

  public var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }

  /// Kleene's "and": `no` wins over everything.
  public func and(_ other: @autoclosure () -> Truth) -> Truth {
    switch self {
    case .no: return .no
    case .yes: return other()
    case .unknown(let mine):
      switch other() {
      case .no: return .no
      case .yes: return self
      case .unknown(let theirs): return .unknown(Self.merged(mine, theirs))
      }
    }
  }

  /// Kleene's "or": `yes` wins over everything.
  public func or(_ other: @autoclosure () -> Truth) -> Truth {
    negated.and(other().negated).negated
  }

  /// Kleene's "not".
  public var negated: Truth {
    switch self {
    case .yes: .no
    case .no: .yes
    case .unknown: self
    }
  }

  private static func merged(_ first: [Doubt], _ second: [Doubt]) -> [Doubt] {
    var merged = first
    for doubt in second where merged.count < mostDoubts && !merged.contains(doubt) { merged.append(doubt) }
    return merged
  }
}
