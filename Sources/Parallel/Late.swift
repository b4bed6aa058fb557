import Dispatch
import Synchronization

/// A value that is made on another thread, beside what is done until somebody asks for it.
public final class Late<Value: Sendable>: Sendable {
  private let group = DispatchGroup()
  private let result = Mutex<Value?>(nil)

  /// - Parameter isWorthwhile: little is made at once, before a thread has started.
  public init(isWorthwhile: Bool, _ make: @escaping @Sendable () -> Value) {
    guard isWorthwhile else {
      let value = make()
      result.withLock { $0 = value }
      return
    }
    DispatchQueue.global().async(group: group) { [self] in
      let value = make()
      result.withLock { $0 = value }
    }
  }

  /// Waits for the value if it is not there yet.
  public var value: Value {
    group.wait()
    guard let value = result.withLock({ $0 }) else { preconditionFailure("the group is left when the value is there") }
    return value
  }
}
