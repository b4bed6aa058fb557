/// What an input was, as far as an assessment must say it.
public struct DocumentSummary: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case terraformPlan = "terraform-plan"
    case terraformState = "terraform-state"
    case kubernetes
    case cloudFormation = "cloudformation"
    case compose
  }

  /// The path as given, `-` for standard input.
  public let name: String
  public let sha256: String
  public let kind: Kind
  /// For Terraform the `format_version`.
  public let formatVersion: String?
  /// The version of the tool that wrote it.
  public let toolVersion: String?
  /// When the tool made it, as it says itself (RFC 3339); nil if it does not say.
  public let timestamp: String?
  public internal(set) var completeness: Completeness
  /// Of an incomplete input: the resource types of which it certainly leaves some out, because the configuration declares
  /// them unconditionally; nil if nothing can be said.
  public let leftOutTypes: Set<String>?
  /// What was seen and not assessed, each a sentence (deferred changes, provider actions, ...).
  public let notes: [String]

  public init(
    name: String, sha256: String, kind: Kind, formatVersion: String? = nil, toolVersion: String? = nil,
    timestamp: String? = nil, completeness: Completeness = .complete, leftOutTypes: Set<String>? = nil,
    notes: [String] = []
  ) {
    self.name = name
    self.sha256 = sha256
    self.kind = kind
    self.formatVersion = formatVersion
    self.toolVersion = toolVersion
    self.timestamp = timestamp
    self.completeness = completeness
    self.leftOutTypes = leftOutTypes
    self.notes = notes
  }
}

/// Whether what an input does not list can be taken not to exist.
public enum Completeness: Hashable, Sendable {
  case complete
  /// More may exist; the reasons are sentences without values.
  case incomplete([String])

  public var reasons: [String] {
    switch self {
    case .complete: []
    case .incomplete(let reasons): reasons
    }
  }

  public var isComplete: Bool { self == .complete }
}
