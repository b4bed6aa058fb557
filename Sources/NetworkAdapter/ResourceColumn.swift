import ResourceGraph

/// Values of resources, kept by their numbers: a dictionary would have to hash each of them.
public struct ResourceColumn<Value: Sendable>: Sendable {
  private var values: [Value?]

  init(count: Int) { values = Array(repeating: nil, count: count) }

  public subscript(_ id: ResourceID) -> Value? {
    get { values[Int(id.index)] }
    set { values[Int(id.index)] = newValue }
  }

  subscript(_ id: ResourceID, default value: @autoclosure () -> Value) -> Value {
    get { values[Int(id.index)] ?? value() }
    set { values[Int(id.index)] = newValue }
  }

  /// The resources that have a value, in input order.
  public var keys: [ResourceID] { values.indices.filter { values[$0] != nil }.map { ResourceID($0) } }
}
