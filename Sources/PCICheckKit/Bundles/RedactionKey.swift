import Crypto
import Documents
import ResourceGraph

/// Collects the inputs of a run into the key under which its hidden values are digested.
///
/// The key is a function of the whole inputs, so that the same inputs give the same bundle. It is no function of their
/// SHA-256, which the bundle tells: whoever has only the bundle would have to guess an input to the last byte.
struct RedactionKey {
  private var hash = SHA512()

  init() { hash.update(data: Array("pcicheck redaction key 1\n".utf8)) }

  mutating func add(_ document: InputDocument) {
    hash.update(data: Array("\(document.bytes.count)\n".utf8))
    hash.update(data: document.bytes)
  }

  /// Digests of hidden values: the first 128 bits of their HMAC-SHA-256.
  var valueDigest: ValueDigest {
    let key = SymmetricKey(data: Array(hash.finalize()))
    return ValueDigest { bytes in
      let code = HMAC<SHA256>.authenticationCode(for: bytes, using: key)
      return "hmac:" + hexDigits(code.prefix(16))
    }
  }
}

/// Bytes as lower-case hexadecimal.
func hexDigits(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
