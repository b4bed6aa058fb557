/// Lists as sets (the "sets" extension library).
extension FunctionLibrary {
  private static let pair = [CELType.list(.parameter("T")), CELType.list(.parameter("T"))]

  public static let sets = FunctionLibrary(
    name: "sets",
    functions: [
      relation("sets.contains") { context, left, right in context.all(of: right, in: left) },
      relation("sets.equivalent") { context, left, right in
        let forth = context.all(of: right, in: left)
        return forth.isFalse ? forth : context.combined(forth, context.all(of: left, in: right))
      },
      relation("sets.intersects") { context, left, right in context.any(of: left, in: right) },
    ])

  private static func relation(
    _ name: String, _ body: @escaping @Sendable (inout EvaluationContext, CELValue, CELValue) -> CELValue
  ) -> Function {
    Function(
      name, [Signature(pair, .bool)],
      .binary { context, left, right in
        guard left.isList, right.isList else { return context.noSuchOverload(name, left, right) }
        if let doubt = context.doubt(inList: left) ?? context.doubt(inList: right) { return doubt }
        return body(&context, left, right)
      })
  }
}

extension EvaluationContext {
  fileprivate mutating func combined(_ left: CELValue, _ right: CELValue) -> CELValue {
    if right.isFalse || left.isTrue { return right }
    return right.isTrue ? left : abnormal(left, right)
  }

  fileprivate mutating func all(of wanted: CELValue, in list: CELValue) -> CELValue {
    var result = CELValue.bool(true)
    for index in 0..<count(wanted) where budget >= 0 {
      let found = contains(list, element(wanted, index))
      if found.isFalse { return found }
      result = combined(result, found)
    }
    return result
  }

  fileprivate mutating func any(of wanted: CELValue, in list: CELValue) -> CELValue {
    var pending: CELValue?
    for index in 0..<count(wanted) where budget >= 0 {
      let found = contains(list, element(wanted, index))
      if found.isTrue { return found }
      if found.isAbnormal { pending = pending.map { abnormal($0, found) } ?? found }
    }
    return pending ?? .bool(false)
  }
}
