/// Functions over lists (the "lists" extension library, and Kubernetes' list library).
extension FunctionLibrary {
  private static let item = CELType.parameter("T")
  private static let items = CELType.list(.parameter("T"))

  public static let lists = FunctionLibrary(name: "lists", functions: shapes + orders + places)

  private static func method(
    _ name: String, _ arguments: [CELType], _ result: CELType,
    _ body: @escaping @Sendable (inout EvaluationContext, [CELValue], [CELValue]) -> CELValue
  ) -> Function {
    Function(
      name, [Signature(isMethod: true, [items] + arguments, result)],
      .any { context, arguments in
        switch context.certainElements(arguments[0], name) {
        case .abnormal(let value): value
        case .elements(let elements): body(&context, elements, arguments)
        }
      })
  }

  private static let shapes: [Function] = [
    Function(
      "lists.range", [Signature([.int], .list(.int))],
      .unary { context, value in
        guard let count = value.intValue else { return context.noSuchOverload("lists.range", value) }
        context.budget -= Int(min(max(0, count), 1 << 40))
        guard context.budget >= 0 else { return .null }
        return context.list((0..<max(0, count)).map { .int($0) })
      }),
    method("reverse", [], items) { context, elements, _ in context.list(elements.reversed()) },
    method("distinct", [], items) { context, elements, _ in context.distinct(elements) },
    method("flatten", [], .list(.dyn)) { context, elements, _ in context.flattened(elements, depth: 1) },
    method("flatten", [.int], .list(.dyn)) { context, elements, arguments in
      guard let depth = arguments[1].intValue, depth >= 0 else {
        return context.error(.invalidArgument, "`flatten` needs a depth of 0 or more")
      }
      return context.flattened(elements, depth: depth)
    },
    method("slice", [.int, .int], items) { context, elements, arguments in
      guard let start = arguments[1].intValue, let end = arguments[2].intValue else {
        return context.noSuchOverload("slice", arguments[1], arguments[2])
      }
      guard start >= 0, start <= end, end <= Int64(elements.count) else {
        return context.error(.range, "there is no slice from \(start) to \(end) of \(elements.count) elements")
      }
      return context.list(Array(elements[Int(start)..<Int(end)]))
    },
  ]

  private static let orders: [Function] = [
    method("sort", [], items) { context, elements, _ in context.sortedList(elements, by: elements, "sort") },
    method("isSorted", [], .bool) { context, elements, _ in
      for (left, right) in zip(elements, elements.dropFirst()) {
        guard let order = context.order(left, right) else { return context.noSuchOverload("isSorted", left, right) }
        if order == .greater { return .bool(false) }
      }
      return .bool(true)
    },
    method("min", [], item) { context, elements, _ in context.extreme(elements, .less, "min") },
    method("max", [], item) { context, elements, _ in context.extreme(elements, .greater, "max") },
    method("sum", [], item) { context, elements, _ in
      guard let first = elements.first else { return .int(0) }
      return elements.dropFirst().reduce(first) { context.arithmetic(.add, $0, $1) }
    },
  ]

  private static let places: [Function] = [
    method("first", [], .optional(item)) { context, elements, _ in context.optional(elements.first) },
    method("last", [], .optional(item)) { context, elements, _ in context.optional(elements.last) },
    method("indexOf", [item], .int) { context, elements, arguments in
      .int(elements.firstIndex { context.equal($0, arguments[1]).isTrue } ?? -1)
    },
    method("lastIndexOf", [item], .int) { context, elements, arguments in
      .int(elements.lastIndex { context.equal($0, arguments[1]).isTrue } ?? -1)
    },
  ]
}

extension EvaluationContext {
  fileprivate mutating func distinct(_ elements: [CELValue]) -> CELValue {
    var kept: [CELValue] = []
    for element in elements {
      budget -= kept.count
      guard budget >= 0 else { return .null }
      if !kept.contains(where: { equal($0, element).isTrue }) { kept.append(element) }
    }
    return list(kept)
  }

  fileprivate mutating func flattened(_ elements: [CELValue], depth: Int64) -> CELValue {
    var elements = elements
    var depth = depth
    while depth > 0, elements.contains(where: \.isList), budget >= 0 {
      var next: [CELValue] = []
      for element in elements {
        guard element.isList else {
          next.append(element)
          continue
        }
        switch certainElements(element, "flatten") {
        case .elements(let inner): next += inner
        case .abnormal(let value): return value
        }
      }
      elements = next
      depth -= 1
    }
    return list(elements)
  }

  fileprivate mutating func extreme(_ elements: [CELValue], _ wanted: Numbers.Order, _ name: String) -> CELValue {
    guard var best = elements.first else { return error(.invalidArgument, "`\(name)` of an empty list") }
    for element in elements.dropFirst() {
      guard let order = order(element, best) else { return noSuchOverload(name, element, best) }
      if order == wanted { best = element }
    }
    return best
  }
}
