import CLibYAML
import Diagnostics
import Documents
import Glibc
import Values

/// Times the reading of YAML into an arena against what libyaml alone needs for the events of the same text.
///
///     yaml-benchmark [COUNT]     COUNT manifests of 5 kB each, 10,000 unless said otherwise; prints the ratio
@main
struct YAMLBenchmark {
  static func main() throws {
    let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000
    let document = InputDocument(name: "manifests.yaml", bytes: manifests(count))
    var floors: [Duration] = []
    var wholes: [Duration] = []
    var nodes = 0
    for _ in 0..<5 {
      floors.append(try time { try events(document.bytes) })
      wholes.append(
        try time {
          var builder = ValueArenaBuilder(recordsPositions: true)
          _ = try YAMLReader.readEach(document, schema: .kubernetes, into: &builder)
          nodes = builder.build().nodes.count
        })
    }
    let (floor, whole) = (floors.min() ?? .zero, wholes.min() ?? .zero)
    print("| manifests | MB | nodes | libyaml events ms | reader ms | ratio |")
    print("|---|---|---|---|---|---|")
    let megabytes = Double(document.bytes.count) / 1e6
    print(
      "| \(count) | \(tenths(megabytes)) | \(nodes) | \(tenths(floor)) | \(tenths(whole)) | \(ratio(whole, floor)) |")
  }

  private static func time(_ body: () throws -> Void) rethrows -> Duration { try ContinuousClock().measure(body) }

  /// All events of a text, each looked at no further.
  private static func events(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBufferPointer { buffer in
      var parser = yaml_parser_t()
      var event = yaml_event_t()
      guard yaml_parser_initialize(&parser) == 1 else { throw Diagnostic(.error, "out of memory") }
      defer { yaml_parser_delete(&parser) }
      yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
      yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
      var isAtEnd = false
      while !isAtEnd {
        guard yaml_parser_parse(&parser, &event) == 1 else { throw Diagnostic(.error, "invalid YAML") }
        isAtEnd = event.type == YAML_STREAM_END_EVENT
        yaml_event_delete(&event)
      }
    }
  }

  private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

  private static func tenths(_ duration: Duration) -> String { tenths(duration / .milliseconds(1)) }

  private static func ratio(_ one: Duration, _ other: Duration) -> String {
    "\(((one / other) * 100).rounded() / 100)"
  }

  /// Deployments as clusters have them: labels, variables, probes, limits, a long annotation.
  private static func manifests(_ count: Int) -> [UInt8] {
    var text = ""
    for number in 0..<count {
      text += """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: service-\(number)
          namespace: team-\(number % 40)
          labels: {app.kubernetes.io/name: service-\(number), app.kubernetes.io/part-of: shop, tier: backend}
          annotations:
            example.com/description: >-
              Service number \(number) of the shop. It answers requests of other services, keeps nothing itself and is
              started again whenever its configuration changes. Its owners are on call during the day.
        spec:
          replicas: 3
          selector:
            matchLabels:
              app.kubernetes.io/name: service-\(number)
          template:
            metadata:
              labels:
                app.kubernetes.io/name: service-\(number)
            spec:
              serviceAccountName: service-\(number)
              automountServiceAccountToken: false
              securityContext:
                runAsNonRoot: true
                seccompProfile:
                  type: RuntimeDefault
              containers:

        """
      for container in ["api", "proxy", "metrics"] {
        text += """
                  - name: \(container)
                    image: "registry.example.com/shop/\(container)-\(number):1.\(number % 30).0"
                    args: ["--listen=:8080", "--log-level=info", "--name=service-\(number)"]
                    env:
                      - name: DATABASE_HOST
                        value: db-\(number).shop.svc.cluster.local
                      - name: DATABASE_PASSWORD
                        valueFrom:
                          secretKeyRef:
                            name: db-\(number)
                            key: password
                      - name: FEATURES
                        value: "search,checkout,returns"
                    ports:
                      - name: http
                        containerPort: 8080
                        protocol: TCP
                    livenessProbe:
                      httpGet:
                        path: /healthz
                        port: http
                      initialDelaySeconds: 5
                      periodSeconds: 10
                    readinessProbe:
                      httpGet:
                        path: /ready
                        port: http
                    resources:
                      limits:
                        cpu: 500m
                        memory: 256Mi
                      requests:
                        cpu: 100m
                        memory: 128Mi
                    securityContext:
                      allowPrivilegeEscalation: false
                      readOnlyRootFilesystem: true
                      capabilities:
                        drop: [ALL]
                    volumeMounts:
                      - name: settings
                        mountPath: /etc/settings
                        readOnly: true

          """
      }
      text +=
        "      volumes:\n        - name: settings\n          configMap:\n            name: settings-\(number)\n---\n"
    }
    return Array(text.utf8)
  }
}
