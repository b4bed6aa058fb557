import HCL

/// Answers where attributes' values come from, with a memory of what it has evaluated.
struct Resolution {
  private var evaluator: Evaluator
  /// Answers by question, without following.
  private var direct: [SourceCollector.Key: AttributeSources] = [:]

  /// From source to source no longer chain than this is followed.
  private static let hopLimit = 24

  init(configuration: Configuration, facts: any PlanFacts) {
    evaluator = Evaluator(configuration: configuration, facts: facts)
  }

  mutating func use(_ facts: any PlanFacts) { evaluator.facts = facts }

  /// The sources of one attribute, and if asked for the sources of those.
  mutating func sources(of instance: InstanceAddress, path: [PathStep], following: Bool) -> AttributeSources {
    evaluator.restart()
    let start = directSources(SourceCollector.Key(instance: instance, path: path))
    guard following else { return start }
    var result = SourceCollector()
    for reason in start.unresolved { result.note(reason) }
    var visited: Set<SourceCollector.Key> = [SourceCollector.Key(instance: instance, path: path)]
    var frontier = start.sources
    for _ in 0..<Self.hopLimit where !frontier.isEmpty {
      var next: [AttributeSource] = []
      for source in frontier {
        result.add(source)
        let key = SourceCollector.Key(instance: source.instance, path: source.path)
        guard !source.path.isEmpty, visited.insert(key).inserted else { continue }
        next += behind(source, key, &result)
      }
      frontier = next
    }
    var answer = Self.answer(result)
    answer.isSet = start.isSet
    return answer
  }

  /// What a source's own value comes from.
  private mutating func behind(
    _ source: AttributeSource, _ key: SourceCollector.Key, _ result: inout SourceCollector
  ) -> [AttributeSource] {
    let inner = directSources(key)
    let step = "\(source.instance).\(pathText(source.path))"
    for reason in inner.unresolved { result.note("\(step) -> \(reason)") }
    return inner.sources.map {
      AttributeSource(
        instance: $0.instance, path: $0.path, isDefinite: source.isDefinite && $0.isDefinite,
        isComputed: source.isComputed || $0.isComputed, through: source.through + [step] + $0.through)
    }
  }

  private mutating func directSources(_ key: SourceCollector.Key) -> AttributeSources {
    if let known = direct[key] { return known }
    var answer = AttributeSources()
    let resource = key.instance.resource
    if let declaration = evaluator.configuration.declaration(of: resource) {
      var scope = Scope(resource.module)
      scope.iteration = Iteration(
        declaration: resource.declaration, key: key.instance.key, forEach: declaration.forEach)
      if let values = evaluator.values(at: key.path, of: declaration.body, scope) {
        var collector = SourceCollector()
        for value in values {
          if value.isFailed { collector.note("an expression that cannot be evaluated") }
          collector.collect(value)
        }
        answer = Self.answer(collector)
        // Null is what an argument has that nobody wrote.
        answer.isSet = !values.allSatisfy(\.isNull) || values.isEmpty
      }
    } else {
      answer.unresolved = ["\(resource), whose block could not be read"]
    }
    if !evaluator.wasCut { direct[key] = answer }
    return answer
  }

  private static func answer(_ collector: SourceCollector) -> AttributeSources {
    // Most attributes come from one source, and addresses are slow to spell.
    if collector.found.count < 2 {
      return AttributeSources(sources: Array(collector.found.values), unresolved: collector.unresolved)
    }
    let sorted = collector.found.values.map { (text: "\($0.instance)\(pathText($0.path))", source: $0) }
      .sorted { $0.text < $1.text }
    return AttributeSources(sources: sorted.map(\.source), unresolved: collector.unresolved)
  }
}
