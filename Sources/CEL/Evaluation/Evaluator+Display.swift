import Values

extension Evaluator {
  /// A value as a person reads it: strings without quotes, lists and maps as CEL writes them.
  public mutating func display(_ value: CELValue) -> String { context.display(value) }

  /// The elements of a list; none for other values.
  public mutating func elements(of list: CELValue) -> [CELValue] { list.isList ? context.elements(list) : [] }

  /// The nodes that a value was read from; of a computed list, those of its elements.
  public mutating func nodes(in value: CELValue, into nodes: inout [NodeID]) {
    if let node = value.node {
      nodes.append(node)
    } else if value.isList {
      for element in context.elements(value) { self.nodes(in: element, into: &nodes) }
    }
  }
}
