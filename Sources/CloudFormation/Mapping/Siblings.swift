import Diagnostics

/// Resources of a stack that add something to others, by what they name: an outbound rule beside its security group.
struct Siblings {
  /// The logical ids that resources of a type name.
  private var named: [String: Set<String>] = [:]
  /// The types of which a resource names none, or may be of any.
  private var open: Set<String> = []

  init() {}

  init(in stack: inout StackEvaluator, of types: Set<String>) throws(Diagnostic) {
    for resource in stack.template.resources where types.contains(resource.type) {
      guard let node = resource.properties else { continue }
      let ids = try stack.value(node).allReferences.compactMap { reference -> String? in
        guard case .resource(let path, let id) = reference.target, path == stack.path else { return nil }
        return id
      }
      if ids.isEmpty { open.insert(resource.type) }
      named[resource.type, default: []].formUnion(ids)
    }
  }

  /// Whether a resource of the type may be about the one with the logical id.
  func mayConcern(_ id: String, _ type: String) -> Bool {
    open.contains(type) || named[type]?.contains(id) == true
  }
}
