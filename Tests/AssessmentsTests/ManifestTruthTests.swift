import Assessments
import Diagnostics
import PCICheckKit
import TestSupport
import Testing

/// What the READMEs of the manifests and Compose files say, worked out by hand, held against the rules.
@Suite struct ManifestTruthTests {
  private static func verdicts(_ paths: [String]) throws -> (PCICheck.Result, [String: [String: Verdict]]) {
    let (_, result) = try Graphs.assess(paths)
    var verdicts: [String: [String: Verdict]] = [:]
    for observation in result.assessment.observations {
      verdicts[observation.address, default: [:]][observation.rule] = observation.verdict
    }
    return (result, verdicts)
  }

  private static let faults: [String: [String]] = [
    "Namespace/payments": [
      "k8s-namespace-pod-security", "k8s-namespace-resource-quota", "k8s-netpol-default-deny-ingress",
      "k8s-netpol-default-deny-egress",
    ],
    "NetworkPolicy/payments/allow-everything": ["k8s-netpol-no-allow-all"],
    "Secret/payments/acquirer": ["k8s-secret-not-in-manifest"],
    "ConfigMap/payments/api": ["config-no-hardcoded-secrets"],
    "Deployment/payments/api": [
      "k8s-pod-no-host-network", "k8s-pod-no-host-pid", "k8s-pod-no-host-port", "k8s-pod-not-privileged",
      "k8s-pod-image-not-latest", "k8s-pod-no-literal-secret-env", "k8s-pod-no-secret-env", "k8s-pod-run-as-non-root",
      "k8s-no-default-serviceaccount", "k8s-pod-automount-token-off", "k8s-pod-resource-limits", "k8s-pod-no-sys-admin",
    ],
    "Service/payments/api": ["k8s-service-no-loadbalancer-public"],
    "Service/payments/ledger": ["k8s-service-no-nodeport", "k8s-service-no-external-ips"],
    "Ingress/payments/api": ["k8s-ingress-tls"],
    "StatefulSet/payments/ledger": [
      "k8s-pod-run-as-non-root", "k8s-pod-no-literal-secret-env", "k8s-netpol-covers-pod",
    ],
    "Pod/default/debug": [
      "k8s-no-default-namespace", "k8s-pod-no-host-ipc", "k8s-pod-no-host-path", "k8s-pod-no-docker-socket",
      "k8s-pod-image-not-latest",
    ],
    "CronJob/payments/settlement": ["k8s-netpol-covers-pod", "k8s-pod-no-privilege-escalation"],
    "DaemonSet/kube-system/agent": ["k8s-no-user-workload-in-kube-system"],
    "ClusterRoleBinding/agent": ["k8s-rbac-no-cluster-admin-binding"],
    "Role/payments/everything": ["k8s-rbac-no-wildcards"],
  ]

  @Test func theFaultsOfTheManifestsAreFound() throws {
    let (_, found) = try Self.verdicts([Project.fixture("kubernetes/payments-noncompliant")])
    for (address, rules) in Self.faults {
      for rule in rules { #expect(found[address]?[rule] == .fail, "\(address): \(rule)") }
    }
    #expect(found["CronJob/payments/settlement"]?["k8s-pod-run-as-non-root"] == .pass)
    #expect(found["DaemonSet/kube-system/agent"]?["k8s-pod-not-privileged"] != .pass)
  }

  @Test func whatIsRightFailsOnlyWhereADigestIsAskedFor() throws {
    let (_, found) = try Self.verdicts([Project.fixture("kubernetes/payments-compliant")])
    let failed = found.flatMap { address, rules in rules.filter { $0.value == .fail }.keys.map { "\($0) \(address)" } }
    #expect(failed.allSatisfy { $0.hasPrefix("k8s-pod-image-digest") }, "\(failed.sorted())")
  }

  @Test func theFaultsOfTheComposeFileAreFoundAndNothingElseFails() throws {
    let (_, right) = try Self.verdicts([Project.fixture("compose/shop-compliant")])
    let alarms = right.flatMap { address, rules in
      rules.filter { $0.value != .pass && $0.value != .notApplicable }.keys.map { "\($0) \(address)" }
    }
    #expect(alarms.isEmpty, "\(alarms.sorted())")
    let (_, wrong) = try Self.verdicts([Project.fixture("compose/shop-noncompliant")])
    let faults = [
      "proxy": ["compose-no-host-network", "compose-no-docker-socket", "compose-image-version"],
      "api": [
        "compose-not-privileged", "compose-no-host-namespaces", "compose-no-secret-build-args",
        "compose-no-literal-secret-env", "config-no-card-numbers", "compose-no-plain-published-port",
        "compose-no-published-administration", "compose-security-profile", "compose-run-as-non-root",
      ],
      "db": [
        "compose-no-literal-secret-env", "compose-no-published-data-store", "compose-no-sensitive-mount",
        "compose-no-added-capabilities", "compose-data-store-internal-network",
      ],
    ]
    for (service, rules) in faults {
      for rule in rules { #expect(wrong["ComposeService/\(service)"]?[rule] == .fail, "\(service): \(rule)") }
    }
    #expect(wrong["ComposeService/worker"]?["compose-not-privileged"] == .indeterminate)
    #expect(wrong["ComposeService/worker"]?["compose-image-version"] == .pass)
  }

  @Test func oneReportSpansAPlanManifestsAndAComposeFile() throws {
    let paths = [
      Project.fixture("terraform/minimal-web/plan.json"), Project.fixture("kubernetes/payments-compliant"),
      Project.fixture("compose/shop-compliant/compose.yaml"),
    ]
    let (result, found) = try Self.verdicts(paths)
    #expect(found.keys.contains { $0.hasPrefix("aws_") })
    #expect(found["Deployment/payments/api"]?.isEmpty == false && found["ComposeService/db"]?.isEmpty == false)
    #expect(result.assessment.inputs.count == 3)
  }

  @Test func oneBadDocumentIsNamedAndTheOthersAreJudged() throws {
    let folder = try TemporaryFolder()
    let text = """
      apiVersion: v1
      kind: Pod
      metadata: {name: a, namespace: shop}
      spec: {containers: [{name: a, name: b}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: b, namespace: shop}
      spec: {hostPID: true, containers: [{name: b}]}
      """
    let (result, found) = try Self.verdicts([try folder.write("pods.yaml", text)])
    #expect(found["Pod/shop/b"]?["k8s-pod-no-host-pid"] == .fail)
    #expect(result.exitStatus == .notAssessed)
    let problem = try #require(result.assessment.diagnostics.first { $0.severity == .error })
    #expect(problem.location?.line == 4 && problem.message.contains("duplicate key `name`"))
  }

  @Test func aCommentAboveAnObjectWaives() throws {
    let folder = try TemporaryFolder()
    let text = """
      # pcicheck:ignore k8s-pod-no-host-pid reason="looks after the node" until=2026-12-31
      apiVersion: v1
      kind: Pod
      metadata: {name: a, namespace: shop}
      spec: {hostPID: true, containers: [{name: a}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: b, namespace: shop}
      spec: {hostPID: true, containers: [{name: b}]}
      """
    let (result, _) = try Self.verdicts([try folder.write("pods.yaml", text)])
    let waived = result.assessment.observations.filter { $0.rule == "k8s-pod-no-host-pid" && $0.isWaived }
    #expect(waived.map(\.address) == ["Pod/shop/a"])
  }

  @Test func whatIsNotRenderedIsRefusedWithTheCommand() throws {
    let folder = try TemporaryFolder()
    try folder.write("chart/Chart.yaml", "name: shop\n")
    try folder.write("chart/templates/service.yaml", "kind: Service\nmetadata:\n  name: {{ .Release.Name }}\n")
    try folder.write("k/kustomization.yaml", "resources: [a.yaml]\nimages: [{name: x, newTag: '1'}]\n")
    for (path, command) in [
      ("chart", "helm template"), ("chart/templates/service.yaml", "helm template"),
      ("k/kustomization.yaml", "kustomize build"),
    ] {
      do {
        _ = try Self.verdicts(["\(folder.path)/\(path)"])
        Issue.record("\(path) was read")
      } catch {
        #expect((error as? Diagnostic)?.help?.contains(command) == true, "\(path): \(error)")
      }
    }
  }
}
