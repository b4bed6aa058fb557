/// The actions, or the resources, of a scope, grouped by which statements match them.
struct RequestCells {
  /// One action or resource for each group.
  struct Cell: Hashable {
    let text: String
    /// Whether each statement matches it, in their order.
    let matches: [Truth]
  }

  private(set) var cells: [Cell] = []
  let isComplete: Bool

  init(scope: [Glob], _ statements: [PatternMatcher]) {
    var globs: [Glob] = scope
    var seen = Set(scope)
    for statement in statements {
      for glob in statement.globs where seen.insert(glob).inserted { globs.append(glob) }
    }
    let found = GlobCells(globs, scope: scope.count)
    isComplete = found.isComplete
    var groups: Set<[Truth]> = []
    for cell in found.cells where cell.matches.prefix(scope.count).contains(true) {
      let matches = statements.map { $0.contains(cell.text) }
      if groups.insert(matches).inserted { cells.append(Cell(text: cell.text, matches: matches)) }
    }
  }
}
