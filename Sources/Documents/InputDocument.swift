/// The bytes of one input, with the name it was given by and its digest.
public struct InputDocument: Sendable {
  /// The path as the user gave it, or `-` for standard input.
  public let name: String
  public let bytes: [UInt8]
  private let digest: @Sendable () -> String

  /// SHA-256 of the bytes, lower-case hexadecimal; empty where nobody asks for it.
  public var sha256: String { digest() }

  public init(name: String, bytes: [UInt8], sha256: String = "") {
    self.init(name: name, bytes: bytes) { sha256 }
  }

  /// - Parameter digest: gives the digest, which may still be in the making while the bytes are read.
  public init(name: String, bytes: [UInt8], digest: @escaping @Sendable () -> String) {
    self.name = name
    self.bytes = bytes
    self.digest = digest
  }

  /// The name and the digest, once the bytes are read.
  public var withoutBytes: InputDocument { InputDocument(name: name, bytes: [], digest: digest) }
}
