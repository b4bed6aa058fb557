import Diagnostics
import TestSupport
import Testing
import Values

@testable import CloudFormation

@Suite struct EvaluationTests {
  /// What is known, as JSON.
  private func json(_ yaml: String, parameters: String = "{}", conditions: String = "{}") throws -> String {
    let value = try Templates.value(yaml, parameters: parameters, conditions: conditions)
    return value.isWhollyKnown ? value.json : "unknown: \(value.firstUnknown?.reason.detail ?? "")"
  }

  @Test(arguments: [
    ("!Sub 'a${!b}'", #""a${b}""#),
    ("!Length [1, 2, 3]", "3"),
    ("!ToJsonString { a: [1, x] }", #""{\"a\":[1,\"x\"]}""#),
    ("!Cidr [10.0.0.0/16, 3, 8]", #"["10.0.0.0/24","10.0.1.0/24","10.0.2.0/24"]"#),
    ("!Cidr [192.168.1.0/24, 2, 4]", #"["192.168.1.0/28","192.168.1.16/28"]"#),
    ("[a, !Ref AWS::NoValue, b]", #"["a","b"]"#),
    ("{ a: 1, b: !Ref AWS::NoValue }", #"{"a":1}"#),
    ("!Join ['', [!Sub '${Bucket.Arn}', x]]", "unknown: Bucket.Arn"),
    ("!Ref Bucket", "unknown: Bucket"),
    ("!GetAtt Bucket.Arn", "unknown: Bucket.Arn"),
    ("!ImportValue shared-vpc", "unknown: export shared-vpc"),
    ("!Ref AWS::Region", "unknown: AWS::Region"),
    ("'{{resolve:secretsmanager:db:SecretString:password}}'", "unknown: a secret of AWS Secrets Manager"),
  ])
  func functionsGiveWhatTheyAreDocumentedToGive(_ yaml: String, _ expected: String) throws {
    #expect(try json(yaml) == expected)
  }

  @Test func ofATextTheKnownPiecesAreKept() throws {
    func pieces(_ yaml: String) throws -> [String]? {
      try Templates.value(yaml, parameters: "{ Open: { Type: String } }").unknown?.pieces
    }
    #expect(try pieces("!Sub 'arn:${AWS::Partition}:iam::aws:policy/x'") == ["arn:", ":iam::aws:policy/x"])
    #expect(try pieces("!Join [':', [a, !Ref Open, b, !Ref Open]]") == ["a:", ":b:", ""])
    #expect(try pieces("!Join ['', [!Sub 'a${Open}b', c]]") == ["a", "bc"])
    #expect(try pieces("!Ref Open") == nil)
    #expect(try pieces("!Select [0, [!Sub 'a${Open}']]") == ["a", ""])
    let encoded = try Templates.value("!Base64 { 'Fn::Sub': 'run ${AWS::Region}' }")
    #expect(encoded.unknown?.isEncoded == true)
    #expect(encoded.unknown?.fullReason.text?.sketch == "run us-east-1")
  }

  @Test func parametersThatCannotBeEmptyAreNotNull() throws {
    func isNotNull(_ parameter: String) throws -> Bool? {
      try Templates.value("!Ref P", parameters: "{ P: \(parameter) }").unknown?.isNotNull
    }
    #expect(try isNotNull("{ Type: String }") == false)
    #expect(try isNotNull("{ Type: String, MinLength: 1 }") == true)
    #expect(try isNotNull("{ Type: String, AllowedValues: [a, b] }") == true)
    #expect(try isNotNull("{ Type: String, AllowedValues: [a, ''] }") == false)
    #expect(try isNotNull("{ Type: 'AWS::EC2::Subnet::Id' }") == true)
  }

  @Test(arguments: [
    ("Disks[Ebs]", "[{a: 1}, {Ebs: x}, {Ebs: !Ref AWS::NoValue}]", #"[{"Ebs":"x"}]"#),
    ("Disks[Name=b|c].Size", "[{Name: a, Size: 1}, {Name: c, Size: 2}]", "2"),
    ("Disks{}", "{a: 1, b: 2}", #"[{"Key":"a","Value":1},{"Key":"b","Value":2}]"#),
    ("Disks[].Name", "[{Name: a}, {}]", #"["a"]"#),
  ])
  func pathsLeadToProperties(_ path: String, _ disks: String, _ expected: String) throws {
    let value = TemplateValue(.map([TemplateValue.Member(name: "Disks", value: try Templates.value(disks))]))
    let root = PropertyPath.Found(value: value, place: "")
    #expect(PropertyPath(path).value(in: MappingScope(root: root, item: root)).value.json == expected)
  }

  @Test func parametersAreReadByTheirType() throws {
    let parameters = """
      { List: { Type: CommaDelimitedList, Default: "a, b" }, Number: { Type: Number, Default: "5" },
        Stored: { Type: "AWS::SSM::Parameter::Value<String>", Default: /app/x }, Open: { Type: String } }
      """
    #expect(try json("!Ref List", parameters: parameters) == #"["a","b"]"#)
    #expect(try json("!Ref Number", parameters: parameters) == "5")
    #expect(try json("!Ref Stored", parameters: parameters) == "unknown: a parameter of AWS Systems Manager")
    #expect(try json("!Ref Open", parameters: parameters) == "unknown: parameter Open")
  }

  @Test func whatBothBranchesOfAnOpenConditionSayIsKnown() throws {
    let parameters = "{ Stage: { Type: String } }"
    let conditions = "{ IsProd: !Equals [!Ref Stage, prod] }"
    #expect(try json("!If [IsProd, x, x]", parameters: parameters, conditions: conditions) == #""x""#)
    let merged = try Templates.value(
      "!If [IsProd, { On: true, Key: a }, { On: true }]", parameters: parameters, conditions: conditions)
    #expect(merged["On"]?.scalarText == "true")
    #expect(merged["Key"]?.unknown?.isNotNull == false)
  }

  @Test func conditionsThatAreDecidedWithoutTheOpenPartAreDecided() throws {
    let parameters = "{ Stage: { Type: String } }"
    let conditions = """
      { Open: !Equals [!Ref Stage, prod], No: !Equals [a, b], And: !And [!Condition Open, !Condition No],
        Or: !Or [!Condition Open, !Not [!Condition No]] }
      """
    #expect(try json("!If [And, 1, 2]", parameters: parameters, conditions: conditions) == "2")
    #expect(try json("!If [Or, 1, 2]", parameters: parameters, conditions: conditions) == "1")
    #expect(try json("!If [Open, 1, 2]", parameters: parameters, conditions: conditions).hasPrefix("unknown"))
  }

  @Test func secretParametersMakeWhatTheyArePartOfSensitive() throws {
    let parameters = "{ Password: { Type: String, NoEcho: true, Default: hunter2 } }"
    #expect(try Templates.value("!Sub 'p=${Password}'", parameters: parameters).isSensitive)
  }

  @Test func loopsAreWrittenOut() throws {
    let template = try Templates.template(
      """
      Transform: AWS::LanguageExtensions
      Resources:
        Fn::ForEach::Topics:
          - Name
          - [Success, Failure]
          - "Topic${Name}":
              Type: AWS::SNS::Topic
              Properties: { TopicName: !Sub "${Name}.fifo" }
      """)
    #expect(template.resources.map(\.id) == ["TopicSuccess", "TopicFailure"])
    #expect(template.openReasons.isEmpty)
  }

  // MARK: The same values as moto's

  /// Where moto is another than CloudFormation, whose parameters are texts whatever their type: it compares the default 3
  /// of a number with "3" and says no.
  private static let others: Set<String> = ["Cases.IfBoth", "Cases.IfEither", "Cases.IfNested"]

  /// Facts/resolve.py writes them.
  @Test func valuesAreThoseThatMotoResolves() throws {
    let facts = try JSONTree(try Project.bytes(Project.path("Tests/CloudFormationTests/Facts/resolved.json")))
    var compared = 0
    for file in facts.members {
      var evaluator = try Templates.evaluator(try Project.text(Project.fixture("cloudformation/\(file.name)")))
      for expected in file.value.members where !expected.value.members.isEmpty {
        let resource = try #require(evaluator.template.resources.first { $0.id == expected.name })
        let own = try evaluator.value(try #require(resource.properties))
        compared += compare(own, expected.value, "\(file.name) \(expected.name)")
      }
    }
    #expect(compared > 100)
  }

  /// - Returns: how many scalars were compared; what either side leaves open is not.
  private func compare(_ own: TemplateValue, _ other: JSONTree, _ place: String) -> Int {
    switch other {
    case .string("<open>"): return 0
    case .object(let members):
      return members.reduce(0) { count, member in
        guard let value = own[member.name] else {
          Issue.record("\(place).\(member.name) is missing")
          return count
        }
        if Self.others.contains(where: { "\(place).\(member.name)".hasSuffix(" \($0)") }) { return count }
        return count + compare(value, member.value, "\(place).\(member.name)")
      }
    case .array(let elements):
      guard let values = own.elements, values.count == elements.count else {
        Issue.record("\(place) is no list of \(elements.count)")
        return 0
      }
      return zip(values, elements).reduce(0) { $0 + compare($1.0, $1.1, place) }
    default:
      if own.unknown != nil {
        Issue.record("\(place) is open here")
        return 0
      }
      #expect(own.scalarText == other.scalarText, "\(place)")
      return 1
    }
  }
}

extension JSONTree {
  fileprivate var scalarText: String? {
    switch self {
    case .string(let text): text
    case .bool(let value): value ? "true" : "false"
    case .number(let number): numberText(number)
    default: nil
    }
  }
}
