/// One step into the attributes of a resource instance.
public enum PathStep: Hashable, Sendable, CustomStringConvertible {
  /// An attribute, a nested block's type, or the key of a map.
  case name(String)
  /// An element of a list. For nested blocks: the block's place in the source, dynamic blocks expanded; where the
  /// provider keeps blocks as a set, plans order them otherwise, so that ``any`` is right there.
  case index(Int)
  /// Some element, it is not known which.
  case any

  /// The step as it is written behind a path.
  public var description: String {
    switch self {
    case .name(let name): ".\(name)"
    case .index(let index): "[\(index)]"
    case .any: "[*]"
    }
  }
}

/// A path as text: `ingress[0].security_groups`.
public func pathText(_ path: [PathStep]) -> String {
  let text = path.map(\.description).joined()
  return text.hasPrefix(".") ? String(text.dropFirst()) : text
}
