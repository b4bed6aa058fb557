import CEL

/// `known(list)`: the elements of a list that the input shows.
///
/// For conditions that an element known only after apply cannot meet: one that comes from a reference to another resource
/// is no pattern, for example. A list that is itself unknown, as a set with one unknown element is, shows none.
enum KnownFunction {
  static var function: Function {
    Function(
      "known", Signature([.list(.dyn)], .list(.dyn)), isStrict: false, isPure: true
    ) { context, arguments throws(EvaluationError) in
      guard let list = arguments.first, !list.isUnknown else { return context.list([]) }
      if list.isError { return list }
      return context.list(context.elements(list).filter { !$0.isUnknown })
    }
  }
}
