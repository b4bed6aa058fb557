import CEL
import Testing

/// What the conformance suite does not cover.
@Suite("Language")
struct LanguageTests {
  private static let valueCases: [(String, CELData)] = [
    ("[3, 1, 2].sort()", CELData.list([1, 2, 3])), ("['a', 'b'].sortBy(x, x == 'a' ? 2 : 1)", ["b", "a"]),
    ("[1, [2, [3]]].flatten()", [1, 2, [3]]), ("[1, 2, 1].distinct()", [1, 2]), ("lists.range(3)", [0, 1, 2]),
    ("[1, 2, 3].slice(1, 3)", [2, 3]), ("sets.contains([1, 2], [dyn(2.0)])", true),
    ("sets.equivalent([1, 1], [1])", true),
    ("sets.intersects([1], [2])", false), ("[1, 2].first().value()", 1), ("[].last().hasValue()", false),
    ("[1, 2].max() + [3].sum()", 5), ("'a,b'.split(',')", ["a", "b"]), ("base64.encode(b'hello')", "aGVsbG8="),
    ("quantity('1.5Gi').asInteger()", 1_610_612_736), ("quantity('200m').isLessThan(quantity('1'))", true),
    ("isQuantity('1.5Xi')", false), ("semver('1.2.3-rc.1').isLessThan(semver('1.2.3'))", true),
    ("semver('v1.2', true).minor()", 2), ("isSemver('1.2')", false),
    ("url('https://a.b:81/p?x=1&x=2').getPort()", "81"),
    ("url('https://a.b:81/p?x=1&x=2').getQuery()['x']", ["1", "2"]), ("isURL('a b')", false),
    ("'foo bar'.find('o+')", "oo"), ("'a1b22'.findAll('[0-9]+')", ["1", "22"]),
    ("regex.replace('ab', '(a)(b)', r'\\2\\1')", "ba"), ("regex.extract('k=v', '=(.*)').value()", "v"),
    ("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')", true), ("ip.isCanonical('::FFFF')", false),
    ("timestamp('2024-07-01T12:00:00Z').getHours('Europe/Berlin')", 14),
    ("timestamp('2050-07-01T12:00:00Z').getHours('America/New_York')", 8),
    ("timestamp('2024-02-29T00:00:00+01:00').getDayOfYear()", 58), ("string(duration('-1.5s'))", "-1.5s"),
    ("{'b': 1}.transformMap(k, v, v + 1)", ["b": 2]), ("string(1e21) + ' ' + string(100000.0)", "1e+21 100000"),
    ("'%.2f|%e|%x|%o|%b'.format([2.675, 12345.678, 255, 8, 5])", "2.67|1.234568e+04|ff|10|101"),
    ("google.protobuf.Struct{fields: {'a': 1}}.a", 1), ("google.protobuf.Int64Value{value: 3} + 1", 4),
    ("google.protobuf.Duration{seconds: 2} == duration('2s')", true), ("dyn(1) == 1.0 && dyn(2u) in [2]", true),
  ]

  @Test("values", arguments: valueCases)
  func values(text: String, expected: CELData) throws {
    #expect(try evaluate(text) == .value(expected), "\(text)")
  }

  private static let errorCases: [(String, EvaluationError.Kind)] = [
    ("1 / 0", EvaluationError.Kind.divisionByZero), ("9223372036854775807 + 1", .overflow),
    ("[1][1]", .indexOutOfRange),
    ("{'a': 1}.b", .noSuchKey), ("{'a': 1, 'a': 2}", .duplicateKey), ("int('x')", .invalidArgument),
    ("timestamp('2024-02-30T00:00:00Z')", .invalidArgument),
    ("timestamp(0).getHours('../etc/passwd')", .invalidArgument),
    ("timestamp(0).getHours('Mars/Olympus')", .invalidArgument), ("'a'.matches('(')", .invalidArgument),
    ("dyn('a') + 1", .noSuchOverload), ("google.protobuf.Int32Value{value: 3000000000}", .range),
  ]

  @Test("errors", arguments: errorCases)
  func errors(text: String, kind: EvaluationError.Kind) throws {
    #expect(try evaluate(text) == .error(kind), "\(text)")
  }

  private static let diagnosticCases: [(String, String)] = [
    ("1 + ", "1:5: expected a value, the expression ends here"), ("foo", "1:1: there is no variable `foo`"),
    ("'abc'.startWith('a')", "did you mean `startsWith`?"), ("mth.greatest(1)", "did you mean `math.greatest`?"),
    ("'a'.startsWith(1)", "candidate: string.startsWith(string) -> bool"),
    ("1 + 'a'", "`+` does not apply: int + string"),
    ("[1].all(1, true)", "`all` needs a simple variable name here"), ("'abc", "this string is not closed"),
    ("'\\q'", "there is no such escape"), ("1.foo", "has no members"), ("if", "reserved word"),
    ("true ? 1 : 'a'", "different types"),
    ("\n\n  foo", "3:3: there is no variable `foo`"), ("9223372036854775808", "this int is not between"),
    ("a b", "found `b`"),
    ("#", "unexpected character"),
  ]

  @Test("diagnostics", arguments: diagnosticCases)
  func diagnostics(text: String, expected: String) {
    let found = diagnose(text)
    #expect(found.contains(expected), "\(found)")
  }
}
