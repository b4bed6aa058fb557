import Values

/// Values as the attributes of the provider have them.
extension AttributeWriter {
  mutating func push(
    _ value: TemplateValue, _ kind: TerraformShape.Kind, _ attribute: TerraformShape.Attribute, _ spot: Spot,
    key: KeyID, into values: inout ValueArenaBuilder
  ) {
    note(value.allReferences, spot)
    var node: ValueNode
    let isSensitive = value.isSensitive || attribute.isSensitive
    switch (value.content, kind) {
    case (.unknown(let unknown), _):
      node = .unknown(values.reason(unknown.fullReason))
      if unknown.isNotNull { node.flags.insert(.notNull) }
    case (.absent, _), (.null, _): node = .null
    case (.list(let elements), .list(let inner)):
      return pushList(elements, inner, attribute, spot, key: key, isSensitive, into: &values)
    case (.list(let elements), .dynamic):
      return pushList(elements, .dynamic, attribute, spot, key: key, isSensitive, into: &values)
    case (.map(let members), .dynamic):
      return pushMap(members, value.openBecause, .dynamic, attribute, spot, key: key, isSensitive, into: &values)
    case (.map, .record(let shape)):
      let mark = values.mark
      for field in shape.attributes {
        push(
          value[field.name] ?? TemplateValue(.null), field.kind, field, spot.member(field.name),
          key: values.key(field.name), into: &values)
      }
      return values.closeContainer(.map, since: mark, key: key)
    case (_, .list(let inner)):
      return pushList([value], inner, attribute, spot, key: key, isSensitive, into: &values)
    case (.map(let members), .map(let inner)):
      return pushMap(members, value.openBecause, inner, attribute, spot, key: key, isSensitive, into: &values)
    case (.list(let elements), .map(let inner)):
      let members = elements.compactMap { element -> TemplateValue.Member? in
        guard let name = (element["Key"] ?? element["Name"])?.scalarText else { return nil }
        return TemplateValue.Member(name: name, value: element["Value"] ?? TemplateValue(.null))
      }
      let open = members.count == elements.count ? nil : "an entry whose name is known only after apply"
      return pushMap(members, open, inner, attribute, spot, key: key, isSensitive, into: &values)
    case (.list, .text), (.map, .text):
      return pushDocument(value, attribute, spot, key: key, into: &values)
    default: node = scalar(value, kind, spot, &values)
    }
    if isSensitive { node.flags.insert(.sensitive) }
    values.push(node, key: key)
  }

  /// A list or map where the attribute has a JSON text.
  mutating func pushDocument(
    _ value: TemplateValue, _ attribute: TerraformShape.Attribute, _ spot: Spot, key: KeyID,
    into values: inout ValueArenaBuilder
  ) {
    note(value.allReferences, spot)
    var node: ValueNode
    if value.isWhollyKnown {
      node = values.stringNode(value.json)
    } else {
      node = .unknown(values.reason(value.firstUnknown?.reason ?? UnknownReason(.derived, spot.names)))
      node.flags.insert(.notNull)
      if !spot.names.contains(".") { documents.append((spot.names, value)) }
    }
    if attribute.isSensitive || value.hasSensitivePart { node.flags.insert(.sensitive) }
    values.push(node, key: key)
  }

  mutating func pushList(
    _ elements: [TemplateValue], _ kind: TerraformShape.Kind, _ attribute: TerraformShape.Attribute, _ spot: Spot,
    key: KeyID, _ isSensitive: Bool, into values: inout ValueArenaBuilder
  ) {
    let mark = values.mark
    for (index, element) in elements.enumerated() where !element.isAbsent {
      push(element, kind, attribute, spot.element(index), key: .none, into: &values)
    }
    values.closeContainer(.list, since: mark, key: key, flags: isSensitive ? .sensitive : [])
  }

  mutating func pushMap(
    _ members: [TemplateValue.Member], _ openBecause: String?, _ kind: TerraformShape.Kind,
    _ attribute: TerraformShape.Attribute, _ spot: Spot, key: KeyID, _ isSensitive: Bool,
    into values: inout ValueArenaBuilder
  ) {
    // A map that may have further members is not known: what is not there may be there.
    if let openBecause { return pushUnknown(.notVisible, openBecause, key: key, into: &values) }
    let mark = values.mark
    var seen: Set<String> = []
    for member in members where seen.insert(member.name).inserted {
      push(member.value, kind, attribute, spot.member(member.name), key: values.key(member.name), into: &values)
    }
    values.closeContainer(.map, since: mark, key: key, flags: isSensitive ? .sensitive : [])
  }

  /// A scalar as the attribute's type has it; CloudFormation takes texts for numbers and truth values.
  func scalar(
    _ value: TemplateValue, _ kind: TerraformShape.Kind, _ spot: Spot, _ values: inout ValueArenaBuilder
  ) -> ValueNode {
    let text = value.scalarText
    switch kind {
    case .text: if let text { return values.stringNode(text) }
    case .number:
      if let text, let number = Int64(text) { return .int(number) }
      if let text, let number = Double(text) { return .double(number) }
    case .bool:
      switch text?.lowercased() {
      case "true": return .bool(true)
      case "false": return .bool(false)
      default: break
      }
    case .dynamic:
      switch value.content {
      case .bool(let truth): return .bool(truth)
      case .int(let number): return .int(number)
      case .double(let number): return .double(number)
      default: if let text { return values.stringNode(text) }
      }
    default: break
    }
    return .unknown(
      values.reason(UnknownReason(.notUnderstood, "\(spot.names), whose value has another type than CloudFormation's")))
  }

  func transformed(_ value: TemplateValue, _ transform: AttributeMapping.Transform?) -> TemplateValue {
    guard let transform, value.unknown == nil else { return value }
    if let elements = value.elements {
      var list = value
      list.content = .list(elements.map { transformed($0, transform) })
      return list
    }
    guard let text = value.scalarText else { return value }
    var result = value
    switch transform {
    case .values(let pairs):
      if let pair = pairs.first(where: { $0.from == text }) { result.content = pair.to.value.content }
    case .not:
      switch text.lowercased() {
      case "true": result.content = .bool(false)
      case "false": result.content = .bool(true)
      default: break
      }
    case .lower: result.content = .text(text.lowercased())
    case .prefix(let prefix): result.content = .text(prefix + text)
    case .present, .camel, .statement, .kept: break
    }
    return result
  }
}

extension AttributeMapping.Constant {
  var value: TemplateValue {
    switch self {
    case .null: TemplateValue(.null)
    case .bool(let value): TemplateValue(.bool(value))
    case .number(let value):
      TemplateValue(Int64(exactly: value).map { .int($0) } ?? .double(value))
    case .text(let text): TemplateValue(.text(text))
    case .list(let elements): TemplateValue(.list(elements.map(\.value)))
    case .map(let members):
      TemplateValue(.map(members.map { TemplateValue.Member(name: $0.name, value: $0.value.value) }))
    }
  }
}
