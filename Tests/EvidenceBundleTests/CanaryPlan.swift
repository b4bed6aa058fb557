import Foundation

/// A plan and manifests with secrets in every kind of place, each secret another.
struct CanaryPlan {
  private(set) var canaries: [String] = []
  private var resources: [String] = []

  /// A text that stands nowhere else.
  private mutating func canary() -> String {
    let text = "Zq\(canaries.count)xCanary\(String((canaries.count &+ 7) &* 2_654_435_761 % 1_000_003, radix: 36))"
    canaries.append(text)
    return text
  }

  /// Something that looks like a secret wherever it stands.
  private mutating func token(_ kind: Int) -> String {
    let number = String(1_000_000 + canaries.count)
    let text =
      switch kind % 6 {
      case 0: "AKIAQ7RT\(number)ZLXW7"
      case 1: "ghp_q8Zt\(number)aBcDeFgHiJkLmNoPqRsTuVw"
      case 2: "eyJhbGciOiJIUzI1NiJ9.eyJ\(number).sig"
      case 3: "postgres://svc:Pw\(number)x@db.internal/app"
      case 4: card()
      default: "-----BEGIN PRIVATE KEY-----\(number)-----END PRIVATE KEY-----"
      }
    canaries.append(text)
    return text
  }

  /// A card number of an issuer's range with the right check digit.
  private func card() -> String {
    let body = "4539" + String(10_000_000_000 + canaries.count * 7_919)
    for check in 0...9 {
      let digits = (body + String(check)).compactMap(\.wholeNumberValue)
      let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
        let value = entry.offset % 2 == 0 ? entry.element : entry.element * 2
        return sum + (value > 9 ? value - 9 : value)
      }
      if sum % 10 == 0 { return body + String(check) }
    }
    return body + "0"
  }

  private mutating func add(
    _ type: String, _ name: String, _ after: [String: Any], sensitive: [String: Any] = [:], index: String? = nil,
    before: [String: Any]? = nil
  ) {
    let address = "\(type).\(name)" + (index.map { "[\"\($0)\"]" } ?? "")
    var change: [String: Any] = [
      "actions": before == nil ? ["create"] : ["update"], "before": before ?? NSNull(), "after": after,
      "after_unknown": [String: Any](), "before_sensitive": sensitive, "after_sensitive": sensitive,
    ]
    if before == nil { change["before_sensitive"] = false }
    var resource: [String: Any] = [
      "address": address, "mode": "managed", "type": type, "name": name,
      "provider_name": "registry.terraform.io/hashicorp/aws", "change": change,
    ]
    if let index { resource["index"] = index }
    let data = (try? JSONSerialization.data(withJSONObject: resource, options: [.sortedKeys])) ?? Data()
    resources.append(String(decoding: data, as: UTF8.self))
  }

  init() {
    for round in 0..<8 {
      add(
        "aws_db_instance", "d\(round)",
        ["engine": "postgres", "password": canary(), "username": "u", "storage_encrypted": false])
      add(
        "aws_db_instance", "m\(round)", ["engine": "mysql", "parameter_group_name": canary()],
        sensitive: ["parameter_group_name": true])
      add(
        "aws_instance", "i\(round)", ["ami": "ami-1", "instance_type": "t3.micro", "user_data": "export X=\(canary())"])
      add(
        "aws_lambda_function", "l\(round)",
        [
          "function_name": "f", "runtime": "python3.9",
          "environment": [["variables": ["DB_PASSWORD": canary(), "NOTE": token(round)]]],
        ])
      let definitions: [[String: Any]] = [
        [
          "name": "app", "image": "x", "privileged": true,
          "environment": [["name": "API_TOKEN", "value": canary()], ["name": "URL", "value": token(round + 1)]],
        ]
      ]
      let text = (try? JSONSerialization.data(withJSONObject: definitions)).map { String(decoding: $0, as: UTF8.self) }
      add("aws_ecs_task_definition", "t\(round)", ["family": "f", "container_definitions": text ?? "[]"])
      add(
        "aws_ssm_parameter", "p\(round)", ["name": "/x", "type": "String", "value": canary()],
        sensitive: ["value": true])
      add(
        "aws_secretsmanager_secret_version", "s\(round)", ["secret_id": "x", "secret_string": canary()],
        sensitive: ["secret_string": true])
      add(
        "aws_elasticache_replication_group", "e\(round)",
        ["replication_group_id": "r", "auth_token": canary(), "transit_encryption_enabled": false])
      add(
        "aws_redshift_cluster", "r\(round)",
        ["cluster_identifier": "c", "master_password": canary(), "publicly_accessible": true])
      add(
        "aws_security_group", "g\(round)",
        [
          "name": "g", "description": token(round + 2),
          "ingress": [
            [
              "protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"], "ipv6_cidr_blocks": [],
              "prefix_list_ids": [], "security_groups": [], "self": false, "description": token(round + 3),
            ]
          ], "tags": ["Owner": token(round + 4), "note": token(round + 5)],
        ])
      add(
        "aws_s3_bucket", "b\(round)", ["bucket": "card-\(token(4))", "tags": ["k": token(round)]],
        index: token(round % 2 == 0 ? 4 : 1))
      add(
        "aws_iam_policy", "q\(round)",
        [
          "name": "q",
          "policy":
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"\(token(4))\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        ])
      add(
        "aws_db_instance", "c\(round)", ["engine": "postgres", "password": canary()],
        before: ["engine": "postgres", "password": canary(), "publicly_accessible": true])
      add("aws_cloudwatch_log_group", "w\(round)", ["name": "/\(token(round + 3))", "retention_in_days": 1])
    }
  }

  mutating func text() -> String {
    let variables = (0..<10).map { "\"v\($0)\":{\"value\":\"\(canary())\"}" }.joined(separator: ",")
    let outputs = (0..<10).map { "\"o\($0)\":{\"sensitive\":true,\"value\":\"\(canary())\"}" }.joined(separator: ",")
    return """
      {"format_version":"1.2","terraform_version":"1.9.0","complete":true,"errored":false,
       "variables":{\(variables)},"planned_values":{"outputs":{\(outputs)},"root_module":{}},
       "resource_changes":[\(resources.joined(separator: ",\n"))],"configuration":{"root_module":{}}}
      """
  }

  mutating func manifests() -> String {
    var text = ""
    for number in 0..<8 {
      text += """
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: s\(number), namespace: pay, annotations: {note: "\(token(4))"}}
        stringData: {password: "\(canary())"}
        data: {token: "\(canary())"}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: p\(number), namespace: pay, labels: {card: "\(token(4))"}}
        spec:
          hostNetwork: true
          containers:
            - name: app
              image: app:latest
              args: ["--password=\(canary())"]
              env:
                - {name: DB_PASSWORD, value: "\(canary())"}
                - {name: NOTE, value: "\(token(number))"}

        """
    }
    return text
  }
}
