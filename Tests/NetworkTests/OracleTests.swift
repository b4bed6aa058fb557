import NetworkOracle
import Testing

/// The engine against a packet-by-packet simulator on a few random networks, known throughout or with unknowns that are
/// tried out. Thousands of them: `swift run -c release network-benchmark fuzz`.
@Suite("Engine and packet-by-packet simulator agree")
struct OracleTests {
  @Test("everything known: the same packets get through", arguments: 0..<12)
  func exact(_ seed: Int) throws { #expect(try Comparison.exact(seed) == []) }

  /// The last two are networks on which engine and simulator once disagreed.
  @Test("with unknowns: bounds hold for every outcome", arguments: Array(0..<12) + [1310, 1656])
  func bounds(_ seed: Int) throws { #expect(try Comparison.bounds(seed) == []) }
}
