/// Collects the attributes that a value holds or is made of.
struct SourceCollector {
  struct Key: Hashable {
    let instance: InstanceAddress
    let path: [PathStep]
  }

  private(set) var found: [Key: AttributeSource] = [:]
  private(set) var unresolved: [String] = []
  /// Parts of values that may still be looked at; shared parts can make a small value large.
  private var budget = 100_000

  mutating func collect(
    _ value: PartialValue, isDefinite: Bool = true, isComputed: Bool = false, through: [String] = []
  ) {
    budget -= 1
    guard budget > 0 else { return note("a value too large to follow") }
    let isDefinite = isDefinite && !value.isDoubtful
    let through = through + value.through
    switch value.content {
    case .null, .bool, .number, .string, .failed: break
    case .list(let parts, _), .bag(let parts):
      for part in parts { collect(part, isDefinite: isDefinite, isComputed: isComputed, through: through) }
    case .map(let members):
      for part in sortedValues(members) {
        collect(part, isDefinite: isDefinite, isComputed: isComputed, through: through)
      }
    case .computed(let inputs):
      for part in inputs { collect(part, isDefinite: isDefinite, isComputed: true, through: through) }
    case .attribute(let instance, let path):
      add(
        AttributeSource(
          instance: instance, path: path, isDefinite: isDefinite, isComputed: isComputed, through: through))
    case .choice(let alternatives):
      collectChoice(alternatives, isDefinite: isDefinite, isComputed: isComputed, through: through)
    case .module(let module): note("\(module), as a whole")
    case .unknown(let reason): note((through + [reason]).joined(separator: " -> "))
    }
  }

  /// What all alternatives come from is certain; the rest is possible.
  private mutating func collectChoice(
    _ alternatives: [PartialValue], isDefinite: Bool, isComputed: Bool, through: [String]
  ) {
    var certain: Set<Key>?
    for alternative in alternatives {
      var inner = SourceCollector()
      inner.budget = budget
      inner.collect(alternative, isDefinite: isDefinite, isComputed: isComputed, through: through)
      budget = inner.budget - inner.found.count
      let keys = Set(inner.found.filter { $0.value.isDefinite }.keys)
      certain = certain.map { $0.intersection(keys) } ?? keys
      for source in inner.found.values { add(source.with(isDefinite: false)) }
      for reason in inner.unresolved { note(reason) }
    }
    for key in certain ?? [] {
      if let source = found[key] { found[key] = source.with(isDefinite: true) }
    }
  }

  /// The stronger statement about the same attribute counts.
  mutating func add(_ source: AttributeSource) {
    let key = Key(instance: source.instance, path: source.path)
    guard let known = found[key] else {
      found[key] = source
      return
    }
    let isBetter =
      (source.isDefinite ? 2 : 0) + (source.isComputed ? 0 : 1) > (known.isDefinite ? 2 : 0)
      + (known.isComputed ? 0 : 1)
    if isBetter { found[key] = source }
  }

  mutating func note(_ reason: String) {
    if !unresolved.contains(reason), unresolved.count < 20 { unresolved.append(reason) }
  }
}

extension AttributeSource {
  func with(isDefinite: Bool) -> AttributeSource {
    AttributeSource(
      instance: instance, path: path, isDefinite: isDefinite, isComputed: isComputed, through: through)
  }
}
