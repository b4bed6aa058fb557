import ResourceGraph
import Values

/// Where an element of a network model stands in the input.
public struct ElementOrigin: Sendable {
  public let resource: ResourceID
  private let path: AttributePath?
  /// The value of the attribute or block.
  public let node: NodeID?

  /// The attribute or block that it comes from, dotted; empty for the resource as a whole.
  public var attribute: String { path?.text ?? "" }

  init(resource: ResourceID, path: AttributePath? = nil, node: NodeID? = nil) {
    self.resource = resource
    self.path = path
    self.node = node
  }
}

/// The origins of all elements by their identifiers.
struct ElementOrigins: Sendable {
  private let hasUniqueAddresses: Bool
  /// Elements that stand for a resource as a whole and are called after it.
  private var wholes: [Bool]
  private var others: [String: ElementOrigin] = [:]

  /// - Parameter count: for how many resources.
  init(_ graph: ResourceGraph, count: Int) {
    hasUniqueAddresses = graph.hasUniqueAddresses
    wholes = Array(repeating: false, count: count)
  }

  /// Makes room for elements with names of their own.
  mutating func reserve(_ count: Int) { others.reserveCapacity(others.count + count) }

  /// Notes an element that is called after its resource.
  mutating func add(_ id: ResourceID, called address: String) {
    if hasUniqueAddresses {
      wholes[Int(id.index)] = true
    } else {
      add(ElementOrigin(resource: id), called: address)
    }
  }

  /// Notes an element with a name of its own; the first place counts.
  mutating func add(_ origin: ElementOrigin, called name: String) {
    // Most names have one place only.
    if let first = others.updateValue(origin, forKey: name) { others[name] = first }
  }

  func origin(of name: String, in graph: ResourceGraph) -> ElementOrigin? {
    if let known = others[name] { return known }
    guard hasUniqueAddresses, let id = graph.resource(named: name), wholes[Int(id.index)] else { return nil }
    return ElementOrigin(resource: id)
  }
}
