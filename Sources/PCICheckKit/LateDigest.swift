import Dispatch
import Synchronization

/// The digest of an input, made beside the reading of it.
final class LateDigest: Sendable {
  private let group = DispatchGroup()
  private let result = Mutex("")

  /// Less is digested before a thread has started.
  private static let worthwhile = 1 << 20

  init(_ bytes: [UInt8]) {
    guard bytes.count >= Self.worthwhile else {
      result.withLock { $0 = hexDigest(bytes) }
      return
    }
    DispatchQueue.global().async(group: group) { [self] in
      let digest = hexDigest(bytes)
      result.withLock { $0 = digest }
    }
  }

  /// Waits for the digest if it is not there yet.
  var value: String {
    group.wait()
    return result.withLock { $0 }
  }
}
