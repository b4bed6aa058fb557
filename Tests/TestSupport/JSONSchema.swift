/// Validates values against a JSON Schema (draft 2020-12), as far as the schemas of this project go.
///
/// Keywords that it does not know are an error, so that no schema is taken for checked that is not.
public struct JSONSchema {
  private let root: JSONTree
  private static let annotations: Set<String> = [
    "$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "format", "deprecated",
  ]

  public init(_ root: JSONTree) { self.root = root }

  /// What is wrong with a value, each with the JSON pointer to it.
  public func problems(_ value: JSONTree) -> [String] { problems(value, root, "") }

  private func problems(_ value: JSONTree, _ schema: JSONTree, _ place: String) -> [String] {
    if let truth = schema.bool { return truth ? [] : ["\(place): nothing is allowed here"] }
    return schema.members.flatMap { keyword -> [String] in
      Self.annotations.contains(keyword.name) ? [] : check(keyword.name, keyword.value, value, schema, place)
    }
  }

  private func check(
    _ keyword: String, _ argument: JSONTree, _ value: JSONTree, _ schema: JSONTree, _ place: String
  ) -> [String] {
    switch keyword {
    case "$ref": return reference(argument, value, place)
    case "type":
      return type(argument, value) ? [] : ["\(place): expected \(String(decoding: argument.bytes, as: UTF8.self))"]
    case "enum": return argument.elements.contains(value) ? [] : ["\(place): not one of the values"]
    case "const": return argument == value ? [] : ["\(place): not the value"]
    case "allOf": return argument.elements.flatMap { problems(value, $0, place) }
    case "anyOf":
      return argument.elements.contains { problems(value, $0, place).isEmpty } ? [] : ["\(place): none of anyOf"]
    case "oneOf":
      let count = argument.elements.count { problems(value, $0, place).isEmpty }
      return count == 1 ? [] : ["\(place): \(count) of oneOf"]
    case "not": return problems(value, argument, place).isEmpty ? ["\(place): is what it must not be"] : []
    case "if":
      let branch = problems(value, argument, place).isEmpty ? schema["then"] : schema["else"]
      return branch.map { problems(value, $0, place) } ?? []
    case "then", "else": return []
    default:
      switch value {
      case .string(let text): return string(keyword, argument, text, place)
      case .number(let number): return self.number(keyword, argument, number, place)
      case .array(let elements): return array(keyword, argument, elements, place)
      case .object(let members): return object(keyword, argument, members, schema, place)
      default: return Self.known.contains(keyword) ? [] : ["\(place): unknown keyword \(keyword)"]
      }
    }
  }

  private static let known: Set<String> = [
    "pattern", "minLength", "maxLength", "minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems",
    "properties",
    "required", "additionalProperties", "propertyNames", "minProperties", "maxProperties", "patternProperties",
  ]

  private func unknown(_ keyword: String, _ place: String) -> [String] {
    Self.known.contains(keyword) ? [] : ["\(place): unknown keyword \(keyword)"]
  }

  private func reference(_ argument: JSONTree, _ value: JSONTree, _ place: String) -> [String] {
    guard let text = argument.string, text.hasPrefix("#"), let target = root.at(pointer: String(text.dropFirst()))
    else {
      return ["\(place): $ref leads nowhere"]
    }
    return problems(value, target, place)
  }

  private func type(_ argument: JSONTree, _ value: JSONTree) -> Bool {
    let names = argument.string.map { [$0] } ?? argument.elements.compactMap(\.string)
    return names.contains { name in
      switch (name, value) {
      case ("null", .null), ("boolean", .bool), ("number", .number), ("string", .string), ("array", .array),
        ("object", .object):
        true
      case ("integer", .number(let number)): number == number.rounded()
      default: false
      }
    }
  }

  private func string(_ keyword: String, _ argument: JSONTree, _ text: String, _ place: String) -> [String] {
    switch keyword {
    case "pattern":
      guard let regex = try? Regex(argument.string ?? "") else { return ["\(place): the pattern is no expression"] }
      return text.contains(regex) ? [] : ["\(place): does not match \(argument.string ?? "")"]
    case "minLength": return text.unicodeScalars.count >= Int(argument.number ?? 0) ? [] : ["\(place): too short"]
    case "maxLength": return text.unicodeScalars.count <= Int(argument.number ?? 0) ? [] : ["\(place): too long"]
    default: return unknown(keyword, place)
    }
  }

  private func number(_ keyword: String, _ argument: JSONTree, _ number: Double, _ place: String) -> [String] {
    switch keyword {
    case "minimum": return number >= argument.number ?? 0 ? [] : ["\(place): too small"]
    case "maximum": return number <= argument.number ?? 0 ? [] : ["\(place): too large"]
    default: return unknown(keyword, place)
    }
  }

  private func array(_ keyword: String, _ argument: JSONTree, _ elements: [JSONTree], _ place: String) -> [String] {
    switch keyword {
    case "items": return elements.enumerated().flatMap { problems($1, argument, "\(place)/\($0)") }
    case "minItems": return elements.count >= Int(argument.number ?? 0) ? [] : ["\(place): too few"]
    case "maxItems": return elements.count <= Int(argument.number ?? 0) ? [] : ["\(place): too many"]
    case "uniqueItems":
      let repeated = elements.indices.contains { elements[..<$0].contains(elements[$0]) }
      return argument.bool == true && repeated ? ["\(place): not unique"] : []
    default: return unknown(keyword, place)
    }
  }

  private func object(
    _ keyword: String, _ argument: JSONTree, _ members: [JSONTree.Member], _ schema: JSONTree, _ place: String
  ) -> [String] {
    switch keyword {
    case "required":
      let names = Set(members.map(\.name))
      return argument.elements.compactMap(\.string).filter { !names.contains($0) }.map { "\(place): needs \($0)" }
    case "properties":
      return members.flatMap { member in
        argument[member.name].map { problems(member.value, $0, "\(place)/\(member.name)") } ?? []
      }
    case "additionalProperties":
      let patterns = (schema["patternProperties"]?.members ?? []).compactMap { try? Regex($0.name) }
      return members.filter { member in
        schema["properties"]?[member.name] == nil && !patterns.contains { member.name.contains($0) }
      }.flatMap { member in
        argument.bool == false
          ? ["\(place): unknown member \(member.name)"] : problems(member.value, argument, "\(place)/\(member.name)")
      }
    case "patternProperties":
      return argument.members.flatMap { pattern in
        guard let regex = try? Regex(pattern.name) else { return ["\(place): the pattern is no expression"] }
        return members.filter { $0.name.contains(regex) }.flatMap {
          problems($0.value, pattern.value, "\(place)/\($0.name)")
        }
      }
    case "propertyNames": return members.flatMap { problems(.string($0.name), argument, "\(place)/\($0.name)") }
    case "minProperties": return members.count >= Int(argument.number ?? 0) ? [] : ["\(place): too few members"]
    case "maxProperties": return members.count <= Int(argument.number ?? 0) ? [] : ["\(place): too many members"]
    default: return unknown(keyword, place)
    }
  }
}
