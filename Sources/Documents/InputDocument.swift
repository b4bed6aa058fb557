/// The bytes of one input, with the name it was given by and its digest.
public struct InputDocument: Sendable {
  /// The path as the user gave it, or `-` for standard input.
  public let name: String
  public let bytes: [UInt8]
  /// SHA-256 of the bytes, lower-case hexadecimal; empty where nobody asks for it.
  public let sha256: String

  public init(name: String, bytes: [UInt8], sha256: String = "") {
    self.name = name
    self.bytes = bytes
    self.sha256 = sha256
  }
}
