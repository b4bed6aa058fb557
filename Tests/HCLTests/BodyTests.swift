import HCL
import Testing

@Suite struct BodyTests {
  @Test func blocksAttributesAndPositions() throws {
    let file = parse(
      """
      # first
      resource "aws_vpc" this {
        cidr_block = "10.0.0.0/16" // trailing
        tags = { Näme = "x" }, 
      }
      /* two
      lines */ locals { a = 1 }
      empty {}
      """)
    #expect(
      file.diagnostics.map(\.description) == ["test.tf:4:24: expected the end of the line after the value, found `,`"])
    let vpc = try #require(file.body.blocks.first)
    #expect(vpc.type == "resource" && vpc.labels.map(\.text) == ["aws_vpc", "this"])
    #expect(file.source.position(of: vpc.range) == SourcePosition(offset: 8, line: 2, column: 1))
    let cidr = try #require(vpc.body.attribute("cidr_block"))
    #expect(file.source.position(of: cidr.range).line == 3 && file.source.position(of: cidr.range).column == 3)
    #expect(file.source.text(cidr.range) == "cidr_block = \"10.0.0.0/16\"")
    #expect(file.source.text(vpc.headerRange) == "resource \"aws_vpc\" this")
    #expect(file.body.blocks.map(\.type) == ["resource", "locals", "empty"])
    #expect(file.comments.map { file.source.text($0.range) } == ["# first", "// trailing", "/* two\nlines */"])
    #expect(file.comments.map(\.isTrailing) == [false, true, false])
  }

  @Test func columnsCountScalarsAndLinesEndInEitherWay() throws {
    let file = parse("\u{FEFF}a = \"\u{1F600}\u{e9}\" # x\r\nb = 2\r\n")
    #expect(file.diagnostics.isEmpty)
    #expect(file.source.position(of: file.body.attributes[0].range) == SourcePosition(offset: 3, line: 1, column: 1))
    #expect(file.source.position(of: file.comments[0].range).column == 10)
    #expect(file.source.text(file.comments[0].range) == "# x")
    #expect(file.source.position(of: file.body.attributes[1].range).line == 2)
  }

  @Test(
    arguments: [
      ("a = [1, 2\nb = 3\n", "2:1"), ("a = \"x\nb = 3\n", "1:7"), ("a = 'x'\nb = 3\n", "1:5"),
      ("a = )\nb = 3\n", "1:5"),
      ("a b c\nb = 3\n", "1:6"), ("a { x = }\nb = 3\n", "1:9"), ("a { x = [ }\nb = 3\n", "1:11"),
      ("= 1\nb = 3\n", "1:1"), ("a = 1\na = 2\nb = 3\n", "2:1"),
      ("a = \"\\q\"\nb = 3\n", "1:6"), ("}\nb = 3\n", "1:1"), ("a = f(1\n}\nb = 3\n", "2:1"),
      ("a \"${x}\" {}\nb = 3\n", "1:4"),
    ])
  func oneBrokenItemLeavesTheOthers(text: String, place: String) throws {
    let file = parse(text + "c { d = 4 }\n")
    let diagnostic = try #require(file.diagnostics.first)
    #expect("\(diagnostic.position.line):\(diagnostic.position.column)" == place, "\(diagnostic)")
    #expect(file.body.blocks.contains { $0.type == "c" && $0.body.attribute("d") != nil })
    if !text.contains("[1, 2") { #expect(file.body.attribute("b") != nil) }
  }

  @Test func missingBraceLosesOnlyItsBlock() throws {
    let file = parse("resource \"a\" \"b\" {\n  x {\n  y = 1\n}\n\nresource \"c\" \"d\" {\n  z = 2\n}\n")
    #expect(file.body.blocks.map { $0.label(0) } == ["a", "c"])
    #expect(file.diagnostics.first?.position.line == 1)
    let string = parse("resource \"a\" \"b\" {\n  x = \"${y\"\n}\n\nresource \"c\" \"d\" {\n  z = 2\n}\n")
    #expect(string.body.blocks.contains { $0.label(0) == "c" })
  }

  @Test func limitsAndEncodings() {
    #expect(parse("a = 1\n", limits: ParseLimits(maxBytes: 3)).diagnostics.count == 1)
    let invalid = HCLFile(native: Array("a = 1\nb = \"".utf8) + [0xFF, 0x22], name: "x.tf")
    #expect(invalid.diagnostics.map(\.description) == ["x.tf:2:6: the file is not UTF-8"])
    #expect(parse(String(repeating: "a {\n", count: 100_000)).diagnostics.count <= 100)
    let many = parse((0..<50_000).map { "a\($0) = 1\n" }.joined())
    #expect(many.body.attributes.count == 50_000)
    #expect(parse(String(repeating: "]\n", count: 10_000)).diagnostics.count == 100)
    #expect(parse("").diagnostics.isEmpty)
  }
}
