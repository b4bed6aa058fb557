import ResourceGraph
import Testing

import struct TerraformConfiguration.AddressScanner

@testable import TerraformPlan

@Suite struct ModuleAddressTests {
  @Test(arguments: [
    "", "module.a", "module.a.module.b", "module.a[0].module.b", #"module.a["x"]"#, #"module.a["x.y"].module.b["[0]"]"#,
    #"module.a["a[\"b\"]"].module.c"#, #"module.a["back\\slash"]"#, #"module.a["$${not}.%%{it}"]"#,
    #"module.a["tab\tnew\nline"]"#,
    #"module.a["\u001b\u200b"]"#, #"module.a["é ü"]"#, #"module.a[""]"#, #"module.a["]"]"#, "module.a[-1]",
    #"module.a["\U0001f600"]"#,
  ])
  func addressesAreWrittenAsTheyWereRead(_ text: String) throws {
    let address = try #require(ModuleAddress(text))
    #expect(address.text == text)
  }

  @Test func keysAreReadAsTheConfigurationMeansThem() throws {
    let keys: [(text: String, key: String)] = [
      (#"module.a["a[\"b\"]"]"#, #"a["b"]"#), (#"module.a["back\\slash"]"#, #"back\slash"#),
      (#"module.a["$${x}%%{y}"]"#, "${x}%{y}"),
      (#"module.a["$$x"]"#, "$$x"), (#"module.a["\u00e9"]"#, "\u{e9}"), (#"module.a["a\nb"]"#, "a\nb"),
    ]
    for (text, key) in keys { #expect(try #require(ModuleAddress(text)).steps.last?.key == .key(key), "\(text)") }
    #expect(ModuleAddress("module.a[12]")?.steps.last?.key == .index(12))
  }

  @Test(arguments: [
    "x", "module", "module.", "module.a.", "module.a.b", #"module.a["x]"#, "module.a[x]", "aws_x.a", "module.a[0]b",
  ])
  func whatIsNoModuleAddressIsNone(_ text: String) { #expect(ModuleAddress(text) == nil) }

  @Test func theConfigurationKnowsNoInstances() throws {
    #expect(try #require(ModuleAddress(#"module.a[0].module.b["x"]"#)).configurationPath == "a.b")
    #expect(try #require(ModuleAddress("module.a.module.b")).parent == ModuleAddress("module.a"))
    #expect(ModuleAddress.root.parent == nil)
  }

  @Test func namesAreReadOverKeys() {
    var scanner = AddressScanner(#"aws_x.a["k.l"].b[0].c"#)
    #expect(scanner.name() == "aws_x")
    #expect(scanner.remainingNames() == ["a", "b", "c"])
  }
}
