import ResourceGraph
import Rules

/// Knows in which blocks of a resource type attributes stand, for examples that show a part of a block alone.
struct FragmentPaths {
  /// The attributes and blocks at the top of each type; a type that no schema describes is not there.
  private let known: [String: Set<String>]
  /// Where a name stands deeper, by type.
  private let deeper: [String: [String: [[String]]]]

  /// - Parameter names: the names that fragments of examples begin with, by type.
  init(_ types: Set<String>, names: [String: Set<String>], _ schema: inout SchemaIndex) {
    var known: [String: Set<String>] = [:]
    var deeper: [String: [String: [[String]]]] = [:]
    for type in types {
      guard let fields = try? schema.fieldNames(of: type), !fields.isEmpty else { continue }
      known[type] = Set(fields)
      for name in names[type] ?? [] where !fields.contains(name) {
        deeper[type, default: [:]][name] = (try? schema.paths(endingIn: name, of: type)) ?? []
      }
    }
    self.known = known
    self.deeper = deeper
  }

  /// Whether a type has an attribute or block; what no schema describes may have any.
  func knows(_ name: String, of type: String) -> Bool { known[type]?.contains(name) ?? true }

  /// A fragment inside the blocks that it stands in; nil if the type has no place for it.
  func nested(_ fragment: [FixItem], _ subject: FixSubject) -> [FixItem]? {
    let type = subject.resource.type
    guard let name = fragment.lazy.compactMap(\.name).first, !knows(name, of: type) else { return fragment }
    let reads = subject.reads(of: subject.observation.address, [])
    let paths = deeper[type]?[name] ?? []
    let read = paths.filter { path in
      let text = path.joined(separator: ".")
      return reads.contains { $0 == text || $0.hasPrefix(text + ".") || text.hasPrefix($0 + ".") }
    }
    let places = read.isEmpty ? Array(paths.prefix(1)) : read
    guard !places.isEmpty else { return nil }
    var items: [FixItem] = []
    for place in places {
      var inner = fragment
      for block in place.dropLast().reversed() { inner = [.block(FixBlock(type: block, labels: [], items: inner))] }
      items += (items.isEmpty ? [] : [.blank]) + inner
    }
    return items
  }
}
