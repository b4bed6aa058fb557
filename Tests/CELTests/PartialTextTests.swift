import Testing
import Values

@testable import CEL

/// Texts of which pieces are known are decided where the pieces decide.
@Suite("texts that are known in part") struct PartialTextTests {
  private func bench() -> Bench {
    var bench = Bench()
    func add(_ name: String, _ text: UnknownReason.PartialText) {
      bench.variable(name, .dyn) { $0.push(.unknown($0.reason(UnknownReason(.derived, name, text: text)))) }
    }
    add("arn", UnknownReason.PartialText(pieces: ["arn:", ":iam::aws:policy/Admin"]))
    add("host", UnknownReason.PartialText(pieces: ["", ".example.", ""]))
    add("coded", UnknownReason.PartialText(pieces: ["arn:", "Admin"], isEncoded: true))
    return bench
  }

  @Test(
    arguments: [
      ("arn.startsWith('ar')", true), ("arn.startsWith('x')", false), ("arn.startsWith('arx:')", false),
      ("arn.endsWith('/Admin')", true), ("arn.endsWith('/Reader')", false), ("arn.contains(':iam::')", true),
      ("host.contains('example')", true), ("arn == 'urn:aws:iam::aws:policy/Admin'", false),
      ("arn == 'arn:aws:iam::aws:policy/Reader'", false), ("arn != 'arn'", true), ("arn == null", false),
      ("arn in ['a', 'b']", false), ("arn.matches('policy/A')", true), ("arn.matches('^arn:')", true),
      ("arn.matches('/Admin$')", true), ("host.matches('[.]example[.]')", true),
    ])
  func piecesDecide(_ expression: String, _ truth: Bool) throws {
    #expect(try bench().result(expression) == .value(.bool(truth)), "\(expression)")
  }

  @Test(arguments: [
    "arn.startsWith('arn:aws')", "arn.endsWith('aws:iam::aws:policy/Admin')", "arn.contains('us-gov')",
    "arn == 'arn:aws:iam::aws:policy/Admin'", "arn in ['arn:aws:iam::aws:policy/Admin']", "arn.matches('aws-cn')",
    "arn.matches('^:iam')", "arn.matches('arn:$')", "arn.matches('arn:.iam')", "arn.size() == 1",
  ])
  func whatIsBetweenThePiecesStaysOpen(_ expression: String) throws {
    #expect(try bench().result(expression) == .unknown(["arn"]), "\(expression)")
  }

  @Test(arguments: [
    "host.startsWith('a')", "host.endsWith('m')", "host == 'www.example.com'", #"host.matches('\\bexample$')"#,
    "host.matches('[^0-9][.]example[.]([^0-9]|$)')",
  ])
  func anOpenEndStaysOpen(_ expression: String) throws {
    #expect(try bench().result(expression) == .unknown(["host"]), "\(expression)")
  }

  @Test func whatIsEncodedIsNotLookedInto() throws {
    #expect(try bench().result("coded.startsWith('x')") == .unknown(["coded"]))
    #expect(try bench().result("coded == 'x'") == .unknown(["coded"]))
  }

  @Test func anUnknownPartOrAnErrorStaysWhatItIs() throws {
    #expect(try bench().result("'arn:'.startsWith(arn)") == .unknown(["arn"]))
    #expect(try bench().result("arn.contains(host)") == .unknown(["arn", "host"]))
  }
}
