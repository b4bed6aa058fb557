import ResourceGraph
import Values

/// References that lead straight to one resource, as most do: `aws_vpc.main.id`. They need no trail.
enum DirectReference {
  /// What a reference that stands alone in its expression leads to; nil where that takes a trail.
  ///
  /// - Parameters:
  ///   - subject: the resource that the expression belongs to.
  ///   - module: the number of its module instance.
  static func target(
    of reference: NodeID, from subject: ResourceID, inModule module: Int, _ expected: Set<String>,
    _ instances: InstanceIndex, _ graph: ResourceGraph
  ) -> ResourceID? {
    let node = graph.arena[reference]
    let place = Int(node.low)..<Int(node.low) + Int(node.high)
    let text = graph.arena.strings.bytes.span.extracting(place)
    guard let end = endOfDeclaration(text),
      case .one(let target) = instances.instances(of: string(text.extracting(0..<end)), inModule: module),
      target != subject
    else { return nil }
    let type = graph.type(of: target)
    guard expected.contains(type) else { return nil }
    // Other attributes may hand on a reference to another resource.
    if end < text.count, !IdentityIndex.isName(string(text.extracting(end + 1..<text.count)), of: type) { return nil }
    return target
  }

  /// Where the declaration ends in `type.name` or `type.name.attribute`; nil for references of another form, with an
  /// index, or to something that may be no managed resource: types have an underscore, `var` or `data` has none.
  private static func endOfDeclaration(_ text: Span<UInt8>) -> Int? {
    var dots: (first: Int, second: Int)? = nil
    var hasUnderscore = false
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "_"): hasUnderscore = hasUnderscore || dots == nil
      case UInt8(ascii: "."):
        guard let known = dots else {
          dots = (index, text.count)
          continue
        }
        guard known.second == text.count else { return nil }
        dots = (known.first, index)
      default: break
      }
    }
    guard let dots, hasUnderscore, dots.second > dots.first + 1, dots.second + 1 != text.count else { return nil }
    return dots.second
  }

  private static func string(_ text: Span<UInt8>) -> String {
    text.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
