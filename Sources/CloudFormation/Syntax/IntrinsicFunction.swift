/// The functions of templates ("Intrinsic function reference", AWS CloudFormation Template Reference Guide).
public enum IntrinsicFunction: String, Sendable, CaseIterable {
  case ref = "Ref"
  case getAtt = "Fn::GetAtt"
  case sub = "Fn::Sub"
  case join = "Fn::Join"
  case select = "Fn::Select"
  case split = "Fn::Split"
  case findInMap = "Fn::FindInMap"
  case base64 = "Fn::Base64"
  case cidr = "Fn::Cidr"
  case getAZs = "Fn::GetAZs"
  case importValue = "Fn::ImportValue"
  case transform = "Fn::Transform"
  case length = "Fn::Length"
  case toJSONString = "Fn::ToJsonString"
  case condition = "Condition"
  case ifThenElse = "Fn::If"
  case and = "Fn::And"
  case or = "Fn::Or"
  case not = "Fn::Not"
  case equals = "Fn::Equals"
  case contains = "Fn::Contains"
  case eachMemberEquals = "Fn::EachMemberEquals"
  case eachMemberIn = "Fn::EachMemberIn"
  case refAll = "Fn::RefAll"
  case valueOf = "Fn::ValueOf"
  case valueOfAll = "Fn::ValueOfAll"

  /// The YAML tags, each with the member that it stands for: `!GetAtt` is `Fn::GetAtt`.
  public static var shortTags: [String: String] {
    var tags: [String: String] = [:]
    for function in allCases {
      let name = function.rawValue
      tags["!" + (name.hasPrefix("Fn::") ? String(name.dropFirst(4)) : name)] = name
    }
    return tags
  }
}
