import TestSupport
import Testing

/// Templates judged by the rules that are written for Terraform.
@Suite struct VerdictTests {
  /// The verdicts on an address by rule.
  private static func verdicts(_ paths: [String], _ rules: String...) throws -> [String: String] {
    let report = try Graphs.report(paths.map { Project.fixture("cloudformation/\($0)") }, rules: rules)
    var result: [String: String] = [:]
    for rule in report["observations"]?.elements ?? [] {
      let key = "\(rule["rule"]?.string ?? "") \(rule["address"]?.string ?? "")"
      result[key] = rule["verdict"]?.string
    }
    return result
  }

  private static func observation(_ path: String, _ rule: String, _ address: String) throws -> JSONTree {
    let report = try Graphs.report([Project.fixture("cloudformation/\(path)")], rules: [rule])
    return try #require(
      report["observations"]?.elements.first { $0["rule"]?.string == rule && $0["address"]?.string == address },
      "\(rule) says nothing of \(address)")
  }

  @Test func rulesJudgeTemplatesAsTheyJudgePlans() throws {
    let rule = "aws-rds-storage-encrypted"
    let bad = try Self.verdicts(["payments-noncompliant/template.yaml"], rule)
    #expect(bad["\(rule) AWS::RDS::DBInstance.Db"] == "fail")
    let good = try Self.verdicts(["payments-compliant/template.json"], rule)
    #expect(good["\(rule) AWS::RDS::DBInstance.Db"] == "pass")
  }

  @Test func evidenceNamesTheTemplatesPropertyAndItsLine() throws {
    for (path, line) in [("payments-noncompliant/template.yaml", 67.0), ("payments-compliant/template.json", 82.0)] {
      let found = try Self.observation(path, "aws-rds-storage-encrypted", "AWS::RDS::DBInstance.Db")
      let read = try #require(
        found["evidence"]?["attributes"]?.elements.first {
          $0["path"]?.string == "Resources.Db.Properties.StorageEncrypted"
        })
      #expect(read["line"]?.number == line)
      #expect(read["source"]?["file"]?.string == Project.fixture("cloudformation/\(path)"))
    }
  }

  @Test func nestedStacksAreFollowedThroughParametersAndOutputs() throws {
    let rule = "aws-vpc-flow-log-all-traffic"
    let found = try Self.verdicts(["nested/root.yaml"], rule)
    #expect(found["\(rule) Network/AWS::EC2::VPC.Vpc"] == "pass")
    // The folder has the nested templates too; they are judged where they are used, and not once more by themselves.
    let folder = try Self.verdicts(["nested"], rule)
    #expect(folder == found)
  }

  @Test func importsAreFollowedToTheTemplateThatExports() throws {
    let folder = try TemporaryFolder()
    let network = try folder.write(
      "network.yaml",
      """
      Resources:
        Vpc: { Type: "AWS::EC2::VPC", Properties: { CidrBlock: 10.0.0.0/16 } }
      Outputs:
        Vpc: { Value: !Ref Vpc, Export: { Name: shared-vpc } }
      """)
    let logs = try folder.write(
      "logs.yaml",
      """
      Resources:
        Log:
          Type: AWS::EC2::FlowLog
          Properties:
            ResourceType: VPC
            ResourceId: !ImportValue shared-vpc
            TrafficType: ALL
            LogDestinationType: s3
            LogDestination: arn:aws:s3:::central
      """)
    let rule = "aws-vpc-flow-logs"
    func verdict(_ paths: String...) throws -> String? {
      try Graphs.report(paths, rules: [rule])["observations"]?.elements.first {
        $0["address"]?.string == "AWS::EC2::VPC.Vpc"
      }?["verdict"]?.string
    }
    #expect(try verdict(network) == "fail")
    #expect(try verdict(network, logs) == "pass")
    #expect(try verdict(logs, network) == "pass")
  }

  @Test func passwordsInTemplatesAreFoundWithTheirPlace() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "template.yaml",
      """
      Resources:
        Function:
          Type: AWS::Lambda::Function
          Properties:
            Role: arn:aws:iam::111122223333:role/x
            Code: { ZipFile: "pass" }
            Environment:
              Variables:
                DB_PASSWORD: Tr0ub4dor-and-3
      """)
    let run = try Command.run([path, "--format", "json", "--profile", "complete"])
    #expect(!run.outputText.contains("Tr0ub4dor"))
    #expect(run.outputText.contains("Resources.Function.Properties.Environment.Variables.DB_PASSWORD"))
  }

  @Test func whatIsKnownOfADocumentIsSaid() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "template.yaml",
      """
      Resources:
        Task:
          Type: AWS::ECS::TaskDefinition
          Properties:
            ContainerDefinitions:
              - Name: app
                Image: !Sub "${AWS::AccountId}.dkr.ecr.eu-west-1.amazonaws.com/app:1"
                Privileged: "true"
      """)
    let rule = "aws-ecs-not-privileged"
    let found = try #require(try Graphs.report([path], rules: [rule])["observations"]?.elements.first)
    #expect(found["verdict"]?.string == "fail")
    #expect(found["message"]?.string == "privileged: app")
  }

  @Test func secretsInPiecesOfATextReachNoOutput() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "template.yaml",
      """
      Parameters: { Open: { Type: String } }
      Resources:
        Host:
          Type: AWS::EC2::Instance
          Properties:
            UserData:
              Fn::Base64: !Sub "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARYKEY\\n--region ${AWS::Region}"
        Other:
          Type: AWS::EC2::Instance
          Properties:
            UserData:
              Fn::Base64: !Sub "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYCANARYKEY\\n${Open}"
      """)
    let rule = "aws-ec2-user-data-no-secrets"
    for format in ["json", "terminal"] {
      let run = try Command.run([path, "--format", format, "--rules", rule, "--verbose"])
      #expect(!run.outputText.contains("CANARY"))
    }
    let found = try Graphs.report([path], rules: [rule, "config-no-hardcoded-secrets"])["observations"]?.elements ?? []
    #expect(found.filter { $0["verdict"]?.string == "fail" }.count == 4)
    for id in found.compactMap({ $0["id"]?.string ?? $0["fingerprint"]?.string }) {
      #expect(try !Command.run(["explain", id, "--plan", path]).outputText.contains("CANARY"))
    }
  }

  @Test func whatMayNotExistDoesNotFail() throws {
    let rule = "aws-ebs-volume-encrypted"
    let found = try Self.verdicts(["conditions/template.yaml"], rule)
    #expect(found["\(rule) AWS::EC2::Volume.Maybe"] == "indeterminate")
    #expect(found["\(rule) AWS::EC2::Volume.Sure"] == "pass")
    #expect(found["\(rule) AWS::EC2::Volume.Depends"] == "indeterminate")
    #expect(found["\(rule) AWS::EC2::Volume.Gone"] == nil)
  }

  @Test func secretParametersReachNoReport() throws {
    for format in ["terminal", "json", "sarif", "html", "csv"] {
      let run = try Command.run(
        [
          Project.fixture("cloudformation/payments-noncompliant/template.yaml"), "--format", format, "--profile",
          "complete",
        ])
      #expect(run.status == 1, "\(format): \(run.errorText)")
      #expect(!run.outputText.contains("example-password-1"), "\(format)")
    }
  }

  @Test func serverlessFunctionsAreFunctionsWithTheirRoles() throws {
    let report = try Graphs.report([Project.fixture("cloudformation/serverless/template.yaml")])
    let addresses = Set(report["observations"]?.elements.compactMap { $0["address"]?.string } ?? [])
    for expected in [
      "AWS::Lambda::Function.Charge", "AWS::IAM::Role.ChargeRole", "AWS::Lambda::Url.ChargeUrl",
      "AWS::ApiGateway::Stage.FrontliveStage", "AWS::ApiGateway::Stage.ServerlessRestApiProdStage",
      "AWS::DynamoDB::Table.Ledger", "AWS::StepFunctions::StateMachine.Settle",
    ] {
      #expect(addresses.contains { $0 == expected || $0.hasPrefix(expected + ".") }, "\(expected)")
    }
  }

  @Test func parametersOfAFileCount() throws {
    let folder = try TemporaryFolder()
    let list = try folder.write(
      "list.json", #"[{"ParameterKey": "Stage", "ParameterValue": "prod"}]"#)
    let map = try folder.write("map.yaml", "Stage: test\n")
    let template = Project.fixture("cloudformation/conditions/template.yaml")
    let arguments = [template, "--rules", "aws-ebs-volume-encrypted", "--format", "json", "--profile", "complete"]
    let prod = try JSONTree(try Command.run(arguments + ["--parameters", list]).output)
    let test = try JSONTree(try Command.run(arguments + ["--parameters", map]).output)
    func verdict(_ report: JSONTree, _ name: String) -> String? {
      report["observations"]?.elements.first { $0["address"]?.string == "AWS::EC2::Volume.\(name)" }?["verdict"]?
        .string
    }
    #expect(verdict(prod, "Maybe") == "fail")
    #expect(verdict(prod, "Depends") == "pass")
    #expect(verdict(test, "Maybe") == nil)
  }
}
