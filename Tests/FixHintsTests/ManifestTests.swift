import TestSupport
import Testing

/// Hints for manifests and Compose files name what fails, down to the container, and leak nothing.
@Suite struct ManifestTests {
  private func texts(_ rule: String, _ yaml: String) throws -> [String: String] {
    let scratch = try TemporaryFolder()
    let report = try Graphs.report([try scratch.write("input.yaml", Array(yaml.utf8))], rules: [rule])
    var texts: [String: String] = [:]
    for observation in report["observations"]?.elements ?? [] where observation["verdict"]?.string == "fail" {
      texts[observation["address"]?.string ?? ""] = observation["fix"]?["changes"]?[0]?["text"]?.string ?? "none"
    }
    return texts
  }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: shop, namespace: cde}
    spec:
      securityContext: {runAsNonRoot: true}
      initContainers:
        - {name: migrate, image: "r/m:1", securityContext: {capabilities: {add: [SYS_ADMIN]}}}
      containers:
        - {name: api, image: "r/a:1", securityContext: {capabilities: {drop: [ALL]}}}
        - {name: tool, image: "r/t:1", securityContext: {runAsNonRoot: false, runAsUser: 0}}

    """

  @Test func theContainerThatFailsIsNamedInItsList() throws {
    let text = try texts("k8s-pod-no-sys-admin", Self.pod)["Pod/cde/shop"]
    #expect(
      text == """
        apiVersion: v1
        kind: Pod
        metadata:
          name: shop
          namespace: cde
        spec:
          initContainers:
            - name: migrate
              securityContext:
                capabilities:
                  drop: [ALL]
                  add: [] # what is needed, but for the dangerous ones

        """)
  }

  @Test func theContainerThatOverridesItsPodIsNamed() throws {
    let text = try #require(try texts("k8s-pod-run-as-non-root", Self.pod)["Pod/cde/shop"])
    #expect(text.contains("- name: tool\n      securityContext:\n        runAsNonRoot: true\n"), "\(text)")
  }

  @Test func theVariableIsNamedAndItsValueIsNot() throws {
    let text = try #require(
      try texts(
        "compose-no-literal-secret-env",
        "services: {api: {image: 'a:1', environment: {MODE: fast, DB_PASSWORD: hunter2-hunter2}}}\n")[
          "ComposeService/api"])
    #expect(text.contains("      DB_PASSWORD: ${DB_PASSWORD:?}"), "\(text)")
    #expect(!text.contains("hunter2"))
  }

  @Test func ofAlternativesTheOneIsTakenThatTheObjectSaysOtherwise() throws {
    let text = try texts("compose-no-host-namespaces", "services: {api: {image: 'a:1', uts: host}}\n")
    #expect(text["ComposeService/api"] == "services:\n  api:\n    uts: null # remove the line\n")
  }

  @Test(arguments: [("y", "\"y\""), ("3scale", "\"3scale\""), ("a.b-c", "a.b-c")])
  func namesThatYAMLTakesForSomethingElseAreQuoted(_ name: String, _ written: String) throws {
    let found = try texts("compose-not-privileged", "services: {\"\(name)\": {image: 'a:1', privileged: true}}\n")
    #expect(found["ComposeService/\(name)"] == "services:\n  \(written):\n    privileged: false\n")
  }

  @Test(arguments: ["a b", "a: {x: y}", "\\u202Ea", "4111111111111111 x", "\\n"])
  func namesThatAreNoNamesGiveNoHint(_ name: String) throws {
    let found = try texts("compose-not-privileged", "services: {\"\(name)\": {image: 'a:1', privileged: true}}\n")
    #expect(Array(found.values) == ["none"])
  }
}
