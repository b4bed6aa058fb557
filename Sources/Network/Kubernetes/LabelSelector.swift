/// Chooses objects by their labels; an empty selector chooses all ("Labels and Selectors", Kubernetes documentation).
public struct LabelSelector: Hashable, Sendable {
  public enum Requirement: Hashable, Sendable {
    case isIn(key: String, values: [String])
    case isNotIn(key: String, values: [String])
    case exists(key: String)
    case doesNotExist(key: String)
  }

  public var requirements: [Requirement]

  public init(_ requirements: [Requirement] = []) { self.requirements = requirements }

  /// `matchLabels`.
  public init(labels: [String: String]) {
    requirements = labels.sorted { $0.key < $1.key }.map { .isIn(key: $0.key, values: [$0.value]) }
  }

  public static let everything = LabelSelector()

  public func matches(_ labels: [String: String]) -> Bool {
    requirements.allSatisfy { requirement in
      switch requirement {
      case .isIn(let key, let values): labels[key].map(values.contains) ?? false
      case .isNotIn(let key, let values): labels[key].map { !values.contains($0) } ?? true
      case .exists(let key): labels[key] != nil
      case .doesNotExist(let key): labels[key] == nil
      }
    }
  }

  /// Unknown labels leave only the empty selector certain.
  func matches(_ labels: Fact<[String: String]>) -> Fact<Bool> {
    if requirements.isEmpty { return true }
    switch labels {
    case .known(let labels): return .known(matches(labels))
    case .unknown(let unknown): return .unknown(unknown)
    }
  }
}
