extension Evaluator {
  /// A value as a person reads it: strings without quotes, lists and maps as CEL writes them.
  public mutating func display(_ value: CELValue) -> String { context.display(value) }
}
