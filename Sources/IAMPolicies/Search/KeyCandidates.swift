/// The states of one context key that a set of clauses can tell apart.
struct KeyCandidates {
  private(set) var states: [KeyState]
  /// Whether every state that the clauses can tell apart is among them.
  private(set) var isComplete = true

  init(_ key: String, _ clauses: [ClauseMatcher], _ assumptions: ContextAssumptions) {
    if let given = assumptions.states[key] {
      states = [given]
      return
    }
    var values = CandidateValues(clauses, outsider: assumptions.outsider, kind: assumptions.outsider?.kind(of: key))
    values.collect()
    isComplete = values.isComplete
    states = RestrictingKey.alwaysPresent.contains(key) ? [] : [.absent]
    states += values.texts.map { .values([$0]) }
    addSets(values.texts, clauses)
  }

  /// Sets of values for keys that are tested as sets: as many elements as there are tests that may need one each.
  private mutating func addSets(_ texts: [String], _ clauses: [ClauseMatcher]) {
    let tests = clauses.count { $0.test.qualifier != nil }
    guard tests > 1 else { return }
    if tests > 2 || texts.count > 32 || clauses.contains(where: { $0.test.qualifier == nil && $0.test.test != .null }) {
      isComplete = false
    }
    for (index, first) in texts.prefix(32).enumerated() {
      for second in texts.prefix(32).dropFirst(index + 1) { states.append(.values([first, second])) }
    }
  }
}

/// The values that a set of clauses on one key can tell apart.
private struct CandidateValues {
  let clauses: [ClauseMatcher]
  let outsider: Outsider?
  let kind: RestrictingKey?
  var texts: [String] = []
  var isComplete = true

  init(_ clauses: [ClauseMatcher], outsider: Outsider?, kind: RestrictingKey?) {
    self.clauses = clauses
    self.outsider = outsider
    self.kind = kind
  }

  mutating func collect() {
    var globs: [Glob] = []
    var numbers: [Double] = []
    var dates: [Double] = []
    var ranges: [IPRange] = []
    var hasBool = false
    for clause in clauses where clause.test.test != .null {
      if clause.test.test == .bool { hasBool = true }
      for value in clause.values {
        switch value {
        case .text(let pattern): if !globs.contains(pattern.glob) { globs.append(pattern.glob) }
        case .ordered(_, let bound, let isDate): if isDate { dates.append(bound) } else { numbers.append(bound) }
        case .addresses(let range): ranges.append(range)
        case .bool, .unreadable: break
        }
      }
    }
    let domains = [!globs.isEmpty, !numbers.isEmpty, !dates.isEmpty, !ranges.isEmpty, hasBool].count { $0 }
    isComplete = domains < 2
    if !globs.isEmpty || domains == 0 { addTexts(globs) }
    addPoints(numbers)
    addPoints(dates)
    if !ranges.isEmpty { addAddresses(ranges) }
    if hasBool { texts += kind == .flag ? ["false"] : ["true", "false"] }
  }

  private mutating func addTexts(_ globs: [Glob]) {
    let cells = GlobCells(globs)
    isComplete = isComplete && cells.isComplete
    for cell in cells.cells {
      if let outsider, let kind, zip(globs, cell.matches).contains(where: { $1 && outsider.isFixed($0, kind) }) {
        continue
      }
      texts.append(cell.text)
    }
  }

  /// The bounds and a point in every gap.
  private mutating func addPoints(_ bounds: [Double]) {
    let sorted = Array(Set(bounds)).sorted()
    guard let first = sorted.first, let last = sorted.last else { return }
    var points = sorted
    points += zip(sorted, sorted.dropFirst()).map { ($0 + $1) / 2 }
    points += [first - max(1, abs(first) / 2), last + max(1, abs(last) / 2)]
    texts += points.map { "\($0)" }
  }

  /// The first address of every stretch between two ends of ranges.
  private mutating func addAddresses(_ ranges: [IPRange]) {
    var starts: Set<IPAddress> = [
      IPAddress(bytes: [UInt8](repeating: 0, count: 4)), IPAddress(bytes: [UInt8](repeating: 0, count: 16)),
    ]
    let nobodys = outsider != nil && kind == .address ? IPRange.private4And6 : []
    for range in ranges + nobodys {
      starts.insert(range.first)
      if let next = range.last.next { starts.insert(next) }
    }
    let own = kind == .address ? IPRange.merged(ranges).filter { !$0.isBroad } + nobodys : []
    let outside = starts.sorted().filter { start in outsider == nil || !own.contains { $0.contains(start) } }
    texts += outside.map(\.text)
  }
}
