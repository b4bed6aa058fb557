import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Computes `count` results on all cores; the order of the results is that of their numbers, whoever computed them.
///
/// - Parameters:
///   - isWorthwhile: small work is done at once by the caller, who would else wait for threads to start.
///   - initial: what each worker starts with and keeps from one result to the next.
package func parallelMap<State: Sendable, Output: Sendable>(
  _ count: Int, isWorthwhile: Bool, from initial: State,
  _ body: @Sendable (inout State, Int) -> Output
) -> [Output] {
  let workers = min(count, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  guard isWorthwhile, workers > 1 else {
    var state = initial
    return (0..<count).map { body(&state, $0) }
  }
  let next = Atomic<Int>(0)
  let results = Mutex<[Output?]>(Array(repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    var state = initial
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      let output = body(&state, number)
      results.withLock { $0[number] = output }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}

/// Computes two things, on two threads if that is worthwhile.
func inParallel<First: Sendable, Second: Sendable>(
  isWorthwhile: Bool, _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
  guard isWorthwhile, sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1 else { return (first(), second()) }
  let results = Mutex<(First?, Second?)>((nil, nil))
  DispatchQueue.concurrentPerform(iterations: 2) { number in
    if number == 0 {
      let output = second()
      results.withLock { $0.1 = output }
    } else {
      let output = first()
      results.withLock { $0.0 = output }
    }
  }
  let (one, other) = results.withLock { $0 }
  return (one ?? first(), other ?? second())
}
