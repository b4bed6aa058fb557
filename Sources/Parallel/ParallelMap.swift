/// The results for some inputs, in their order, computed on all cores if there is enough to do.
package func parallelMap<Input: Sendable, Output: Sendable>(
  _ inputs: [Input], isWorthwhile: Bool, _ body: @escaping @Sendable (Input) -> Output
) -> [Output] {
  parallelMap(inputs.count, isWorthwhile: isWorthwhile, from: ()) { _, number in body(inputs[number]) }
}
