/// A place in a file of the configuration.
public struct ConfigurationLocation: Hashable, Sendable, CustomStringConvertible {
  /// The file, relative to the root module's directory.
  public let file: String
  /// Line, from 1.
  public let line: Int
  /// Column in Unicode scalars, from 1.
  public let column: Int

  /// A place in a file.
  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// `file:line:column`
  public var description: String { "\(file):\(line):\(column)" }
}

/// What could not be read of a configuration; the rest still counts.
public struct ConfigurationDiagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place, if it is about one.
  public let location: ConfigurationLocation?
  /// What is wrong.
  public let message: String

  /// A message, perhaps about a place.
  public init(_ message: String, at location: ConfigurationLocation? = nil) {
    self.message = message
    self.location = location
  }

  /// `file:line:column: message`
  public var description: String { location.map { "\($0): \(message)" } ?? message }
}
