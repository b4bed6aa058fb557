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
  let none: (@Sendable () -> Void)? = nil
  return parallelMap(count, isWorthwhile: isWorthwhile, from: initial, beside: none, body) { $0 }.0
}

/// The same while one of the threads first computes something else. Whatever either computes in parallel it then computes
/// alone: Dispatch does not nest.
///
/// - Parameter conclude: makes what is wanted of the results, while the other thing may still be computed.
func parallelMap<State: Sendable, Output: Sendable, Other: Sendable, Final: Sendable>(
  _ count: Int, isWorthwhile: Bool, from initial: State, beside other: (@Sendable () -> Other)?,
  _ body: @Sendable (inout State, Int) -> Output, conclude: @Sendable ([Output]) -> Final
) -> (Final, Other?) {
  let workers = min(other == nil ? count : count + 1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  guard isWorthwhile, workers > 1, count > 0 else {
    var state = initial
    return (conclude((0..<count).map { body(&state, $0) }), other?())
  }
  let next = Atomic<Int>(0)
  let progress = Mutex<(results: [Output?], left: Int)>((Array(repeating: nil, count: count), count))
  let found = Mutex<(final: Final?, other: Other?)>((nil, nil))
  DispatchQueue.concurrentPerform(iterations: workers) { worker in
    if worker == 0, let other {
      let output = other()
      found.withLock { $0.other = output }
    }
    var state = initial
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      let output = body(&state, number)
      let results = progress.withLock { progress -> [Output?]? in
        progress.results[number] = output
        progress.left -= 1
        guard progress.left == 0 else { return nil }
        defer { progress.results = [] }
        return progress.results
      }
      guard let results else { continue }
      let final = conclude(results.compactMap { $0 })
      found.withLock { $0.final = final }
    }
  }
  return found.withLock { found in
    guard let final = found.final else { preconditionFailure("every result was computed") }
    return (final, found.other)
  }
}
