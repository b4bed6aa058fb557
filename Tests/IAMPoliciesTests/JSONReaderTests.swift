import Testing

@testable import IAMPolicies

@Suite("Reading JSON text")
struct JSONReaderTests {
  private func read(_ text: String, limits: PolicyLimits = PolicyLimits()) throws(PolicyError) -> PolicyValue {
    try JSONReader.read(Array(text.utf8), limits: limits)
  }

  @Test func valuesOfEveryKind() throws {
    let value = try read(" {\"a\": [1, -2.5e+3, true, false, null], \"b\": {\"c\": \"d\"}, \"e\": [], \"f\": {}}\n")
    let list: [PolicyValue] = [.number("1"), .number("-2.5e+3"), .bool(true), .bool(false), .null]
    #expect(
      value
        == .map([
          .init("a", .list(list)), .init("b", .map([.init("c", .string("d"))])), .init("e", .list([])),
          .init("f", .map([])),
        ]))
  }

  @Test func escapes() throws {
    #expect(try read(#""\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00""#) == .string("\"\\/\u{8}\u{c}\n\r\tAé😀"))
  }

  @Test(arguments: [
    ("", 1, 1), ("{", 1, 2), (#"{"a":1,}"#, 1, 8), (#"{"a" 1}"#, 1, 6), ("[1,]", 1, 4), ("[1 2]", 1, 4),
    (#"{"a":1,"a":2}"#, 1, 8), ("\"\\x\"", 1, 2), (#""\ud800""#, 1, 2), ("\"a\nb\"", 1, 3), ("01", 1, 1),
    ("-", 1, 1), ("1.", 1, 1), ("1e", 1, 1), ("tru", 1, 1), ("{} x", 1, 4), ("{\n \"a\": }", 2, 7), ("\"abc", 1, 1),
    ("'a'", 1, 1), ("{a:1}", 1, 2), (#""\u12"#, 1, 2), (#""\ud800\u0041""#, 1, 2), ("NaN", 1, 1),
  ])
  func refusalsSayWhere(_ text: String, _ line: Int, _ column: Int) throws {
    let error = #expect(throws: PolicyError.self) { try JSONReader.read(Array(text.utf8), limits: PolicyLimits()) }
    #expect(error?.position?.line == line)
    #expect(error?.position?.column == column)
    #expect(error?.message.isEmpty == false)
  }

  @Test func limits() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: PolicyError.self) { try read(deep) }
    #expect(throws: PolicyError.self) { try read("[[[]]]", limits: PolicyLimits(depth: 2)) }
    #expect(throws: Never.self) { try read("[[]]", limits: PolicyLimits(depth: 2)) }
    #expect(throws: PolicyError.self) { try read("\"abc\"", limits: PolicyLimits(bytes: 4)) }
  }

  @Test func bytesThatAreNotText() {
    for bytes: [UInt8] in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0x31, 0]] {
      #expect(throws: PolicyError.self) { try JSONReader.read(bytes, limits: PolicyLimits()) }
    }
  }

  @Test func randomBytesNeverCrash() {
    var random = SeededGenerator(seed: 7)
    let alphabet = Array(#"{}[]",:\u0123ade.-+ StatementEffectAllowPrincipal*"#.utf8) + [0, 0x80, 0xFF, 0x0A]
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      _ = try? PolicyDocument(utf8: bytes)
    }
  }

  @Test func damagedPoliciesNeverCrash() throws {
    let text =
      Array(
        #"{"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"a","Effect":"Allow","Principal":{"AWS":["*"]},"#.utf8)
      + Array(
        #""Action":["s3:*"],"Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","::/0"]},"#.utf8)
      + Array(#""DateLessThan":{"aws:CurrentTime":"2020-01-01T00:00:00Z"}}}]}"#.utf8)
    #expect(throws: Never.self) { try PolicyDocument(utf8: text) }
    var random = SeededGenerator(seed: 11)
    for _ in 0..<5_000 {
      var bytes = text
      for _ in 0...Int.random(in: 0...2, using: &random) {
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes.remove(at: index)
        case 1: bytes[index] = UInt8.random(in: 0...255, using: &random)
        default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: index)
        }
      }
      guard let document = try? PolicyDocument(utf8: bytes) else { continue }
      _ = document.isPublic()
      _ = document.grantsAdministrator()
    }
  }
}
