import Diagnostics
import Values

/// The value of a parameter, read by its type ("Parameters section", AWS CloudFormation User Guide).
struct ParameterValue {
  private let type: String
  private let node: TemplateNode
  private let file: String

  init(_ type: String, _ node: TemplateNode, in file: String) {
    self.type = type
    self.node = node
    self.file = file
  }

  func value(sensitive: Bool) -> TemplateValue {
    // The value names an entry of the Parameter Store, which holds what is meant.
    guard !type.hasPrefix("AWS::SSM::Parameter::Value<") else {
      return .unknown(.derived, "a parameter of AWS Systems Manager", at: node.position)
    }
    let isList = type == "CommaDelimitedList" || type.hasPrefix("List<")
    guard isList else { return scalar(node.scalarText ?? "", sensitive, isNumber: type == "Number") }
    let texts: [String]
    if case .list(let elements) = node.content {
      texts = elements.compactMap(\.scalarText)
    } else {
      let text = node.scalarText ?? ""
      texts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false).map(Self.trimmed)
    }
    var list = TemplateValue(
      .list(texts.map { scalar($0, sensitive, isNumber: type == "List<Number>") }), at: node.position)
    list.isSensitive = sensitive
    return list
  }

  private func scalar(_ text: String, _ sensitive: Bool, isNumber: Bool) -> TemplateValue {
    var value = TemplateValue(.text(text), at: node.position)
    if text.contains("{{resolve:") {
      value = .unknown(.derived, "a dynamic reference", at: node.position)
    } else if isNumber {
      if let number = Int64(text) {
        value.content = .int(number)
      } else if let number = Double(text) {
        value.content = .double(number)
      }
    }
    value.isSensitive = sensitive
    return value
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
