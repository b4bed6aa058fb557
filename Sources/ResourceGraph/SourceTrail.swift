import Diagnostics

/// Where something is written in the configuration that an input was made from.
public struct SourceTrail: Hashable, Sendable {
  /// The module calls that lead to the file, outermost first.
  public let calls: [SourceLocation]
  public let place: SourceLocation

  public init(calls: [SourceLocation] = [], place: SourceLocation) {
    self.calls = calls
    self.place = place
  }

  /// `main.tf:12 -> modules/network/flow.tf:3:5`
  public var description: String {
    (calls.map { SourceLocation(file: $0.file, line: $0.line).description } + [place.description])
      .joined(separator: " -> ")
  }
}

/// One step from a resource's attributes to one of them or a part of it.
public enum AttributeStep: Hashable, Sendable {
  case name(String)
  /// The element of a list; of a JSON pointer also a name that consists of digits.
  case index(Int)
}

/// Finds where resources are written; inputs that are written themselves (manifests) need none.
public protocol SourceLocator: Sendable {
  /// The place of an attribute: where it is written, else the innermost block around it, else the resource's block. Nil
  /// if the configuration does not have the resource, or not as it was when the input was made.
  func trail(of resource: ResourceID, path: [AttributeStep], in graph: ResourceGraph) -> SourceTrail?

  /// What the input itself calls an attribute, nil where it has the graph's name.
  func attributeName(of resource: ResourceID, path: [AttributeStep], in graph: ResourceGraph) -> String?
}

extension SourceLocator {
  public func attributeName(of resource: ResourceID, path: [AttributeStep], in graph: ResourceGraph) -> String? { nil }
}

extension ResourceGraph {
  /// Whether the configuration is at hand in which the resource is written.
  public func hasSource(_ resource: ResourceID) -> Bool { locators[document(of: resource)] != nil }

  /// What the input itself calls an attribute, nil where it has the graph's name.
  public func attributeName(of resource: ResourceID, path: [AttributeStep]) -> String? {
    locators[document(of: resource)]?.attributeName(of: resource, path: path, in: self)
  }

  /// Where an attribute of a resource is written, as ``SourceLocator`` says.
  public func trail(of resource: ResourceID, path: [AttributeStep] = []) -> SourceTrail? {
    locators[document(of: resource)]?.trail(of: resource, path: path, in: self)
  }
}
