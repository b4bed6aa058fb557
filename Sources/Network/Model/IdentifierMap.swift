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

  @inlinable
  subscript(_ id: Identifier<Owner>, default value: @autoclosure () -> Value) -> Value {
    get { values[id.name, default: value()] }
    _modify { yield &values[id.name, default: value()] }
  }
}

/// Places in a list by identifier.
public typealias IdentifierIndex<Owner> = IdentifierMap<Owner, Int>
