/// A way from a resource's properties to a value, as mappings write it.
///
/// `BucketEncryption.KMSMasterKeyID` steps into members; `EnabledTypes[].Type` takes a member of every element of a list;
/// `Attributes[Key=x|y].Value` takes the first element whose member `Key` is `x` or `y`, `Mappings[Ebs]` the elements that
/// have a member `Ebs`; `Parameters{}` makes a list of objects with `Key` and `Value` of an object's members; `.` is the
/// element that is at hand; a leading `/` starts at the resource's properties again.
public struct PropertyPath: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case member(String)
    case each
    case first(member: String, values: [String])
    case having(String)
    case entries
  }

  let isAbsolute: Bool
  let steps: [Step]
  /// As it is written, without the leading slash.
  public let text: String

  public init(_ text: String) {
    isAbsolute = text.hasPrefix("/")
    let body = text.drop { $0 == "/" }
    self.text = String(body)
    var steps: [Step] = []
    var rest = body
    while !rest.isEmpty {
      if rest.first == "." {
        rest = rest.dropFirst()
      } else if rest.first == "[" {
        let inner = rest.dropFirst().prefix { $0 != "]" }
        if let equals = inner.firstIndex(of: "=") {
          steps.append(
            .first(
              member: String(inner[..<equals]),
              values: inner[inner.index(after: equals)...].split(separator: "|").map(String.init)))
        } else {
          steps.append(inner.isEmpty ? .each : .having(String(inner)))
        }
        rest = rest.dropFirst(inner.count + 2)
      } else if rest.hasPrefix("{}") {
        steps.append(.entries)
        rest = rest.dropFirst(2)
      } else {
        let name = rest.prefix { $0 != "." && $0 != "[" && $0 != "{" }
        steps.append(.member(String(name)))
        rest = rest.dropFirst(name.count)
      }
    }
    self.steps = steps
  }

  /// Whether it starts at the resource's properties rather than at what is at hand.
  public var startsAtProperties: Bool { isAbsolute }

  /// Whether it leads to the members of an object, whose names people choose.
  public var leadsToEntries: Bool { steps.last == .entries }

  /// The names of members on the way, for checks against CloudFormation's schemas.
  public var names: [String] {
    steps.flatMap { step -> [String] in
      switch step {
      case .member(let name): [name]
      default: []
      }
    }
  }

  /// The value at the path, with the place where it stands.
  func value(in scope: MappingScope) -> Found {
    let start = isAbsolute ? scope.root : scope.item
    return Self.follow(steps[...], Found(value: start.value, place: start.place))
  }

  struct Found {
    let value: TemplateValue
    /// The path of the property, without the prefix of the resource.
    let place: String
  }

  private static func follow(_ steps: ArraySlice<Step>, _ found: Found) -> Found {
    guard let step = steps.first else { return found }
    let rest = steps.dropFirst()
    switch found.value.content {
    case .unknown, .absent: return Found(value: found.value, place: extended(found.place, steps))
    default: break
    }
    switch step {
    case .member(let name):
      let place = found.place.isEmpty ? name : "\(found.place).\(name)"
      if let member = found.value[name] {
        return follow(rest, Found(value: member, place: place))
      }
      // A list where one object is expected: its only element.
      if let elements = found.value.elements, elements.count == 1 {
        return follow(steps, Found(value: elements[0], place: "\(found.place)[0]"))
      }
      let missing: TemplateValue =
        if let reason = found.value.openBecause {
          .unknown(.notVisible, reason, at: found.value.position)
        } else if found.value.members != nil || found.value.isUnset {
          TemplateValue(.absent, at: found.value.position)
        } else {
          .unknown(.notUnderstood, "a property of another shape than CloudFormation's", at: found.value.position)
        }
      return Found(value: missing, place: extended(found.place, steps))
    case .each:
      guard let elements = found.value.elements else {
        return found.value.isUnset
          ? Found(value: found.value, place: extended(found.place, steps))
          : follow(rest, Found(value: found.value, place: found.place))
      }
      let values = elements.enumerated().map { index, element in
        follow(rest, Found(value: element, place: "\(found.place)[\(index)]")).value
      }
      return Found(
        value: TemplateValue(.list(values.filter { !$0.isAbsent }), at: found.value.position), place: found.place)
    case .having(let member):
      guard let elements = found.value.elements else {
        return found.value.isUnset || found.value[member] != nil
          ? follow(rest, found) : Found(value: TemplateValue(.absent, at: found.value.position), place: found.place)
      }
      let kept = elements.filter { $0.unknown != nil || $0[member].map { !$0.isUnset } ?? ($0.openBecause != nil) }
      return follow(rest, Found(value: TemplateValue(.list(kept), at: found.value.position), place: found.place))
    case .entries:
      guard let members = found.value.members else { return follow(rest, found) }
      if let reason = found.value.openBecause {
        return Found(value: .unknown(.notVisible, reason, at: found.value.position), place: found.place)
      }
      let entries = members.map { member in
        TemplateValue(
          .map([
            TemplateValue.Member(name: "Key", value: TemplateValue(.text(member.name), at: member.value.position)),
            TemplateValue.Member(name: "Value", value: member.value),
          ]), at: member.value.position)
      }
      return follow(rest, Found(value: TemplateValue(.list(entries), at: found.value.position), place: found.place))
    case .first(let member, let values):
      guard let elements = found.value.elements else {
        return Found(value: TemplateValue(.absent, at: found.value.position), place: extended(found.place, steps))
      }
      for (index, element) in elements.enumerated() {
        if let text = element[member]?.scalarText, values.contains(text) {
          return follow(rest, Found(value: element, place: "\(found.place)[\(index)]"))
        }
      }
      // An entry whose key is not known may be the one.
      if let unknown = elements.first(where: { $0.unknown != nil || $0[member]?.unknown != nil }) {
        return Found(
          value: .unknown(.derived, unknown.firstUnknown?.reason.detail ?? "an entry", at: unknown.position),
          place: found.place)
      }
      return Found(value: TemplateValue(.absent, at: found.value.position), place: extended(found.place, steps))
    }
  }

  private static func extended(_ place: String, _ steps: ArraySlice<Step>) -> String {
    var text = place
    for step in steps {
      switch step {
      case .member(let name): text += text.isEmpty ? name : ".\(name)"
      case .each, .having, .entries: break
      case .first(let member, let values): text += "[\(member)=\(values.joined(separator: "|"))]"
      }
    }
    return text
  }
}

/// Where the paths of a mapping start.
struct MappingScope {
  let root: PropertyPath.Found
  let item: PropertyPath.Found
  /// All properties as they are written, for the resource that the logical id stands for.
  var written: TemplateValue?
}
