/// Values by identifier.
///
/// They are kept by name: the first dictionary with keys of a type of its own makes the run-time library look through all
/// conformances of the program, which a small plan would feel.
@frozen
public struct IdentifierMap<Owner, Value: Sendable>: Sendable {
  @usableFromInline var values: [String: Value] = [:]

  @inlinable
  public init() {}

  @inlinable
  init(minimumCapacity: Int) { values.reserveCapacity(minimumCapacity) }

  @inlinable
  public subscript(_ id: Identifier<Owner>) -> Value? {
    get { values[id.name] }
    set { values[id.name] = newValue }
  }

  /// Keeps a value unless there is one of this identifier.
  ///
  /// - Returns: whether it is kept.
  @inlinable
  mutating func insert(_ value: Value, for id: Identifier<Owner>) -> Bool {
    guard let first = values.updateValue(value, forKey: id.name) else { return true }
    values[id.name] = first
    return false
  }

  @inlinable
  subscript(_ id: Identifier<Owner>, default value: @autoclosure () -> Value) -> Value {
    get { values[id.name, default: value()] }
    _modify { yield &values[id.name, default: value()] }
  }
}

/// Places in a list by identifier.
public typealias IdentifierIndex<Owner> = IdentifierMap<Owner, Int>
