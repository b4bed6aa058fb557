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
