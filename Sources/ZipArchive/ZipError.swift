/// Why an archive, or one entry of it, is not read.
public struct ZipError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong: lower case, no final period, nothing from the archive in it.
  public let message: String
  /// The entry's name as the archive has it, control characters and all; nil if it is about the archive as a whole.
  public let entry: String?
  /// Where in the archive, in bytes from its start.
  public let offset: Int

  init(_ message: String, entry: String? = nil, at offset: Int) {
    self.message = message
    self.entry = entry
    self.offset = offset
  }

  public var description: String { "\(message) (byte \(offset))" }
}
