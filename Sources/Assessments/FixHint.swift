import Diagnostics

/// What to write so that a failing resource passes: code with the names that the input uses.
public struct FixHint: Hashable, Sendable {
  public enum Language: String, Sendable, CaseIterable {
    case hcl
    case yaml
  }

  /// One block or object to change, or to add.
  public struct Change: Hashable, Sendable {
    public enum Action: String, Sendable, CaseIterable {
      /// The block is there; the text has what is to be set in it.
      case change
      /// The block is new; the text is all of it.
      case add
    }

    public let action: Action
    /// The block's address, without keys of instances: a block is written once for all of them.
    public let address: String
    /// Where the block is written, or, of a new one, the block beside which it belongs; nil where that is not known.
    public let place: Diagnostics.SourceLocation?
    public let text: String

    public init(action: Action, address: String, place: Diagnostics.SourceLocation?, text: String) {
      self.action = action
      self.address = address
      self.place = place
      self.text = text
    }
  }

  public let language: Language
  public let changes: [Change]
  /// Names in the texts that stand for resources of the reader's: `aws_kms_key.NAME`.
  public let placeholders: [String]

  public init(language: Language, changes: [Change], placeholders: [String]) {
    self.language = language
    self.changes = changes
    self.placeholders = placeholders
  }

  /// The changes one after the other, as they would stand in one file.
  public var text: String { changes.map(\.text).joined(separator: language == .hcl ? "\n" : "---\n") }
}

/// Makes the hints of a run when a report asks for them: most reports show few findings, or none of their hints.
public protocol FixSource: Sendable {
  /// The hint for a failure; nil where there is none that fits.
  func fix(for observation: Observation) -> FixHint?
}

extension Assessment {
  /// The assessment with hints, which are made when somebody asks for them.
  public func hinted(by source: any FixSource) -> Assessment {
    var result = self
    result.fixes = source
    return result
  }

  /// The assessment without hints, for evidence: they are for who mends, not for who judges.
  public var withoutHints: Assessment {
    var result = self
    result.fixes = nil
    return result
  }

  /// The assessment with one observation alone.
  public func keeping(_ observation: Observation) -> Assessment {
    var result = self
    result.observations = [observation]
    return result
  }

  /// What to write so that a failing resource passes; nil for what does not fail, and where no text fits.
  public func fix(of observation: Observation) -> FixHint? {
    observation.verdict == .fail ? fixes?.fix(for: observation) : nil
  }
}
