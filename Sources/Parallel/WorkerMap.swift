import Dispatch
import Synchronization

/// Computes `count` results on all cores; the order of the results is that of their numbers, whoever computed them.
///
/// - Parameters:
///   - isWorthwhile: small work is done at once by the caller, who would else wait for threads to start.
///   - initial: what each worker starts with and keeps from one result to the next.
package func parallelMap<State: Sendable, Output: Sendable>(
  _ count: Int, isWorthwhile: Bool, from initial: State,
  _ body: @escaping @Sendable (inout State, Int) -> Output
) -> [Output] {
  let none: (@Sendable () -> Void)? = nil
  return parallelMap(count, isWorthwhile: isWorthwhile, from: initial, beside: none, body) { $0 }.0
}

/// The same while another thread first computes something else, which may itself be computed on all cores.
///
/// - Parameter conclude: makes what is wanted of the results, while the other thing may still be computed.
package func parallelMap<State: Sendable, Output: Sendable, Other: Sendable, Final: Sendable>(
  _ count: Int, isWorthwhile: Bool, from initial: State, beside other: (@Sendable () -> Other)?,
  _ body: @escaping @Sendable (inout State, Int) -> Output, conclude: @escaping @Sendable ([Output]) -> Final
) -> (Final, Other?) {
  let workers = min(other == nil ? count : count + 1, coreCount)
  guard isWorthwhile, workers > 1, count > 0 else {
    var state = initial
    return (conclude((0..<count).map { body(&state, $0) }), other?())
  }
  let work = WorkerMap(count: count, initial: initial, body: body, conclude: conclude)
  guard let other else {
    DispatchQueue.concurrentPerform(iterations: workers) { _ in work.run() }
    return (work.final, nil)
  }
  // Not one of the workers: what is computed inside `concurrentPerform` does not get a second core.
  let found = Late(isWorthwhile: true) {
    let output = other()
    work.run()
    return output
  }
  DispatchQueue.concurrentPerform(iterations: workers - 1) { _ in work.run() }
  let output = found.value
  return (work.final, output)
}

/// What workers share.
private final class WorkerMap<State: Sendable, Output: Sendable, Final: Sendable>: Sendable {
  private let count: Int
  private let initial: State
  private let body: @Sendable (inout State, Int) -> Output
  private let conclude: @Sendable ([Output]) -> Final
  private let next = Atomic<Int>(0)
  private let progress: Mutex<(results: [Output?], left: Int)>
  private let found = Mutex<Final?>(nil)

  init(
    count: Int, initial: State, body: @escaping @Sendable (inout State, Int) -> Output,
    conclude: @escaping @Sendable ([Output]) -> Final
  ) {
    self.count = count
    self.initial = initial
    self.body = body
    self.conclude = conclude
    progress = Mutex((Array(repeating: nil, count: count), count))
  }

  /// Computes results until none is left; who computes the last one concludes.
  func run() {
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
      found.withLock { $0 = final }
    }
  }

  /// What was concluded, once all workers are done.
  var final: Final {
    guard let final = found.withLock({ $0 }) else { preconditionFailure("every result was computed") }
    return final
  }
}
