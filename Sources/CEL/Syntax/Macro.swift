/// The macros (langdef, Macros; the extension libraries "two-variable comprehensions", "bindings", "optional", "lists").
enum MacroKind: String, Sendable, CaseIterable {
  case has
  case all
  case exists
  case existsOne
  case map
  case filter
  case transformList
  case transformMap
  case transformMapEntry
  case sortBy
  case optMap
  case optFlatMap
  case bind
  case block
}

/// A macro call. Variables are names; arguments are what is evaluated, in source order.
struct MacroSyntax: Sendable {
  let kind: MacroKind
  /// How it was written: `exists_one` and `existsOne` are the same macro.
  let spelling: String
  let target: NodeIndex?
  let variables: [String]
  let arguments: [NodeIndex]
}

/// A macro's shape: how many of the leading call arguments name variables.
struct MacroShape {
  let kind: MacroKind
  let variableCount: Int
  let argumentCount: Int

  /// The macro that a receiver call of this name and number of arguments is, if any.
  static func receiver(_ name: String, _ count: Int) -> MacroShape? {
    guard (2...4).contains(count), let kind = kind(name) else { return nil }
    switch (kind, count) {
    case (.all, 2), (.exists, 2), (.filter, 2), (.existsOne, 2), (.map, 2), (.sortBy, 2), (.optMap, 2),
      (.optFlatMap, 2):
      return MacroShape(kind: kind, variableCount: 1, argumentCount: 1)
    case (.map, 3):
      return MacroShape(kind: kind, variableCount: 1, argumentCount: 2)
    case (.all, 3), (.exists, 3), (.existsOne, 3), (.transformList, 3), (.transformMap, 3), (.transformMapEntry, 3):
      return MacroShape(kind: kind, variableCount: 2, argumentCount: 1)
    case (.transformList, 4), (.transformMap, 4), (.transformMapEntry, 4):
      return MacroShape(kind: kind, variableCount: 2, argumentCount: 2)
    default:
      return nil
    }
  }

  private static func kind(_ name: String) -> MacroKind? {
    name == "exists_one" ? .existsOne : MacroKind(rawValue: name)
  }
}
