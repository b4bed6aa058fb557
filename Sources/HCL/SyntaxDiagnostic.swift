/// Something in a source file that is not HCL, with its place.
public struct SyntaxDiagnostic: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as given to the parser.
  public let file: String
  /// Where the offending text begins.
  public let position: SourcePosition
  /// What was expected and what was found instead.
  public let message: String

  /// A message about a place in a file.
  public init(file: String, position: SourcePosition, message: String) {
    self.file = file
    self.position = position
    self.message = message
  }

  /// `file:line:column: message`
  public var description: String { "\(file):\(position.line):\(position.column): \(message)" }
}

/// What the parser throws within one item of a body; it becomes a ``SyntaxDiagnostic`` where the parser recovers.
struct SyntaxError: Error {
  let offset: UInt32
  let message: String

  init(_ message: String, at offset: UInt32) {
    self.message = message
    self.offset = offset
  }
}
