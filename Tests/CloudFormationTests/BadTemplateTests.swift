import Diagnostics
import TestSupport
import Testing

/// Templates that CloudFormation would refuse: a message with file, line and column, and exit status 2.
@Suite struct BadTemplateTests {
  private static let cases: [(name: String, text: String, message: String, place: String)] = [
    (
      "an unknown tag", "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties: { TopicName: !Reff B }\n",
      "unknown tag `!Reff`", "4:30"
    ),
    (
      "an unknown function",
      "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: { \"Fn::Joyn\": [a, b] }\n",
      "unknown function `Fn::Joyn`", "5:18"
    ),
    (
      "an undefined name", "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Ref Bee\n",
      "`Bee` is neither a resource nor a parameter", "5:18"
    ),
    (
      "an undefined name in a text",
      "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Sub 'x-${Bee}'\n",
      "`Bee` is neither a resource nor a parameter", "5:18"
    ),
    (
      "a circle of resources",
      """
      Resources:
        A: { Type: "AWS::SNS::Topic", Properties: { TopicName: !Ref B } }
        B: { Type: "AWS::SNS::Topic", Properties: { TopicName: !GetAtt A.TopicName } }
      """, "resources depend on each other in a circle: `A` -> `B` -> `A`", "3:"
    ),
    (
      "a circle of conditions",
      """
      Conditions:
        A: !Not [!Condition B]
        B: !Not [!Condition A]
      Resources:
        T: { Type: "AWS::SNS::Topic", Condition: A }
      """, "conditions depend on each other in a circle", "2:6"
    ),
    (
      "an unknown condition", "Resources:\n  T: { Type: \"AWS::SNS::Topic\", Condition: Prod }\n",
      "there is no condition `Prod`", "2:6"
    ),
    (
      "resources that are a list", "AWSTemplateFormatVersion: x\nResources: [a]\n", "`Resources` must be a mapping",
      "2:12"
    ),
    ("no resources", "AWSTemplateFormatVersion: x\n", "a template needs `Resources`", "1:1"),
    (
      "a resource without a type", "AWSTemplateFormatVersion: x\nResources:\n  A: {}\n", "resource `A` needs a `Type`",
      "3:6"
    ),
    (
      "properties that are a list", "Resources:\n  A: { Type: \"AWS::SNS::Topic\", Properties: [] }\n",
      "the `Properties` of resource `A` must be a mapping", ""
    ),
    (
      "an unknown section", "AWSTemplateFormatVersion: x\nResourcces: {}\n",
      "unknown section `Resourcces` in a template", "2:13"
    ),
    (
      "an index beyond the end",
      "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !Select [3, [a]]\n",
      "`Fn::Select` asks for element 3 of a list of 1", ""
    ),
    (
      "a key that no mapping has",
      "Mappings: { M: { a: { b: c } } }\nResources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      TopicName: !FindInMap [M, x, b]\n",
      "the mapping `M` has no `x` with `b`", ""
    ),
    (
      "a condition of too many parts",
      "Conditions: { C: !Not [!Equals [a, b], !Equals [c, d]] }\nResources: { T: { Type: \"AWS::SNS::Topic\" } }\n",
      "`Fn::Not` takes a list of one condition", "1:"
    ),
  ]

  @Test(arguments: cases.indices)
  func badTemplatesAreRefusedWithTheirPlace(_ index: Int) throws {
    let (name, text, message, place) = Self.cases[index]
    let folder = try TemporaryFolder()
    let path = try folder.write("template.yaml", text)
    let run = try Command.run([path])
    #expect(run.status == 2, "\(name): \(run.errorText)")
    #expect(run.errorText.contains(message), "\(name): \(run.errorText)")
    #expect(run.errorText.contains("template.yaml:\(place)"), "\(name): \(run.errorText)")
    #expect(run.output.isEmpty, "\(name)")
  }

  @Test func nestedTemplatesOutsideTheFolderAreNotRead() throws {
    let folder = try TemporaryFolder()
    try folder.write("outside.yaml", "Resources: { T: { Type: \"AWS::SNS::Topic\" } }\n")
    let path = try folder.write(
      "stacks/root.yaml",
      "Resources:\n  S: { Type: \"AWS::CloudFormation::Stack\", Properties: { TemplateURL: ../outside.yaml } }\n")
    let run = try Command.run([path])
    #expect(run.status == 2)
    #expect(run.errorText.contains("the template of the nested stack `S` is not at hand"), "\(run.errorText)")
    let open = try Command.run([path, "--allow-incomplete"])
    #expect(!open.outputText.contains("AWS::SNS::Topic.T"))
  }

  @Test func macrosThatCannotBeRunMakeATemplateIncomplete() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "template.yaml", "Transform: Rewriter\nResources: { T: { Type: \"AWS::SNS::Topic\" } }\n")
    let run = try Command.run([path])
    #expect(run.status == 2)
    #expect(run.errorText.contains("the macro `Rewriter` rewrites the template"), "\(run.errorText)")
  }

  @Test func filesOfParametersOfOtherShapesAreRefused() throws {
    let folder = try TemporaryFolder()
    let template = try folder.write("template.yaml", "Resources: { T: { Type: \"AWS::SNS::Topic\" } }\n")
    for (text, message) in [
      ("[1]", "is no file of parameters"), ("A: { b: c }", "the value of parameter `A` must be a text or a list"),
    ] {
      let run = try Command.run([template, "--parameters", try folder.write("p.yaml", text)])
      #expect(run.status == 2)
      #expect(run.errorText.contains(message), "\(run.errorText)")
    }
  }

  @Test func fewTemplatesThatComeToManyStacksAreRefusedAtOnce() throws {
    let folder = try TemporaryFolder()
    for depth in 0..<7 {
      let resource =
        depth == 6
        ? ["  B: { Type: AWS::S3::Bucket }"]
        : (0..<12).map {
          "  S\($0): { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: t\(depth + 1).yaml } }"
        }
      try folder.write("t\(depth).yaml", "Resources:\n\(resource.joined(separator: "\n"))\n")
    }
    #expect {
      _ = try Graphs.assess(["\(folder.path)/t0.yaml"])
    } throws: { error in
      (error as? Diagnostic)?.message == "more than 1000 stacks are nested in one another"
    }
  }
}
