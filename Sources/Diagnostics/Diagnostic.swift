/// A problem to tell a person about: where, what, and what to do.
///
/// Libraries return or throw diagnostics; only the command prints them. The message starts in lower case, has no final
/// period and puts text from an input between back-ticks. It never contains a value from an input.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Hashable, Sendable, CaseIterable {
    case error, warning, note
  }

  public let severity: Severity
  public let location: SourceLocation?
  public let message: String
  /// What to do about it, one sentence, nil if there is nothing sensible to say.
  public let help: String?
  /// The offending line and a marker under it, for sources that hold no secrets (rules, configuration of pcicheck).
  public let excerpt: Excerpt?

  public init(
    _ severity: Severity = .error, _ message: String, at location: SourceLocation? = nil, help: String? = nil,
    excerpt: Excerpt? = nil
  ) {
    self.severity = severity
    self.location = location
    self.message = message
    self.help = help
    self.excerpt = excerpt
  }

  /// One line of source with the columns to underline (from 1).
  public struct Excerpt: Hashable, Sendable {
    public let line: String
    public let column: Int
    public let length: Int

    public init(line: String, column: Int, length: Int = 1) {
      self.line = line
      self.column = column
      self.length = length
    }
  }
}

/// A place in an input: the name it was given by, and line and column from 1 where known.
public struct SourceLocation: Hashable, Sendable {
  public let file: String
  public let line: Int?
  public let column: Int?

  public init(file: String, line: Int? = nil, column: Int? = nil) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`, as compilers write it and editors open it.
  public var description: String {
    guard let line else { return file }
    guard let column else { return "\(file):\(line)" }
    return "\(file):\(line):\(column)"
  }
}
