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

  @Test func objectsReferToOthersByNameAndByLabel() throws {
    let text = """
      apiVersion: v1
      kind: Service
      metadata: {name: api, namespace: shop}
      spec: {selector: {app: api, tier: back}}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api, namespace: shop}
      spec:
        template:
          metadata: {labels: {app: api, tier: back}}
          spec:
            serviceAccountName: app
            containers: [{name: api, env: [{name: P, valueFrom: {secretKeyRef: {name: db, key: p}}}]}]
            volumes: [{name: d, persistentVolumeClaim: {claimName: data}}, {name: c, configMap: {name: settings}}]
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: api, namespace: other}
      spec: {template: {metadata: {labels: {app: api, tier: back}}, spec: {serviceAccountName: app, containers: []}}}
      ---
      {apiVersion: v1, kind: ServiceAccount, metadata: {name: app, namespace: shop}}
      ---
      {apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}}
      ---
      {apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: data, namespace: shop}
      spec: {storageClassName: fast}
      ---
      {apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: app, namespace: shop}
      roleRef: {kind: Role, name: reader}
      subjects: [{kind: ServiceAccount, name: app}]
      ---
      {apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: reader, namespace: shop}}
      ---
      apiVersion: networking.k8s.io/v1
      kind: Ingress
      metadata: {name: web, namespace: shop}
      spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: api, port: {number: 80}}}}]}}]}
      ---
      apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: api, namespace: shop}
      spec: {podSelector: {matchLabels: {app: api}}}
      """
    let graph = try read(text).graph
    let edges = graph.edges().compactMap { edge in
      edge.to.map { "\(graph[edge.from].address) -> \(graph[$0].address)" }
    }
    let expected: Set = [
      "Service/shop/api -> Deployment/shop/api", "Deployment/shop/api -> ServiceAccount/shop/app",
      "Deployment/shop/api -> Secret/shop/db", "Deployment/shop/api -> PersistentVolumeClaim/shop/data",
      "Deployment/shop/api -> ConfigMap/shop/settings", "PersistentVolumeClaim/shop/data -> StorageClass/fast",
      "RoleBinding/shop/app -> Role/shop/reader", "RoleBinding/shop/app -> ServiceAccount/shop/app",
      "Ingress/shop/web -> Service/shop/api", "NetworkPolicy/shop/api -> Deployment/shop/api",
    ]
    #expect(Set(edges) == expected)
    #expect(edges.count == expected.count)
  }
}
