import HCL
import Testing

/// Expected structures follow from the grammar and the semantics in the HCL native syntax specification.
@Suite struct ExpressionTests {
  @Test(
    arguments: [
      ("1.5e3", "1.5e3"), ("null", "null"), ("true", "true"), ("-1", "(negate 1)"), ("!a.b", "(not a.b)"),
      ("a + b * c - d", "((a add (b multiply c)) subtract d)"), ("a || b && c == d", "(a or (b and (c equal d)))"),
      ("a < b == c > d", "((a less b) equal (c greater d))"), ("(a + b) * c", "(P((a add b)) multiply c)"),
      ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"), ("-a.b + 1", "((negate a.b) add 1)"),
      ("x.y[0].z", "x.y[0].z"), ("x[\"k\"].z", "x['k'].z"), ("x.0.1", "x[0][1]"), ("x.0.1.a", "x[0][1].a"),
      ("x.*.a.b[0]", "(x*((_).a.b))[0]"), ("x[*].a[0].b", "x*((_).a[0].b)"), ("x[*]", "x*(_)"), ("x.*", "x*(_)"),
      ("x.*.a.*.b", "x*((_).a)*((_).b)"), ("x[y].z", "(x[y]).z"), ("x[y][0]", "(x[y])[0]"),
      ("(x).y", "(P(x)).y"), ("f(x)[0].a", "(f(x))[0].a"), ("x[-1]", "x[(negate 1)]"),
      ("f()", "f()"), ("f(a, b...)", "f(a, b...)"), ("f(a,)", "f(a)"), ("provider::aws::f(1)", "provider::aws::f(1)"),
      ("f(\n a,\n b\n)", "f(a, b)"), ("(a\n + b)", "P((a add b))"),
      ("[]", "[]"), ("[1, 2,]", "[1, 2]"), ("[\n1,\n2\n]", "[1, 2]"), ("{}", "{}"),
      ("{ a = 1, b : 2 }", "{'a': 1, 'b': 2}"), ("{\n a = 1\n b = 2\n}", "{'a': 1, 'b': 2}"),
      ("{ (a) = 1, \"${a}x\" = 2, true = 3, 4 = 5 }", "{P(a): 1, T[${a} 'x']: 2, 'true': 3, 4: 5}"),
      ("[{\n a = 1\n}, {\n b = (\n2\n)\n}]", "[{'a': 1}, {'b': P(2)}]"),
      ("[for x in y : x]", "for(x in y: x)"), ("[for k, v in y : v if k]", "for(k,v in y: v if k)"),
      ("{for k, v in y : k => v... if v}", "for(k,v in y: k => v... if v)"),
      ("{\n for k, v in y :\n k => v\n}", "for(k,v in y: k => v)"), ("{ for = 1 }", "{'for': 1}"),
      ("\u{e9}t\u{e9}.x", "\u{e9}t\u{e9}.x"), ("a-b.c_d", "a-b.c_d"), ("a /* c */ + b", "(a add b)"),
    ])
  func structure(text: String, expected: String) throws { #expect(dump(try Expression.parse(text)) == expected) }

  @Test(
    arguments: [
      (#""""#, "''"), (#""a\n\t\"\\\u00e9\U0001F600""#, "'a\\n\t\"\\\u{e9}\u{1F600}'"),
      (#""$${a} %%{b}""#, "'${a} %{b}'"),
      (#""$$${a}""#, "'$${a}'"), (#""$x %y""#, "'$x %y'"), (#""a${b}c""#, "T['a' ${b} 'c']"), (#""${b}""#, "W(b)"),
      (#""${b}${c}""#, "T[${b} ${c}]"), (#""${"in ${n}"}""#, "W(T['in ' ${n}])"),
      (#""${ {a = "}"}["a"] }""#, "W(({'a': '}'})['a'])"),
      (#""%{if a}x%{else}y%{endif}""#, "T[if(a 'x' else 'y')]"),
      (#""%{for k, v in m}${v}, %{endfor}""#, "T[for(k,v in m: ${v} ', ')]"),
      (#""a  ${~ b ~}  c""#, "T['a' ${b} 'c']"), (#""%{ if a ~}  x %{~ endif ~} y""#, "T[if(a 'x' else ) 'y']"),
      ("<<EOT\n  a\n b\nEOT\n", "'  a\\n b\\n'"),
      ("<<-EOT\n    a\n\n      ${b}\n  EOT\n", "T['a\\n' '\\n' '  ' ${b} '\\n']"),
      ("<<EOT\na \"b\" \\n $${x}\r\nEOT\n", "'a \"b\" \\n ${x}\r\\n'"), ("<<EOT\nEOTX\n EOT\n", "'EOTX\\n'"),
      ("<<EOT\nEOT", "''"),
    ])
  func templates(text: String, expected: String) throws { #expect(dump(try Expression.parse(text)) == expected) }

  @Test(
    arguments: [
      "", "a b", "a +", "[1 2]", "{a = 1 b = 2}", "{a}", "(a", "f(a b)", "a ? b", "a[", "a.", "'x'", "\"a", "\"${a\"",
      "\"\\q\"", "<<EOT\nx",
      "\"%{if a}\"", "\"%{endif}\"", "\"%{else}\"", "\"%{for a b}%{endfor}\"", "[for x y : z]", "{for x in y : x}",
      "a & b",
      "a..b", "x.1.5e3", "\"\\ud800\"", "f(a..., b)", "\u{0}", "a = b", "::a", "a::b",
    ])
  func refused(text: String) {
    let error = #expect(throws: SyntaxDiagnostic.self) { try Expression.parse(text) }
    #expect(error?.message.isEmpty == false)
  }

  @Test func traversalsLeaveOutDeclaredNames() throws {
    let text = "[for k, v in var.x : \"${v.a}-${k}-${local.y}\" if v != each.key && k != [for k in z : k]]"
    let roots = try Expression.parse(text).traversals.map(\.root)
    #expect(roots == ["var", "local", "each", "z"])
    let template = try Expression.parse("\"%{for v in list}${v}${w}%{endfor}${v}\"")
    #expect(template.traversals.map(\.root) == ["list", "w", "v"])
  }

  @Test func deepNestingIsRefusedNotFatal() {
    for opening in [
      "(", "[", "{a=", "f(", "-", "!", "\"${", "a?", "a[", "x[*][*]", "[for a in b:", "a+(", "a.b+", "x.*", "x[y]",
    ] {
      let text = String(repeating: opening, count: 20_000) + "a"
      _ = try? Expression.parse(text)
      #expect(!parse("a = \(text)\nb = 1\n").diagnostics.isEmpty, "\(opening)")
    }
  }
}
