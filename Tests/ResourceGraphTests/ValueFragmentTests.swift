import Testing
import Values

/// Values that are built beside an arena are, once they are joined, what the builder itself would have made.
@Suite struct ValueFragmentTests {
  private let reasons = [UnknownReason(.derived, "a"), UnknownReason(.notVisible, "b"), UnknownReason(.derived, "a")]

  /// A list with one that is there already, an unknown value, the unknown value of that list, and a list of its own.
  private func build<Values: ValueBuilding>(_ reason: UnknownReason, _ shared: NodeID, on values: inout Values)
    -> NodeID
  {
    let mark = values.mark
    values.push(values.node(shared), key: .none)
    values.push(.unknown(values.reason(reason)), key: .none)
    values.push(values.child(1, of: values.node(shared)), key: .none)
    let inner = values.mark
    values.push(.int(1), key: .none)
    values.closeContainer(.list, since: inner, key: .none, flags: .sensitive)
    values.closeContainer(.list, since: mark, key: .none, flags: [])
    return values.finishRoot()
  }

  private func start() -> (ValueArenaBuilder, NodeID) {
    var builder = ValueArenaBuilder()
    let mark = builder.mark
    builder.push(.bool(true))
    builder.push(.unknown(builder.reason(UnknownReason(.derived, "before"))))
    builder.closeContainer(.list, since: mark)
    let root = builder.finishRoot()
    return (builder, root)
  }

  @Test func joinedFragmentsAreWhatTheBuilderMakes() {
    var (plain, shared) = start()
    let expected = reasons.map { build($0, shared, on: &plain) }
    var (joined, _) = start()
    let base = joined.build()
    joined = ValueArenaBuilder(extending: base)
    let fragments = reasons.map { reason in
      var fragment = ValueFragment(of: base)
      let root = build(reason, shared, on: &fragment)
      return (root, fragment.finish())
    }
    let shifts = joined.shifts(of: fragments.map(\.1))
    let roots = zip(fragments, shifts).map { fragment, shift in NodeID(fragment.0.index + shift) }
    for (_, fragment) in fragments { joined.join(fragment) }
    #expect(roots == expected)
    let (left, right) = (plain.build(), joined.build())
    #expect(left.unknownReasons == right.unknownReasons)
    #expect(left.nodes.count == right.nodes.count)
    for (one, other) in zip(left.nodes, right.nodes) {
      #expect((one.kind, one.flags, one.key) == (other.kind, other.flags, other.key))
      #expect((one.low, one.high) == (other.low, other.high))
    }
  }
}
