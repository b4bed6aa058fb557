import Diagnostics
import Values

/// Writes out `Fn::ForEach` ("Fn::ForEach", AWS CloudFormation Template Reference Guide): a list of a variable, a
/// collection and a mapping, whose member is repeated for each value with `${Variable}` and `&{Variable}` replaced.
///
/// What is left are loops over collections that the template does not show; whoever meets one knows that there is more.
struct ForEachExpansion {
  private let file: String
  /// The lists that parameters have, by name.
  private let lists: [String: [String]]
  /// Loops within loops multiply: no template that CloudFormation takes has more members.
  private static let limit = 5_000
  private var made = 0
  /// The parameters whose lists were written out.
  private(set) var used: Set<String> = []

  init(file: String, lists: [String: [String]]) {
    self.file = file
    self.lists = lists
  }

  /// - Throws: a diagnostic for a loop of another shape, or for too many turns.
  mutating func expanded(_ node: TemplateNode) throws(Diagnostic) -> TemplateNode {
    var result = node
    switch node.content {
    case .list(let elements):
      var all: [TemplateNode] = []
      for element in elements { all.append(try expanded(element)) }
      result.content = .list(all)
    case .call(let function, let argument): result.content = .call(function, try expanded(argument))
    case .map(let members):
      var all: [TemplateNode.Member] = []
      for member in members {
        guard member.name.hasPrefix("Fn::ForEach::") else {
          all.append(TemplateNode.Member(member.name, try expanded(member.value)))
          continue
        }
        all += try loop(member)
      }
      result.content = .map(all)
    default: break
    }
    return result
  }

  private mutating func loop(_ member: TemplateNode.Member) throws(Diagnostic) -> [TemplateNode.Member] {
    let parts = member.value.elements
    guard parts.count == 3, let variable = parts[0].text, parts[2].isMap else {
      throw Diagnostic(
        .error, "`Fn::ForEach` takes a list of a variable, a collection and a mapping",
        at: SourceLocation(file, member.value.position))
    }
    guard let collection = values(parts[1]) else { return [member] }
    var result: [TemplateNode.Member] = []
    for value in collection {
      made += 1
      guard made <= Self.limit else {
        throw Diagnostic(
          .error, "loops make more than \(Self.limit) members", at: SourceLocation(file, member.value.position))
      }
      let body = replaced(parts[2], variable, value)
      for inner in try expanded(body).members { result.append(inner) }
    }
    return result
  }

  private mutating func values(_ node: TemplateNode) -> [String]? {
    switch node.content {
    case .list(let elements):
      let texts = elements.map(\.scalarText)
      return texts.contains(nil) ? nil : texts.compactMap { $0 }
    case .call(.ref, let argument):
      guard let name = argument.text, let list = lists[name] else { return nil }
      used.insert(name)
      return list
    default: return nil
    }
  }

  private func replaced(_ node: TemplateNode, _ variable: String, _ value: String) -> TemplateNode {
    var result = node
    switch node.content {
    case .text(let text): result.content = .text(replaced(text, variable, value))
    case .list(let elements): result.content = .list(elements.map { replaced($0, variable, value) })
    case .map(let members):
      result.content = .map(
        members.map {
          TemplateNode.Member(replaced($0.name, variable, value), replaced($0.value, variable, value))
        })
    case .call(.ref, let argument) where argument.text == variable: result.content = .text(value)
    case .call(let function, let argument): result.content = .call(function, replaced(argument, variable, value))
    default: break
    }
    return result
  }

  private func replaced(_ text: String, _ variable: String, _ value: String) -> String {
    guard text.contains("{\(variable)}") else { return text }
    // `&{X}` leaves out what names of resources cannot have.
    let plain = String(value.filter { $0.isASCII && ($0.isLetter || $0.isNumber) })
    return text.replacing("${\(variable)}", with: value).replacing("&{\(variable)}", with: plain)
  }
}
