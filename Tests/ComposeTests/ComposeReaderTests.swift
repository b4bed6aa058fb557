import Compose
import Diagnostics
import Documents
import ResourceGraph
import TestSupport
import Testing
import Values

@Suite struct ComposeReaderTests {
  private func read(_ text: String) throws -> (graph: ResourceGraph, problems: [Diagnostic]) {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder(recordsPositions: true))
    let document = InputDocument(name: "compose.yaml", bytes: Array(text.utf8))
    let roots = try YAMLReader.read(document, schema: .compose, into: &builder.values)
    #expect(ComposeReader.isCompose(roots[0], in: builder.values.arena))
    let problems = ComposeReader.read(roots[0], document: document, into: &builder)
    return (builder.takeGraph(), problems)
  }

  private func service(_ text: String) throws -> JSONTree {
    let (graph, problems) = try read("services:\n  a:\n    \(text)\n")
    #expect(problems.isEmpty)
    return graph.arena.tree(try #require(graph.resources.first).values)
  }

  private func means(_ text: String, _ json: String) throws -> Bool { try service(text).means(try JSONTree(json)) }

  @Test func shortPortsAreWrittenOut() throws {
    #expect(try means("ports: ['80']", #"{"ports":[{"target":"80","protocol":"tcp"}]}"#))
    #expect(
      try means("ports: ['8080:80/udp']", #"{"ports":[{"target":"80","published":"8080","protocol":"udp"}]}"#))
    #expect(
      try means(
        "ports: ['127.0.0.1:5432:5432']",
        #"{"ports":[{"target":"5432","published":"5432","host_ip":"127.0.0.1","protocol":"tcp"}]}"#))
    #expect(
      try means(
        "ports: ['[::1]:5432:5432']",
        #"{"ports":[{"target":"5432","published":"5432","host_ip":"::1","protocol":"tcp"}]}"#))
    #expect(try means("ports: [{target: 80, published: 8080}]", #"{"ports":[{"target":80,"published":8080}]}"#))
  }

  @Test func shortVolumesAreWrittenOut() throws {
    #expect(
      try means(
        "volumes: ['/var/run/docker.sock:/s:ro']",
        #"{"volumes":[{"type":"bind","source":"/var/run/docker.sock","target":"/s","read_only":true}]}"#))
    #expect(try means("volumes: ['data:/d']", #"{"volumes":[{"type":"volume","source":"data","target":"/d"}]}"#))
    #expect(try means("volumes: ['/d']", #"{"volumes":[{"type":"volume","target":"/d"}]}"#))
  }

  @Test func environmentsAreListsOfNamesAndValues() throws {
    let expected = #"{"environment":[{"name":"A","value":"1"},{"name":"B"}]}"#
    #expect(try means("environment: {A: 1, B: }", expected))
    #expect(try means("environment: ['A=1', B]", expected))
    #expect(
      try means("environment: ['A=${B:-c}']", #"{"environment":[{"name":"A","value":"${B:-c}"}]}"#))
  }

  @Test func whatTheEnvironmentHasIsUnknown() throws {
    let (graph, _) = try read(
      "services: {a: {privileged: '${P}', image: 'x:${V:-1}', user: $U, pid: a$$b, tty: '${T:-true}'}}")
    let root = try #require(graph.resources.first).values
    func node(_ name: String) -> ValueNode? { graph.arena.member(root, name).map { graph.arena[$0] } }
    #expect(node("privileged")?.kind == .unknown && node("user")?.kind == .unknown)
    #expect(graph.arena.string(root, "image") == "x:1")
    #expect(graph.arena.string(root, "pid") == "a$b")
    #expect(graph.arena.bool(root, "tty") == true)
  }

  @Test func aServiceTakesFromTheOneThatItExtends() throws {
    let text = """
      services:
        base: {image: base, cap_add: [A], privileged: true}
        a: {extends: {service: base}, image: own, cap_add: [B]}
        b: {extends: {service: base, file: other.yaml}, image: own}
      """
    let (graph, _) = try read(text)
    let a = try #require(graph.resource(named: "ComposeService/a")).index
    let tree = graph.arena.tree(graph.resources[Int(a)].values)
    #expect(tree.means(try JSONTree(#"{"image":"own","cap_add":["A","B"],"privileged":true}"#)))
    let b = graph.resources[Int(try #require(graph.resource(named: "ComposeService/b")).index)].values
    #expect(graph.arena.member(b, "privileged").map { graph.arena[$0].kind } == .unknown)
    #expect(graph.arena.string(b, "image") == "own")
  }

  @Test func everySectionIsReadAndABadEntryIsNamed() throws {
    let text = "services: {a: {image: x}, b: 1}\nnetworks: {n: }\nvolumes: {v: {}}\nsecrets: {s: {file: s.txt}}\n"
    let (graph, problems) = try read(text)
    let expected = ["ComposeService/a", "ComposeNetwork/n", "ComposeVolume/v", "ComposeSecret/s"]
    #expect(graph.resources.map(\.address) == expected)
    #expect(problems.count == 1 && problems[0].message.contains("`b`") && problems[0].location?.line == 1)
  }

  @Test func aServiceThatExtendsItselfIsRead() throws {
    let (graph, _) = try read("services: {a: {extends: b}, b: {extends: a}}")
    #expect(graph.resources.count == 2)
  }
}
