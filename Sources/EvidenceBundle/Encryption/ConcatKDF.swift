import Crypto

/// The key derivation of ECDH-ES (RFC 7518, section 4.6): one round of the Concat KDF with SHA-256.
enum ConcatKDF {
  /// - Parameters:
  ///   - secret: the agreed secret.
  ///   - algorithm: the value of `alg`, for which the key is.
  /// - Returns: 256 bits.
  static func key(_ secret: SharedSecret, algorithm: String) -> SymmetricKey {
    var input: [UInt8] = [0, 0, 0, 1]
    input += secret.withUnsafeBytes { Array($0) }
    input += number(algorithm.utf8.count) + Array(algorithm.utf8)
    // Neither party says who it is; the key has 256 bits.
    input += number(0) + number(0) + number(256)
    return SymmetricKey(data: Array(SHA256.hash(data: input)))
  }

  private static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
