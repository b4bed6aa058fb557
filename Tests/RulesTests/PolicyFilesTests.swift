import Diagnostics
import Documents
import PCICheckKit
import Policies
import TestSupport
import Testing
import Values

/// The policies in the binary and on the disk.
@Suite struct PolicyFilesTests {
  private static let folder = Project.path("policies")
  private static let kinds = ["rules", "views", "defaults", "categories", "catalog", "profiles"]

  private static func read(_ path: String) throws -> (arena: ValueArena, root: NodeID) {
    var builder = ValueArenaBuilder()
    let roots = try YAMLReader.read(InputDocument(name: path, bytes: try Project.bytes(path)), into: &builder)
    return (builder.build(), try #require(roots.first))
  }

  @Test func theBinaryHoldsEveryPolicyFileAsItIs() throws {
    let store = PolicyStore.embedded
    var seen: Set<String> = []
    for entry in store.entries where entry.path.hasSuffix(".yaml") {
      seen.insert(entry.path)
      let (arena, root) = try Self.read("\(Self.folder)/\(entry.path)")
      #expect(entry.body.text == arena.json(root, leavingOut: "examples"), "\(entry.path)")
      #expect(entry.examples == arena.member(root, "examples").map { arena.json($0) }, "\(entry.path)")
    }
    let files = Project.filesBelow(Self.folder, ending: ".yaml").map { String($0.dropFirst(Self.folder.count + 1)) }
    #expect(seen == Set(files))
  }

  @Test func theBinaryHoldsEveryLineOfTheProvidersSchemas() throws {
    let store = PolicyStore.embedded
    for path in Project.filesBelow(Self.folder, ending: ".jsonl") {
      let lines = try Project.bytes(path).split(separator: 0x0A).map { Array($0) }
      #expect(!lines.isEmpty)
      for line in lines {
        let record = try JSONTree(line)
        let name = (record["mode"]?.string == "data" ? "data." : "") + (record["type"]?.string ?? "")
        let body = try #require(store.line(kind: "schema", name: name), "\(path): \(name)")
        #expect(body.text == line, "\(path): \(name)")
        try Self.expectPacked(body)
      }
    }
  }

  @Test func whatIsPackedIsWhatTheTextSays() throws {
    for entry in PolicyStore.embedded.entries { try Self.expectPacked(entry.body) }
  }

  /// The arena that needs no parsing is the one that parsing the text gives, node by node.
  private static func expectPacked(_ body: PolicyStore.Body) throws {
    var builder = ValueArenaBuilder()
    let root = try JSONReader.read(InputDocument(name: "policy", bytes: body.text), into: &builder)
    let parsed = builder.build()
    let packed = body.arena
    #expect(packed.json(packed.lastNode) == body.text)
    #expect(packed.lastNode == root && packed.nodes.count == parsed.nodes.count)
    for index in 0..<UInt32(parsed.nodes.count) {
      let (one, other) = (packed[NodeID(index)], parsed[NodeID(index)])
      guard one.kind == other.kind, one.key == other.key, one.flags == other.flags,
        one.kind == .string
          ? packed.utf8(NodeID(index)) == parsed.utf8(NodeID(index)) : one.low == other.low && one.high == other.high,
        packed.keyName(NodeID(index)) == parsed.keyName(NodeID(index)),
        packed.keyName(NodeID(index)).map({ packed.strings.key($0) == one.key }) ?? true
      else {
        Issue.record("node \(index) of \(String(decoding: body.text.prefix(80), as: UTF8.self))")
        return
      }
    }
  }

  @Test func filesAreFoundByTheTypesThatTheyName() {
    let store = PolicyStore.embedded
    #expect(store.entries(ofKind: "nothing").isEmpty)
    for types in [["aws_vpc"], ["aws_s3_bucket", "@network", "nothing"], ["aws_vp", "zzz", ""], ["@data-store"]] {
      let selection = PolicyStore.TypeSelection(Set(types))
      for entry in store.entries {
        #expect(entry.isAbout(selection) == !Set(entry.types).isDisjoint(with: types), "\(entry.path)")
      }
    }
  }

  @Test func aLineThatThereIsNotIsNotFound() {
    for name in ["", "aws", "aws_vp", "aws_vpcs", "data.", "zzz", "aws_vpc\t1"] {
      #expect(PolicyStore.embedded.line(kind: "schema", name: name) == nil, "\(name)")
    }
  }

  @Test(arguments: [
    ("rules", "rule"), ("views", "view"), ("defaults", "defaults"), ("categories", "category"), ("catalog", "catalog"),
    ("profiles", "profile"),
  ])
  func everyFileFitsItsSchema(_ kind: String, _ schemaName: String) throws {
    let schema = JSONSchema(try JSONTree(try Project.bytes("\(Self.folder)/schema/\(schemaName).schema.json")))
    let files = Project.filesBelow("\(Self.folder)/\(kind)", ending: ".yaml")
    #expect(!files.isEmpty)
    for path in files {
      let (arena, root) = try Self.read(path)
      let problems = schema.problems(arena.tree(root))
      #expect(problems.isEmpty, "\(path): \(problems.joined(separator: "; "))")
    }
  }

  @Test func idsOfRulesAreTheNamesOfTheirFilesAndUnique() throws {
    let names = Project.filesBelow("\(Self.folder)/rules", ending: ".yaml").map {
      String(($0.split(separator: "/").last ?? "").dropLast(5))
    }
    #expect(Set(names).count == names.count)
  }

  @Test func everyRequirementOfARuleIsInItsCatalogue() throws {
    var known: [String: Set<String>] = [:]
    for version in ["4.0.1", "3.2.1"] {
      let (arena, root) = try Self.read("\(Self.folder)/catalog/pci-dss-\(version).yaml")
      known[version] = Set(arena.children(root, of: "requirements").compactMap { arena.string($0, "id") })
    }
    for path in Project.filesBelow("\(Self.folder)/rules", ending: ".yaml") {
      let (arena, root) = try Self.read(path)
      for link in arena.children(root, of: "requirements") {
        let version = arena.string(link, "version") ?? ""
        let id = arena.string(link, "id") ?? ""
        #expect(known[version]?.contains(id) == true, "\(path): \(version) \(id)")
      }
    }
  }

  @Test func everyFolderOfPoliciesIsOfAKnownKind() {
    let folders = Set(
      Project.filesBelow(Self.folder, ending: ".yaml").map {
        String($0.dropFirst(Self.folder.count + 1).prefix { $0 != "/" })
      })
    #expect(folders.isSubset(of: Set(Self.kinds + ["mappings", "schema"])))
  }
}

/// Every example of every rule, judged as a run judges a plan.
@Suite struct RuleTests {
  @Test func everyExampleOfEveryRuleHasTheVerdictThatItSays() throws {
    let result = try ExampleRunner(policies: try PCICheck.Policies()).run()
    #expect(result.isPassed, "\(result.text)")
    #expect(result.passed > 500)
  }
}
