import Dispatch
import Synchronization

/// The results for some inputs, in their order, computed on all cores if there is enough to do.
package func parallelMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], isWorthwhile: Bool, _ body: @Sendable (Input) -> Output
) -> [Output] {
  let workers = min(inputs.count, coreCount)
  guard isWorthwhile, workers > 1 else { return inputs.map(body) }
  let next = Atomic<Int>(0)
  let results = Mutex<[Output?]>(Array(repeating: nil, count: inputs.count))
  DispatchQueue.concurrentPerform(iterations: workers) { _ in
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < inputs.count else { return }
      let output = body(inputs[number])
      results.withLock { $0[number] = output }
    }
  }
  return results.withLock { $0.compactMap { $0 } }
}
