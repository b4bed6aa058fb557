import TerraformConfiguration
import Testing

@Suite struct ReadingTests {
  @Test func aSnapshotIsReadByItsManifest() throws {
    let storage = SnapshotStorage(entries: [
      "tfplan": [0],
      "tfconfig/modules.json": Array(
        #"[{"Key": "", "Dir": "."}, {"Key": "a", "Source": "x/y/z", "Dir": "mods/net"}, {"Key": "a.b", "Dir": "mods/net/b"}]"#
          .utf8),
      "tfconfig/m-/main.tf": Array("module \"a\" { source = \"x/y/z\" }\n".utf8),
      "tfconfig/m-a/main.tf": Array("module \"b\" { source = \"./b\" }\nresource \"aws_vpc\" \"v\" {}\n".utf8),
      "tfconfig/m-a.b/main.tf.json": Array(#"{"resource": {"aws_vpc": {"w": {"tags": {"a": "${1 + 1}"}}}}}"#.utf8),
      "tfconfig/m-a.b/notes.txt": [0xFF], "tfconfig/../../etc/x.tf": [1], "/tfconfig/m-/y.tf": [2],
    ])
    let configuration = Configuration(storage)
    #expect(configuration.diagnostics.isEmpty, "\(configuration.diagnostics)")
    #expect(configuration.modules.keys.sorted { $0.count < $1.count } == [[], ["a"], ["a", "b"]])
    let inner = try #require(InstanceAddress("module.a.module.b.aws_vpc.w")).resource
    #expect(
      configuration.trailText(to: inner, path: [.name("tags"), .name("a")])
        == "main.tf:1 -> mods/net/main.tf:1 -> mods/net/b/main.tf.json:1")
    #expect(configuration.location(of: inner, path: [.name("tags"), .name("a")])?.column == 42)
  }

  @Test func brokenManifestsAndRecursionAreTold() {
    let broken = Configuration(
      SnapshotStorage(entries: ["tfconfig/modules.json": Array("[{".utf8), "tfconfig/m-/a.tf": []]))
    #expect(broken.diagnostics.map(\.message) == ["modules.json is not a list of modules"])
    #expect(Configuration(SnapshotStorage(entries: [:])).diagnostics.count == 1)
    let recursive = Configuration(MemoryStorage(texts: ["main.tf": "module \"m\" { source = \"./\" }\n"]))
    #expect(recursive.diagnostics.map(\.message) == ["module m calls itself, so it is not followed"])
    let roundabout = Configuration(
      MemoryStorage(texts: [
        "main.tf": "module \"a\" { source = \"./x\" }\nmodule \"b\" { source = \"./x\" }\n",
        "x/main.tf": "module \"c\" { source = \"../\" }\nmodule \"d\" { source = \"./y\" }\n", "x/y/main.tf": "",
      ]))
    #expect(
      roundabout.diagnostics.map(\.message) == [
        "module a.c calls itself, so it is not followed", "module b.c calls itself, so it is not followed",
      ])
    #expect(roundabout.modules.count == 5)
    let nested = (0...40).map { depth in
      (String(repeating: "d/", count: depth) + "main.tf", "module \"m\" { source = \"./d\" }\n")
    }
    let deep = Configuration(MemoryStorage(texts: Dictionary(uniqueKeysWithValues: nested)))
    #expect(deep.diagnostics.map(\.message) == ["too many modules; this one is not read"])
    #expect(Configuration(DirectoryStorage(root: "/nonexistent")).diagnostics.count == 1)
  }

  @Test func overridesReplaceArguments() throws {
    let configuration = Configuration(
      MemoryStorage(texts: [
        "main.tf": "resource \"aws_vpc\" \"v\" {\n  a = 1\n  b = 2\n}\nlocals { l = 1 }\n",
        "x_override.tf": "resource \"aws_vpc\" \"v\" {\n  b = 3\n}\nlocals { l = 2 }\n",
        "ignored.tf~": "{", ".hidden.tf": "{",
      ]))
    #expect(configuration.diagnostics.isEmpty)
    let vpc = try #require(InstanceAddress("aws_vpc.v")).resource
    #expect(configuration.location(of: vpc, path: [.name("a")])?.description == "main.tf:2:3")
    #expect(configuration.location(of: vpc, path: [.name("b")])?.description == "x_override.tf:2:3")
    #expect(configuration.modules[[]]?.declarations.locals["l"]?.file == 1)
  }

  @Test func suppressionsFindTheirBlocks() throws {
    let text = """
      # pcicheck:ignore RULE-1 reason="known, accepted" until=2027-03-31
      # another comment
      resource "aws_vpc" "above" {
        cidr = 1
      }

      # pcicheck:ignore RULE-2

      data "aws_vpc" "inside" {
        x = 1 // pcicheck:ignore RULE-3, RULE-4 reason=short
      }
      module "m" { /* pcicheck:ignore RULE-5 until=2020-01-01 */
        source = "./m"
      }
      # pcicheck: ignored
      """
    let configuration = Configuration(MemoryStorage(texts: ["main.tf": text, "m/main.tf": ""]))
    let found = try #require(configuration.modules[[]]).declarations.suppressions
    #expect(found.map(\.rules) == [["RULE-1"], ["RULE-2"], ["RULE-3", "RULE-4"], ["RULE-5"]])
    #expect(found.map(\.target) == ["aws_vpc.above", nil, "data.aws_vpc.inside", "module.m"])
    #expect(found.map(\.reason) == ["known, accepted", nil, "short", nil])
    #expect(found.map(\.until) == ["2027-03-31", nil, nil, "2020-01-01"])
    #expect(found.map(\.location.line) == [1, 7, 10, 12])
  }

  @Test(
    arguments: [
      "aws_vpc.a", "data.aws_ami.b[0]", "module.a[\"x.y\"].module.b[2].aws_subnet.s[\"k\\\"q]\\n$${z}\"]",
      "module.a.aws_x.y",
    ])
  func addressesRoundTrip(text: String) { #expect(InstanceAddress(text).map { "\($0)" } == text) }

  @Test(arguments: [
    "", "aws_vpc", "module.a", "aws_vpc.a[", "aws_vpc.a[x]", "module..aws_vpc.a", "aws_vpc.a.b", "aws_vpc.a[\"x]",
  ])
  func otherTextsAreNoAddresses(text: String) { #expect(InstanceAddress(text) == nil) }
}
