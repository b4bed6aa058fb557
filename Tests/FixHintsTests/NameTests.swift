import Diagnostics
import HCL
import TestSupport
import Testing

/// Hints use the names that the plan uses, wherever the resource stands, and nothing that is to be hidden.
@Suite struct NameTests {
  private struct Planned {
    var module = ""
    let type: String
    let name: String
    /// JSON.
    var index: String?
    /// JSON.
    let values: String

    var address: String {
      "\(module.isEmpty ? "" : module + ".")\(type).\(name)\(index.map { "[\($0)]" } ?? "")"
    }

    var json: String {
      func quoted(_ text: String) -> String { String(decoding: JSONTree.string(text).bytes, as: UTF8.self) }
      let module = module.isEmpty ? "" : "\"module_address\": \(quoted(module)), "
      let index = index.map { "\"index\": \($0), " } ?? ""
      return """
        {"address": \(quoted(address)), \(module)\(index)"mode": "managed", "type": \(quoted(type)),
         "name": \(quoted(name)), "provider_name": "registry.terraform.io/hashicorp/aws",
         "change": {"actions": ["create"], "before": null, "after": \(values), "after_unknown": {},
                    "before_sensitive": false, "after_sensitive": {}}}
        """
    }
  }

  /// The hints of one rule, by address.
  private func fixes(_ rule: String, _ resources: [Planned]) throws -> [String: JSONTree] {
    let scratch = try TemporaryFolder()
    let text = """
      {"format_version": "1.2", "terraform_version": "1.9.0", "complete": true, "errored": false,
       "planned_values": {"root_module": {}}, "configuration": {"root_module": {}},
       "resource_changes": [\(resources.map(\.json).joined(separator: ","))]}
      """
    let report = try Graphs.report([try scratch.write("plan.json", Array(text.utf8))], rules: [rule])
    var found: [String: JSONTree] = [:]
    for observation in report["observations"]?.elements ?? [] where observation["verdict"]?.string == "fail" {
      found[observation["address"]?.string ?? ""] = observation["fix"] ?? .null
    }
    return found
  }

  private func text(_ fix: JSONTree?) -> String? { fix?["changes"]?[0]?["text"]?.string }

  @Test func aChangeHasWhatDecidesAndNothingElse() throws {
    let database = Planned(
      type: "aws_db_instance", name: "orders",
      values: #"{"publicly_accessible": true, "identifier": "orders", "engine": "mysql"}"#)
    let fix = try fixes("aws-rds-not-public", [database])["aws_db_instance.orders"]
    #expect(fix?["language"]?.string == "hcl")
    #expect(fix?["changes"]?[0]?["action"]?.string == "change")
    #expect(fix?["changes"]?[0]?["address"]?.string == "aws_db_instance.orders")
    #expect(
      text(fix) == """
        resource "aws_db_instance" "orders" {
          publicly_accessible = false
        }

        """)
    #expect(fix?["placeholders"] == nil)
  }

  @Test func allInstancesOfABlockGetOneNewBlock() throws {
    let networks = ["0", "1"].map { (index: String) in
      Planned(
        module: "module.network[\"a\"]", type: "aws_vpc", name: "main", index: index,
        values: #"{"cidr_block": "10.\#(index).0.0/16"}"#)
    }
    let found = try fixes("aws-vpc-flow-logs", networks)
    #expect(found.count == 2)
    for fix in found.values {
      #expect(fix["changes"]?[0]?["address"]?.string == "module.network.aws_flow_log.main")
      #expect(fix["changes"]?[0]?["action"]?.string == "add")
      #expect(
        text(fix) == """
          resource "aws_flow_log" "main" {
            count = length(aws_vpc.main)

            vpc_id               = aws_vpc.main[count.index].id
            traffic_type         = "ALL"
            log_destination_type = "cloud-watch-logs"
            log_destination      = aws_cloudwatch_log_group.flow_log.arn
            iam_role_arn         = aws_iam_role.flow_log.arn
          }

          """)
    }
  }

  @Test func instancesByKeyAreRepeatedByKey() throws {
    let network = Planned(
      type: "aws_vpc", name: "main", index: "\"eu\"", values: #"{"cidr_block": "10.0.0.0/16"}"#)
    let code = try #require(text(try fixes("aws-vpc-flow-logs", [network]).values.first))
    #expect(code.contains("for_each = aws_vpc.main\n"))
    #expect(code.contains("vpc_id               = aws_vpc.main[each.key].id\n"))
  }

  @Test func oneInstanceOfSeveralIsNamedByItsKey() throws {
    let buckets = ["\"logs\"", "\"da\\u0074a${x}\""].map { (key: String) in
      Planned(type: "aws_s3_bucket", name: "b", index: key, values: #"{"bucket": \#(key)}"#)
    }
    let block = Planned(
      type: "aws_s3_bucket_public_access_block", name: "logs",
      values: """
        {"bucket": "logs", "block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true,
         "restrict_public_buckets": true}
        """)
    let found = try fixes("aws-s3-bucket-public-access-block", buckets + [block])
    #expect(found.count == 1)
    let code = try #require(text(found.values.first))
    #expect(code.contains(##"aws_s3_bucket.b["data$${x}"].id"##), "\(code)")
    #expect(HCLFile(native: Array(code.utf8), name: "hint").diagnostics.isEmpty)
  }

  @Test func aCompanionThatIsThereIsChanged() throws {
    let bucket = Planned(type: "aws_s3_bucket", name: "cards", values: #"{"bucket": "cards"}"#)
    let block = Planned(
      type: "aws_s3_bucket_public_access_block", name: "half",
      values: #"{"bucket": "cards", "block_public_acls": true, "block_public_policy": false}"#)
    let fix = try fixes("aws-s3-bucket-public-access-block", [bucket, block])["aws_s3_bucket.cards"]
    #expect(fix?["changes"]?[0]?["action"]?.string == "change")
    #expect(fix?["changes"]?[0]?["address"]?.string == "aws_s3_bucket_public_access_block.half")
    let code = try #require(text(fix))
    #expect(code.contains("block_public_policy     = true"))
    #expect(!code.contains("block_public_acls"), "it is set already")
  }

  @Test func aNameThatIsTakenIsNotTakenAgain() throws {
    let networks = ["main", "other"].map { Planned(type: "aws_vpc", name: $0, values: #"{"id": "vpc-\#($0)"}"#) }
    let log = Planned(
      type: "aws_flow_log", name: "main", values: #"{"vpc_id": "vpc-other", "traffic_type": "ALL"}"#)
    let found = try fixes("aws-vpc-flow-logs", networks + [log])
    #expect(found["aws_vpc.main"]?["changes"]?[0]?["address"]?.string == "aws_flow_log.main_2")
  }

  @Test(arguments: ["x\" {}\nresource \"a\" \"b", "a b", "é\u{202E}", "4111111111111111", "", "${x}"])
  func namesThatAreNoNamesGiveNoHint(_ name: String) throws {
    let database = Planned(type: "aws_db_instance", name: name, values: #"{"publicly_accessible": true}"#)
    guard let found = try? fixes("aws-rds-not-public", [database]) else { return }
    #expect(found.count == 1)
    let hasNone = found.values.allSatisfy { $0.isNull }
    #expect(hasNone)
  }

  @Test func placesAreThoseOfTheConfiguration() throws {
    let folder = "fixtures/terraform/card-platform-noncompliant"
    let run = try Command.run(["\(folder)/plan.json", "--source", folder, "--format", "json"])
    let report = try JSONTree(run.output)
    let changes = (report["observations"]?.elements ?? []).flatMap { $0["fix"]?["changes"]?.elements ?? [] }
    #expect(changes.count > 20)
    for change in changes where change["action"]?.string == "change" {
      let file = try #require(change["file"]?.string)
      let line = Int(change["line"]?.number ?? 0)
      let lines = try Project.text(Project.path(file)).split(separator: "\n", omittingEmptySubsequences: false)
      let parts = (change["address"]?.string ?? "").split(separator: ".")
      #expect(
        lines[line - 1].contains("\"\(parts[parts.count - 2])\" \"\(parts[parts.count - 1])\""), "\(file):\(line)")
    }
  }
}
