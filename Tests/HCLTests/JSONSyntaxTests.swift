import HCL
import Testing

@Suite struct JSONSyntaxTests {
  private let schema = BodySchema(blocks: [
    "resource": .init(labels: 2, body: BodySchema(blocks: ["lifecycle": .init(labels: 0)])), "locals": .init(labels: 0),
  ])

  private func parse(_ text: String) -> HCLFile { HCLFile(json: Array(text.utf8), name: "x.tf.json", schema: schema) }

  @Test func blocksAndTemplates() throws {
    let file = parse(
      #"""
      {
        "//": "a comment",
        "resource": {"aws_vpc": {"a": {"cidr": "x", "tags": {"N${1}": "\u0024{var.a}-\n${var.b}"}, "lifecycle": {"x": true}},
                                 "b": [{"n": 1.50}]}},
        "locals": [{"one": "${local.two}"}, {"two": [null, 2]}]
      }
      """#)
    #expect(file.diagnostics.isEmpty)
    #expect(file.body.blocks.map { $0.labels.map(\.text) } == [["aws_vpc", "a"], ["aws_vpc", "b"], [], []])
    let first = file.body.blocks[0]
    #expect(first.body.blocks.map(\.type) == ["lifecycle"])
    let tags = try #require(first.body.attribute("tags"))
    #expect(dump(tags.expression) == "{T['N' ${1}]: T[${var.a} '-\\n' ${var.b}]}")
    let b = try #require(tags.expression.traversals.last)
    #expect(file.source.text(b.range) == "var.b" && file.source.position(of: b.range).line == 3)
    #expect(dump(file.body.blocks[2].body.attributes[0].expression) == "W(local.two)")
    #expect(dump(file.body.blocks[1].body.attributes[0].expression) == "1.50")
  }

  @Test(
    arguments: [
      "", "{", "[1,]", #"{"a": 01}"#, #"{"a": 1} x"#, #"{"a": "\x"}"#, #"{"a": "\ud800"}"#, #"{"resource": 1}"#,
      #"{"a": tru}"#,
      "{\"a\": \"\n\"}", #"{"a": "${"}"#, #"{"a": 1, "a": 2}"#, #"{"a": "x"#, #"{"a": -}"#, #"{"a": 1.}"#, #"{a: 1}"#,
      #""x""#,
    ])
  func problemsAreReported(text: String) { #expect(!parse(text).diagnostics.isEmpty) }

  @Test func deepNestingIsRefused() {
    #expect(parse(String(repeating: "[", count: 100_000)).diagnostics.count == 1)
    #expect(parse(String(repeating: "{\"a\":", count: 100_000)).diagnostics.count == 1)
  }
}
