import Testing

@testable import IAMPolicies

/// The rules and examples of "IAM JSON policy elements: Condition operators" and "Multivalued context keys".
@Suite("Conditions")
struct ConditionTests {
  private func holds(_ name: String, _ values: [String], _ request: [String]?, unknown: [String] = []) -> Character {
    guard let test = ConditionOperator(name: name) else { return "!" }
    let clause = ConditionClause(test, "k", values, unknown: unknown)
    let matcher = ClauseMatcher(clause, VariableResolver(version: .known(.v2012)))
    return matcher.holds(request.map { .values($0) } ?? .absent).symbol
  }

  @Test(arguments: [
    ("StringEquals", "john", "john", "+"), ("StringEquals", "john", "John", "-"),
    ("StringNotEquals", "john", "John", "+"), ("StringEqualsIgnoreCase", "john", "John", "+"),
    ("StringNotEqualsIgnoreCase", "john", "John", "-"), ("StringLike", "home/*", "home/a", "+"),
    ("StringNotLike", "home/*", "home/a", "-"), ("StringEquals", "home/*", "home/a", "-"),
    ("NumericEquals", "10", "10.0", "+"), ("NumericNotEquals", "10", "10.0", "-"),
    ("NumericLessThan", "1.2", "1.1", "+"), ("NumericLessThan", "1.2", "1.2", "-"),
    ("NumericLessThanEquals", "10", "10", "+"), ("NumericGreaterThan", "10", "1e2", "+"),
    ("NumericGreaterThanEquals", "10", "9", "-"), ("NumericEquals", "10", "ten", "-"),
    ("NumericEquals", "ten", "10", "?"), ("NumericEquals", "0x10", "16", "?"),
    ("DateGreaterThan", "2020-01-01T00:00:01Z", "2020-06-30T23:59:59Z", "+"),
    ("DateLessThan", "2020-01-01T00:00:00+01:00", "2019-12-31T22:59:59Z", "+"),
    ("DateLessThan", "2020-01-01T00:00:00+01:00", "2019-12-31T23:00:00Z", "-"),
    ("DateEquals", "2020-02-29", "1582934400", "+"), ("DateEquals", "2020", "2020-01-01T00:00Z", "+"),
    ("DateNotEquals", "2020", "2021", "+"), ("DateEquals", "2020-13-01", "2020", "?"),
    ("Bool", "true", "TRUE", "+"), ("Bool", "false", "true", "-"), ("Bool", "false", "", "-"),
    ("BinaryEquals", "QmluYXJ5", "QmluYXJ5", "+"), ("BinaryEquals", "QmluYXJ5", "qmluYXJ5", "-"),
    ("IpAddress", "203.0.113.0/24", "203.0.113.255", "+"), ("IpAddress", "203.0.113.0/24", "203.0.114.0", "-"),
    ("NotIpAddress", "203.0.113.0/24", "203.0.114.0", "+"), ("IpAddress", "203.0.113.7", "203.0.113.7", "+"),
    ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678::1", "+"),
    ("IpAddress", "2001:DB8:1234:5678::/64", "203.0.113.7", "-"), ("IpAddress", "0.0.0.0/0", "::1", "-"),
    ("IpAddress", "203.0.113.0/33", "203.0.113.7", "?"), ("IpAddress", "::ffff:1.2.3.4", "::ffff:102:304", "+"),
    ("ArnEquals", "arn:aws:sns:*:123456789012:t", "arn:aws:sns:us-east-1:123456789012:t", "+"),
    ("ArnLike", "arn:aws:sns:*:123456789012:t", "arn:aws:sns:us-east-1:999999999999:t", "-"),
    ("ArnNotLike", "arn:aws:sns:*:123456789012:t", "arn:aws:sns:us-east-1:999999999999:t", "+"),
  ])
  func singleValues(_ name: String, _ value: String, _ request: String, _ expected: Character) {
    #expect(holds(name, [value], [request]) == expected)
  }

  @Test(arguments: [
    ("StringEquals", "-"), ("StringNotEquals", "+"), ("ArnNotLike", "+"), ("IpAddress", "-"), ("NotIpAddress", "+"),
    ("NumericLessThan", "-"), ("Bool", "-"), ("StringEqualsIfExists", "+"), ("StringNotEqualsIfExists", "+"),
    ("ForAllValues:StringEquals", "+"), ("ForAnyValue:StringEquals", "-"), ("ForAnyValue:StringNotEquals", "-"),
    ("ForAnyValue:StringEqualsIfExists", "+"),
  ])
  func missingKeys(_ name: String, _ expected: Character) {
    let value = name.contains("Ip") ? "10.0.0.0/8" : name.contains("Numeric") ? "1" : "true"
    #expect(holds(name, [value], nil) == expected)
  }

  @Test func null() {
    #expect(holds("Null", ["true"], nil) == "+")
    #expect(holds("Null", ["false"], nil) == "-")
    #expect(holds("Null", ["true"], ["x"]) == "-")
    #expect(holds("Null", ["false"], ["x"]) == "+")
    #expect(holds("Null", ["true"], []) == "+")
  }

  /// The table of "Multivalued context keys": `PostDateTime` and `UserName` against three allowed attributes.
  @Test func sets() {
    let allowed = ["PostDateTime", "Message", "Tags"]
    #expect(holds("ForAllValues:StringLike", allowed, ["PostDateTime", "UserName"]) == "-")
    #expect(holds("ForAllValues:StringLike", allowed, ["PostDateTime", "Message"]) == "+")
    #expect(holds("ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName", "PostDateTime"]) == "+")
    #expect(holds("ForAnyValue:StringLike", ["ID", "PostDateTime"], ["UserName"]) == "-")
    #expect(holds("ForAnyValue:StringNotEquals", ["a"], ["a", "b"]) == "+")
    #expect(holds("ForAllValues:StringNotEquals", ["a"], ["a", "b"]) == "-")
    #expect(holds("StringEquals", ["a"], ["a", "b"]) == "?")
  }

  @Test func severalValuesAreOr() {
    #expect(holds("StringEquals", ["a", "b"], ["b"]) == "+")
    #expect(holds("StringNotEquals", ["a", "b"], ["b"]) == "-")
    #expect(holds("StringEquals", [], ["b"]) == "-")
  }

  @Test func unknownValues() {
    #expect(holds("StringEquals", ["a"], ["a"], unknown: ["x"]) == "+")
    #expect(holds("StringEquals", ["a"], ["b"], unknown: ["x"]) == "?")
    #expect(holds("StringNotEquals", ["a"], ["a"], unknown: ["x"]) == "-")
    #expect(holds("StringEquals", [], nil, unknown: ["x"]) == "-")
    #expect(holds("Null", [], nil, unknown: ["x"]) == "?")
  }

  @Test func rangesThatTouch() throws {
    let ranges = try ["10.0.0.0/9", "10.128.0.0/9", "12.0.0.0/8"].map { try #require(IPRange($0)) }
    let merged = IPRange.merged(ranges)
    #expect(merged.count == 2)
    #expect(merged.map { $0.isBroad } == [false, false])
    let broad = try IPRange.merged(["12.0.0.0/8", "13.0.0.0/8"].map { try #require(IPRange($0)) })
    #expect(broad.map { $0.isBroad } == [true])
    for (text, isBroad) in [("0.0.0.0/1", true), ("12.0.0.0/7", true), ("2001::/31", true), ("2001:db8::/32", false)] {
      let range = try #require(IPRange(text))
      #expect(range.isBroad == isBroad)
    }
  }
}
