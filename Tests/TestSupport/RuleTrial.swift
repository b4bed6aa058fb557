/// A rule of one condition, judged on a small plan that creates the resource `TYPE.a`.
public struct RuleTrial {
  public let report: JSONTree

  /// - Parameters:
  ///   - type: what the rule looks at.
  ///   - relations: the rule's section `relations`, whole.
  ///   - after: the resource's known values; `unknown` and `sensitive` are the masks.
  ///   - expressions: members of what the configuration says of the resource.
  ///   - changes: further entries of `resource_changes`.
  ///   - declarations: further resources of the configuration.
  ///   - members: further members of the plan, each with a comma behind it.
  ///   - defaults: a file of provider defaults.
  public init(
    of type: String = "aws_vpc", expect: String, when: String? = nil, relations: String = "", message: String = "no",
    after: String = "{}", unknown: String = "{}", sensitive: String = "{}", expressions: String = "",
    changes: [String] = [], declarations: [String] = [], providers: String = "{}", members: String = "",
    defaults: String? = nil
  ) throws {
    let folder = try TemporaryFolder()
    let condition = when.map { "\n  when: \"\($0)\"" } ?? ""
    try folder.write(
      "policies/t-trial.yaml",
      """
      id: t-trial
      title: A trial
      severity: high
      since: 0.1.0
      rationale: Because.
      remediation: Mend it.
      requirements: [{ standard: pci-dss, version: "4.0.1", id: "1.2.5", coverage: partial }]
      applies:
        types: [\(type)]\(condition)
      \(relations)
      check:
        expect: "\(expect)"
        message: "\(message)"
      """)
    if let defaults { try folder.write("policies/defaults/trial.yaml", defaults) }
    let change = """
      {"address": "\(type).a", "mode": "managed", "type": "\(type)", "name": "a",
       "provider_name": "registry.terraform.io/hashicorp/aws",
       "change": {"actions": ["create"], "after": \(after), "after_unknown": \(unknown), "after_sensitive": \(sensitive)}}
      """
    let declared = """
      {"address": "\(type).a", "mode": "managed", "type": "\(type)", "name": "a", "provider_config_key": "aws",
       "expressions": {\(expressions)}}
      """
    let plan = try folder.write(
      "plan.json",
      """
      {"format_version": "1.2", \(members) "resource_changes": [\(([change] + changes).joined(separator: ","))],
       "configuration": {"provider_config": \(providers), "root_module": {
         "resources": [\(([declared] + declarations).joined(separator: ","))]}}}
      """)
    report = try Graphs.report([plan], rules: ["t-trial"], folders: ["\(folder.path)/policies"])
  }

  public var observation: JSONTree? { report["observations"]?[0] }
  public var verdict: String? { observation?["verdict"]?.string }
  public var message: String { observation?["message"]?.string ?? "" }
  /// The whole report.
  public var text: String { String(decoding: report.bytes, as: UTF8.self) }

  /// What the evidence says of an attribute.
  public func attribute(_ path: String) -> JSONTree? {
    observation?["evidence"]?["attributes"]?.elements.first { $0["path"]?.string == path }
  }
}
