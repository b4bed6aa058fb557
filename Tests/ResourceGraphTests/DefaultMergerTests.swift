import ResourceGraph
import TestSupport
import Testing
import Values

/// Defaults stand where nobody set an argument, and nowhere else.
@Suite struct DefaultMergerTests {
  private func graph(_ build: (inout ValueArenaBuilder) -> Void, _ defaults: (String, ProviderDefault.Scalar)...)
    -> ResourceGraph
  {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder())
    let mark = builder.values.mark
    build(&builder.values)
    builder.values.closeContainer(.map, since: mark, flags: .record)
    builder.add(
      Resource(
        address: "t.a", type: "t", name: "a", mode: .managed, values: builder.values.finishRoot(),
        origin: ResourceOrigin(document: 0)))
    builder.add(DocumentSummary(name: "x", sha256: "", kind: .terraformPlan))
    let entries = defaults.map { path, value in
      ProviderDefault(
        type: "t", path: path.split(separator: ".").map(String.init), value: value, source: "https://example.com",
        because: "so")
    }
    return builder.takeGraph(defaults: ["t": entries])
  }

  @Test func absentNullAndNotConfiguredTakeTheDefault() {
    let graph = graph(
      { values in
        values.push(.null, key: values.key("isNull"))
        values.push(.unknown(values.reason(UnknownReason(.notConfigured, "x"))), key: values.key("unset"))
      }, ("isNull", .bool(true)), ("unset", .int(7)), ("missing", .string("x")))
    #expect(graph.value("t.a", "isNull")?.boolValue == true)
    #expect(graph.value("t.a", "unset")?.intValue == 7)
    #expect(graph.value("t.a", "missing")?.kind == .string)
    #expect(graph.assumedDefaults.count == 3)
    #expect(graph.value("t.a", "missing")?.flags.contains(.assumed) == true)
  }

  @Test func whatIsSetOrDerivedOrNotVisibleStays() {
    let graph = graph(
      { values in
        values.push(.bool(false), key: values.key("set"))
        values.push(.unknown(values.reason(UnknownReason(.derived, "x"))), key: values.key("derived"))
        values.push(.unknown(values.reason(UnknownReason(.notVisible, "x"))), key: values.key("hidden"))
      }, ("set", .bool(true)), ("derived", .bool(true)), ("hidden", .bool(true)))
    #expect(graph.value("t.a", "set")?.boolValue == false)
    #expect(graph.value("t.a", "derived")?.kind == .unknown)
    #expect(graph.value("t.a", "hidden")?.kind == .unknown)
    #expect(graph.assumedDefaults.isEmpty)
  }

  @Test func defaultsInBlocksApplyToEachBlockThatIsThere() {
    let graph = graph(
      { values in
        let outer = values.mark
        for set in [true, false] {
          let mark = values.mark
          if set { values.push(.int(1), key: values.key("x")) }
          values.closeContainer(.map, since: mark)
        }
        values.closeContainer(.list, since: outer, key: values.key("b"))
      }, ("b.x", .int(9)), ("absent.x", .int(9)))
    #expect(graph.value("t.a", "b", "0", "x")?.intValue == 1)
    #expect(graph.value("t.a", "b", "1", "x")?.intValue == 9)
    #expect(graph.value("t.a", "absent") == nil)
  }

  /// Many resources are merged on several threads; each has to come out as it does alone.
  @Test func manyResourcesAreMergedAsOneIs() throws {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder())
    builder.add(DocumentSummary(name: "x", sha256: "", kind: .terraformPlan))
    for number in 0..<5_000 {
      let mark = builder.values.mark
      builder.values.push(.int(Int64(number)), key: builder.values.key("number"))
      if number % 2 == 0 { builder.values.push(.int(-1), key: builder.values.key("even")) }
      let reason = UnknownReason(number % 3 == 0 ? .notConfigured : .derived, "\(number % 7)")
      builder.values.push(.unknown(builder.values.reason(reason)), key: builder.values.key("third"))
      let block = builder.values.mark
      builder.values.push(.unknown(builder.values.reason(reason)), key: builder.values.key("same"))
      builder.values.closeContainer(.map, since: block, key: builder.values.key("block"))
      builder.values.closeContainer(.map, since: mark, flags: .record)
      builder.add(
        Resource(
          address: "t.a\(number)", type: number % 5 == 0 ? "u" : "t", name: "a\(number)", mode: .managed,
          values: builder.values.finishRoot(), origin: ResourceOrigin(document: 0)))
    }
    let defaults = ["even", "third", "block.inner", "block.same"].enumerated().map { number, path in
      ProviderDefault(
        type: "t", path: path.split(separator: ".").map(String.init), value: .int(100 + Int64(number)),
        source: "https://example.com", because: "so")
    }
    let graph = builder.takeGraph(defaults: ["t": defaults])
    for number in 0..<5_000 {
      let (name, has) = ("t.a\(number)", number % 5 != 0)
      #expect(graph.value(name, "number")?.intValue == Int64(number))
      #expect(graph.value(name, "even")?.intValue == (number % 2 == 0 ? -1 : has ? 100 : nil))
      #expect(graph.value(name, "block", "inner")?.intValue == (has ? 102 : nil))
      let id = try #require(graph.resource(named: name))
      for (path, expected) in [(["third"], 101), (["block", "same"], 103)] {
        let node = try #require(
          path.reduce(Optional(graph[id].values)) { at, step in at.flatMap { graph.arena.member($0, step) } })
        if has && number % 3 == 0 {
          #expect(graph.arena[node].intValue == Int64(expected))
          #expect(graph.assumedDefaults[node]?.value == .int(Int64(expected)))
        } else {
          #expect(graph.arena[graph.arena[node].unknownReason].detail == "\(number % 7)")
          #expect(!graph.assumedDefaults.contains(node))
        }
      }
    }
  }
}

@Suite struct ManifestGraphTests {
  private static let two = """
    apiVersion: v1
    kind: Pod
    metadata: {name: a}
    ---
    apiVersion: v1
    kind: List
    items:
      - {apiVersion: v1, kind: Namespace, metadata: {name: payments}}
      - {apiVersion: apps/v1, kind: Deployment, metadata: {name: api, namespace: payments}}
    ---
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: s, namespace: payments}
    data: {key: dmFsdWU=}
    stringData: {other: value}
    """

  @Test func addressesHaveTheKindTheNamespaceAndTheName() throws {
    let graph = try Graphs.manifests(Self.two)
    #expect(
      graph.resources.map(\.address) == [
        "Pod/default/a", "Namespace/payments", "Deployment/payments/api", "Secret/payments/s",
      ])
    #expect(graph.resources.map(\.namespace) == ["default", nil, "payments", "payments"])
  }

  @Test func resourcesKnowTheirLine() throws {
    let graph = try Graphs.manifests(Self.two)
    #expect(graph.resources.map { $0.origin.position?.line } == [1, 8, 9, 12])
  }

  @Test func whatASecretHoldsIsSensitive() throws {
    let graph = try Graphs.manifests(Self.two)
    #expect(graph.value("Secret/payments/s", "data", "key")?.flags.contains(.sensitive) == true)
    #expect(graph.value("Secret/payments/s", "stringData", "other")?.flags.contains(.sensitive) == true)
  }

  @Test func objectsWithoutNameKindOrItemsAreRefused() {
    for text in [
      "apiVersion: v1\nkind: Pod\n", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\nfoo: bar\n",
      "apiVersion: v1\nkind: List\nitems:\n", "apiVersion: v1\nkind: List\nitems: [1]\n",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: 1}\n",
    ] {
      #expect(throws: (any Error).self, "\(text)") { try Graphs.manifests(text) }
    }
  }

  @Test func resourcesOfANamespaceAreFoundTogether() throws {
    let graph = try Graphs.manifests(Self.two)
    let spec = RelationSpec(types: ["Secret", "Pod"], direction: .sameNamespace)
    var identities = IdentityIndexes()
    let index = RelationIndex(spec, subjects: ["Deployment"], in: graph, identities: &identities)
    let id = try #require(graph.resource(named: "Deployment/payments/api"))
    #expect(index.elements(of: id).map { $0.resource.map { graph[$0].address } } == ["Secret/payments/s"])
  }
}

@Suite struct ValueArenaTests {
  @Test func keysAreFoundHoweverManyThereAre() throws {
    var builder = ValueArenaBuilder()
    let mark = builder.mark
    for index in 0..<2_000 { builder.push(.int(Int64(index)), key: builder.key("key\(index)")) }
    builder.closeContainer(.map, since: mark)
    let root = builder.finishRoot()
    let arena = builder.build()
    #expect(arena.member(root, "key0").flatMap { arena.int($0) } == 0)
    #expect(arena.member(root, "key1999").flatMap { arena.int($0) } == 1_999)
    #expect(arena.member(root, "key2000") == nil)
    #expect(arena.strings.keyCount == 2_000)
  }

  @Test func equalShortTextsAreStoredOnce() {
    var builder = ValueArenaBuilder()
    let first = builder.stringNode("same")
    let second = builder.stringNode("same")
    #expect(first.low == second.low && first.high == second.high)
    let long = String(repeating: "x", count: 200)
    let stored = builder.stringNode(long)
    let empty = builder.stringNode("")
    #expect(builder.text(of: stored) == long && builder.text(of: empty).isEmpty)
  }

  @Test func extremesOfNumbersSurvive() {
    for value in [Int64.min, -1, 0, 1, .max] { #expect(ValueNode.int(value).intValue == value) }
    for value in [0.1, -0.0, .infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude] {
      #expect(ValueNode.double(value).doubleValue == value)
    }
    #expect(ValueNode.double(.nan).doubleValue.isNaN)
  }

  @Test func linksLeadToTheirTarget() {
    var builder = ValueArenaBuilder()
    builder.push(.bool(true))
    let target = builder.finishRoot()
    builder.push(.link(to: target))
    let link = builder.finishRoot()
    let reason = builder.reason(UnknownReason(.unresolvedReference, "why"))
    builder.push(.link(to: target, doubt: reason))
    let doubtful = builder.finishRoot()
    let arena = builder.build()
    #expect(arena.resolved(link) == target)
    #expect(arena[link].linkDoubt == nil)
    #expect(arena[doubtful].linkDoubt == reason)
  }

  @Test func extendingAnArenaLeavesItsIdsAlone() {
    var builder = ValueArenaBuilder()
    builder.push(builder.stringNode("before"))
    let id = builder.finishRoot()
    let arena = builder.build()
    var more = ValueArenaBuilder(extending: arena)
    more.push(more.stringNode("after"))
    let other = more.finishRoot()
    let extended = more.build()
    #expect(extended.string(id) == "before" && extended.string(other) == "after")
  }
}
