import Diagnostics
import Documents
import Kubernetes
import ResourceGraph
import TestSupport
import Testing
import Values

@Suite struct ManifestReaderTests {
  private func read(_ text: String) throws -> (graph: ResourceGraph, problems: [Diagnostic]) {
    var builder = ResourceGraphBuilder(values: ValueArenaBuilder(recordsPositions: true))
    let document = InputDocument(name: "in.yaml", bytes: Array(text.utf8))
    let stream = try YAMLReader.readEach(document, schema: .kubernetes, into: &builder.values)
    let problems = ManifestReader.read(stream.roots, document: document, into: &builder)
    return (builder.takeGraph(), stream.problems + problems)
  }

  private func addresses(_ text: String) throws -> [String] { try read(text).graph.resources.map(\.address) }

  @Test func objectsAreNamedByKindNamespaceAndName() throws {
    let text = """
      apiVersion: v1
      kind: Namespace
      metadata: {name: shop}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api, namespace: shop}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: api}
      """
    #expect(try addresses(text) == ["Namespace/shop", "Deployment/shop/api", "Service/default/api"])
  }

  @Test func aKindOfAnotherGroupIsAnotherThing() throws {
    let text = """
      apiVersion: serving.knative.dev/v1
      kind: Service
      metadata: {name: api, namespace: shop}
      ---
      apiVersion: security.istio.io/v1
      kind: PeerAuthentication
      metadata: {name: default, namespace: shop}
      ---
      apiVersion: extensions/v1beta1
      kind: Ingress
      metadata: {name: web, namespace: shop}
      """
    let found = try addresses(text)
    #expect(found[0] == "Service.serving.knative.dev/shop/api")
    #expect(found[1] == "PeerAuthentication.security.istio.io/shop/default")
    #expect(found[2] == "Ingress/shop/web")
  }

  @Test func configurationFilesOfTheClusterHaveNoName() throws {
    let text = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nreadOnlyPort: 0\n"
    #expect(try addresses(text) == ["KubeletConfiguration/config"])
  }

  @Test func itemsOfListsAreObjectsWithTheirOwnPlaces() throws {
    let text = """
      apiVersion: v1
      kind: List
      items:
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: a, namespace: shop}
        - apiVersion: v1
          kind: ConfigMap
          metadata: {namespace: shop}
        - apiVersion: v1
          kind: ConfigMap
          metadata: {name: c, namespace: shop}
      """
    let (graph, problems) = try read(text)
    #expect(graph.resources.map(\.address) == ["ConfigMap/shop/a", "ConfigMap/shop/c"])
    #expect(graph.resources.map { $0.origin.position?.line } == [4, 10])
    #expect(graph.resources.map { $0.origin.pointer } == ["/items/0", "/items/2"])
    #expect(problems.count == 1 && problems[0].location?.line == 7)
  }

  @Test func objectsOfOneNameAreToldApart() throws {
    let one = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: shop}\n"
    #expect(try addresses("\(one)---\n\(one)") == ["ConfigMap/shop/a", "ConfigMap/shop/a#2"])
  }

  @Test func aSecretThatIsNotBase64IsAnErrorWithItsPlaceAndTheRestIsRead() throws {
    let text = """
      apiVersion: v1
      kind: Secret
      metadata: {name: bad, namespace: shop}
      data:
        user: c2hvcA==
        password: "not base64!"
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: good, namespace: shop}
      data: {password: ZXhhbXBsZQ==}
      """
    let (graph, problems) = try read(text)
    #expect(graph.resources.map(\.address) == ["Secret/shop/good"])
    let problem = try #require(problems.first)
    #expect(problem.message.contains("`password`") && problem.message.contains("base64"))
    #expect(!problem.message.contains("not base64!"))
    #expect(problem.location == SourceLocation(file: "in.yaml", line: 6, column: 13))
  }

  @Test func whatASecretHoldsIsHidden() throws {
    let text = """
      apiVersion: v1
      kind: Secret
      metadata:
        name: db
        annotations:
          kubectl.kubernetes.io/last-applied-configuration: '{"stringData":{"password":"example"}}'
      stringData: {password: example}
      """
    let graph = try read(text).graph
    let root = try #require(graph.resources.first).values
    let value = try #require(graph.arena.member(root, at: "stringData", "password"))
    let notes = try #require(graph.arena.member(root, at: "metadata", "annotations"))
    #expect(graph.arena[value].flags.contains(.sensitive))
    #expect(graph.arena.children(notes).allSatisfy { graph.arena[$0].flags.contains(.sensitive) })
  }

  @Test func namesMustBeText() throws {
    let problems = try read("apiVersion: v1\nkind: Pod\nmetadata: {name: on}\n").problems
    #expect(problems.first?.message.contains("must be text") == true)
    #expect(problems.first?.location?.line == 3)
    #expect(try read("a: 1\n").problems.first?.message.contains("`apiVersion` and `kind`") == true)
  }
}
