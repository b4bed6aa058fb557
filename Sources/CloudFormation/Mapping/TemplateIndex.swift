import Diagnostics
import ResourceGraph
import Values

/// What is known of a template's resources beside their attributes: what refers to what, and where everything is written.
struct TemplateIndex: Sendable {
  struct Place: Sendable {
    /// The path of the property, without the prefix of the resource.
    let property: String
    /// Nil for what nobody wrote.
    let position: SourcePosition?
  }

  struct Entry: Sendable {
    let stack: String
    let resource: String
    /// Whether it is what the logical id stands for, rather than a part of it.
    let isPrimary: Bool
    let type: String
    let references: [String: [TemplateReference]]
    let places: [String: Place]
    let covered: Set<String>
    let written: Set<String>
    /// All references of the resource, also those of properties that no mapping covers.
    let all: [TemplateReference]
    let file: String
    let position: SourcePosition?
    let calls: [SourceLocation]
  }

  private struct Name: Hashable, Sendable {
    let stack: String
    let resource: String
  }

  private(set) var entries: [ResourceID: Entry] = [:]
  private var byName: [Name: [ResourceID]] = [:]
  /// What the outputs of the stacks export.
  private(set) var exports: [String: [TemplateReference]] = [:]
  /// Whether the name of an export is not known.
  private(set) var hasUnknownExports = false

  mutating func add(_ entry: Entry, id: ResourceID) {
    entries[id] = entry
    byName[Name(stack: entry.stack, resource: entry.resource), default: []].append(id)
  }

  mutating func add(exports new: [(name: String?, references: [TemplateReference])]) {
    for export in new {
      if let name = export.name {
        exports[name, default: []] += export.references
      } else {
        hasUnknownExports = true
      }
    }
  }

  /// The graph's resources that a logical id stands for.
  func resources(stack: String, id: String) -> [ResourceID] { byName[Name(stack: stack, resource: id)] ?? [] }
}

/// Follows references and says where things are written, for the templates of one root stack.
struct TemplateResolver: ReferenceResolver, SourceLocator {
  let index: TemplateIndex

  func references(
    of resource: ResourceID, path: [String], expected: Set<String>, isCollection: Bool, in graph: ResourceGraph
  ) -> ReferenceSet {
    let name = path.joined(separator: ".")
    guard let entry = index.entries[resource] else { return ReferenceSet(unresolved: name) }
    guard isCovered(name, of: entry) else {
      // A property that is not read may refer to whatever the resource mentions, or name something.
      var found = resolve(entry.all, for: entry, expected, in: graph, isPossible: true)
      found.unresolved = found.unresolved ?? "\(name), which is not read from templates"
      found.isOutsideMapping = true
      return found
    }
    let own = entry.references.keys.filter { $0 == name || $0.hasPrefix(name + ".") }.sorted()
    return resolve(own.flatMap { entry.references[$0] ?? [] }, for: entry, expected, in: graph, isPossible: false)
  }

  private func isCovered(_ name: String, of entry: TemplateIndex.Entry) -> Bool {
    if entry.covered.contains(name) { return true }
    // Members of a map: tags, dimensions.
    var parts = name.split(separator: ".")
    while parts.count > 1 {
      parts.removeLast()
      let outer = parts.joined(separator: ".")
      if entry.covered.contains(outer) { return !entry.covered.contains { $0.hasPrefix(outer + ".") } }
    }
    return false
  }

  private func resolve(
    _ references: [TemplateReference], for entry: TemplateIndex.Entry, _ expected: Set<String>,
    in graph: ResourceGraph, isPossible: Bool
  ) -> ReferenceSet {
    var set = ReferenceSet()
    for reference in references {
      switch reference.target {
      case .resource(let stack, let id):
        let resolution: Resolution = isPossible || reference.isPossible ? .possible : .configuration
        append(index.resources(stack: stack, id: id), reference.name, resolution, expected, index, graph, to: &set)
      case .parameter: set.unresolved = set.unresolved ?? reference.name
      case .export(let name): follow(name, reference, expected, graph, isPossible, to: &set)
      }
    }
    return set
  }

  /// An export may be that of a template of the same run.
  private func follow(
    _ name: String?, _ reference: TemplateReference, _ expected: Set<String>, _ graph: ResourceGraph,
    _ isPossible: Bool,
    to set: inout ReferenceSet
  ) {
    var isFound = false
    for document in graph.documents.indices {
      guard let name, let other = graph.resolver(ofDocument: document) as? TemplateResolver,
        let exported = other.index.exports[name]
      else { continue }
      isFound = true
      for export in exported {
        guard case .resource(let stack, let id) = export.target else {
          set.unresolved = set.unresolved ?? reference.name
          continue
        }
        let resolution: Resolution = isPossible || export.isPossible ? .possible : .configuration
        append(
          other.index.resources(stack: stack, id: id), reference.name, resolution, expected, other.index, graph,
          to: &set)
      }
    }
    if !isFound { set.unresolved = set.unresolved ?? reference.name }
  }

  private func append(
    _ candidates: [ResourceID], _ through: String, _ resolution: Resolution, _ expected: Set<String>,
    _ index: TemplateIndex, _ graph: ResourceGraph, to set: inout ReferenceSet
  ) {
    let fitting = candidates.filter { expected.contains(graph[$0].type) }
    // What the logical id stands for comes before its parts.
    let chosen =
      fitting.contains { index.entries[$0]?.isPrimary == true }
      ? fitting.filter { index.entries[$0]?.isPrimary == true } : fitting
    for target in chosen where !set.references.contains(where: { $0.target == target }) {
      set.references.append(Reference(target: target, resolution: resolution, through: [through]))
    }
  }

  func isSet(
    _ attribute: String, of resource: ResourceID, in graph: ResourceGraph, _ arena: borrowing ValueArena
  ) -> Bool? {
    guard let entry = index.entries[resource], entry.covered.contains(attribute) else { return nil }
    return entry.written.contains(attribute)
  }

  func trail(of resource: ResourceID, path: [AttributeStep], in graph: ResourceGraph) -> SourceTrail? {
    guard let entry = index.entries[resource] else { return nil }
    var steps = path
    while !steps.isEmpty {
      if let position = entry.places[Self.text(steps)]?.position {
        return SourceTrail(calls: entry.calls, place: SourceLocation(entry.file, position))
      }
      steps.removeLast()
    }
    return SourceTrail(calls: entry.calls, place: SourceLocation(entry.file, entry.position))
  }

  func attributeName(of resource: ResourceID, path: [AttributeStep], in graph: ResourceGraph) -> String? {
    guard let entry = index.entries[resource] else { return nil }
    var steps = path
    while !steps.isEmpty {
      if let place = entry.places[Self.text(steps)] {
        guard !place.property.isEmpty else { return nil }
        let property =
          place.property.hasPrefix("@") ? String(place.property.dropFirst()) : "Properties.\(place.property)"
        return "Resources.\(entry.resource).\(property)\(Self.rest(path.dropFirst(steps.count)))"
      }
      steps.removeLast()
    }
    return nil
  }

  private static func rest(_ steps: ArraySlice<AttributeStep>) -> String {
    guard !steps.isEmpty else { return "" }
    let text = text(Array(steps))
    return text.hasPrefix("[") ? text : ".\(text)"
  }

  private static func text(_ steps: [AttributeStep]) -> String {
    var text = ""
    for step in steps {
      switch step {
      case .name(let name): text += text.isEmpty ? name : ".\(name)"
      case .index(let index): text += "[\(index)]"
      }
    }
    return text
  }
}
