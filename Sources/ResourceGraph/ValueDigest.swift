/// Tells hidden values apart without telling what they are: a digest under a key that nobody else has.
///
/// Equal values have equal digests under one key; without the key a digest says nothing about its value.
public struct ValueDigest: Sendable {
  private let compute: @Sendable ([UInt8]) -> String

  /// - Parameter compute: gives the digest of a value's bytes as text.
  public init(_ compute: @escaping @Sendable ([UInt8]) -> String) { self.compute = compute }

  public func digest(of bytes: [UInt8]) -> String { compute(bytes) }
}
