import ResourceGraph
import Values

/// Writes the attributes of one Terraform resource, and notes where each came from.
struct AttributeWriter {
  let own: TemplateResource
  let stack: String
  let type: String
  /// Resources that may change what the service writes where nobody set anything.
  let siblings: Siblings
  /// The blocks that are there only if somebody writes them.
  let writtenBlocks: Set<String>
  /// What attributes refer to, by their names joined with dots.
  var references: [String: [TemplateReference]] = [:]
  /// Where values come from, by their path with indexes.
  var places: [String: TemplateIndex.Place] = [:]
  /// The attributes that the mapping covers, by their names joined with dots.
  var covered: Set<String> = []
  /// Those that somebody wrote.
  var written: Set<String> = []
  /// Texts that are JSON documents of which a part is not known, by attribute.
  var documents: [(attribute: String, value: TemplateValue)] = []

  init(own: TemplateResource, stack: String, type: String, siblings: Siblings, writtenBlocks: Set<String>) {
    self.own = own
    self.stack = stack
    self.type = type
    self.siblings = siblings
    self.writtenBlocks = writtenBlocks
  }

  /// Where an attribute stands among the resource's: names alone, and names with indexes.
  struct Spot {
    var names = ""
    var path = ""

    func member(_ name: String) -> Spot {
      Spot(names: names.isEmpty ? name : "\(names).\(name)", path: path.isEmpty ? name : "\(path).\(name)")
    }

    func element(_ index: Int) -> Spot { Spot(names: names, path: "\(path)[\(index)]") }
  }

  mutating func pushRecord(
    _ attributes: [AttributeMapping], _ shape: TerraformShape, _ scope: MappingScope,
    into values: inout ValueArenaBuilder
  ) {
    pushRecord(attributes, shape, scope, Spot(), into: &values)
  }

  private mutating func pushRecord(
    _ attributes: [AttributeMapping], _ shape: TerraformShape, _ scope: MappingScope, _ spot: Spot,
    key: KeyID = .none, into values: inout ValueArenaBuilder
  ) {
    let mark = values.mark
    for attribute in shape.attributes {
      let place = spot.member(attribute.name)
      if let mapping = attributes.first(where: { $0.name == attribute.name }) {
        covered.insert(place.names)
        push(mapping, attribute, scope, place, into: &values)
      } else {
        pushUncovered(attribute, place, into: &values)
      }
    }
    if spot.names.isEmpty, let written = scope.written {
      pushWritten(
        written, "", Spot(names: Self.written, path: Self.written), key: values.key(Self.written), into: &values)
    }
    values.closeContainer(.map, since: mark, key: key, flags: spot.names.isEmpty ? .record : [])
  }

  /// The member under which all properties stand as they are written: no rule reads it, but whoever looks for secrets.
  static let written = "@properties"

  private mutating func pushWritten(
    _ value: TemplateValue, _ property: String, _ spot: Spot, key: KeyID, into values: inout ValueArenaBuilder
  ) {
    if !property.isEmpty {
      places[spot.path] = TemplateIndex.Place(property: property, position: value.position)
    }
    switch value.content {
    case .list(let elements):
      let mark = values.mark
      for (index, element) in elements.enumerated() {
        pushWritten(element, "\(property)[\(index)]", spot.element(index), key: .none, into: &values)
      }
      values.closeContainer(.list, since: mark, key: key)
    case .map(let members):
      let mark = values.mark
      for member in members {
        let name = property.isEmpty ? member.name : "\(property).\(member.name)"
        pushWritten(member.value, name, spot.member(member.name), key: values.key(member.name), into: &values)
      }
      values.closeContainer(.map, since: mark, key: key)
    case .unknown(let unknown): values.push(.unknown(values.reason(unknown.fullReason)), key: key)
    default:
      var node = value.isUnset ? ValueNode.null : scalar(value, .dynamic, spot, &values)
      if value.isSensitive { node.flags.insert(.sensitive) }
      values.push(node, key: key)
    }
  }

  /// Writes the properties of a type that no mapping knows.
  mutating func pushForeign(_ properties: TemplateValue, into values: inout ValueArenaBuilder) {
    let mark = values.mark
    pushWritten(
      properties, "", Spot(names: Self.written, path: Self.written), key: values.key(Self.written), into: &values)
    values.closeContainer(.map, since: mark, flags: .record)
  }

  /// An attribute that the mapping says nothing of: whatever the template may say, it is not seen.
  private func pushUncovered(
    _ attribute: TerraformShape.Attribute, _ spot: Spot, into values: inout ValueArenaBuilder
  ) {
    let key = values.key(attribute.name)
    let isIdentity = attribute.name == "id" || attribute.name == "arn"
    let reason: UnknownReason =
      if isIdentity {
        UnknownReason(.derived, "\(own.id).\(attribute.name)")
      } else if !attribute.isSettable {
        UnknownReason(.notConfigured, spot.names)
      } else {
        UnknownReason(.notVisible, "\(spot.names) of a \(own.type)")
      }
    var node = ValueNode.unknown(values.reason(reason))
    if isIdentity { node.flags.insert(.notNull) }
    values.push(node, key: key)
  }

  private mutating func push(
    _ mapping: AttributeMapping, _ attribute: TerraformShape.Attribute, _ scope: MappingScope, _ spot: Spot,
    into values: inout ValueArenaBuilder
  ) {
    let key = values.key(attribute.name)
    switch mapping.source {
    case .constant(let constant):
      push(constant.value, attribute.kind, attribute, spot, key: key, into: &values)
    case .own(let name):
      let reference = TemplateReference(target: .resource(stack: stack, id: own.id), attribute: name)
      note([reference], spot)
      var node = ValueNode.unknown(values.reason(UnknownReason(.derived, reference.name)))
      node.flags.insert(.notNull)
      values.push(node, key: key)
    case .property(let paths):
      let all = paths.map { $0.value(in: scope) }
      let found =
        all.first { !$0.value.isUnset } ?? all.first ?? PropertyPath.Found(value: TemplateValue(.absent), place: "")
      note(found, spot)
      var isWritten = !found.value.isUnset
      if case .kept? = mapping.transform, found.value.unknown?.isDynamicReference == true { isWritten = false }
      if isWritten { written.insert(spot.names) }
      if case .present? = mapping.transform {
        let truth: TemplateValue.Content =
          found.value.unknown.map { .unknown($0) } ?? .bool(isWritten && found.value.elements?.isEmpty != true)
        var value = found.value
        value.content = truth
        return push(value, attribute.kind, attribute, spot, key: key, into: &values)
      }
      guard isWritten else { return pushUnset(mapping, attribute, spot, key: key, into: &values) }
      if case .camel(let truths)? = mapping.transform {
        return pushDocument(found.value.camelCased(truths: truths), attribute, spot, key: key, into: &values)
      }
      if case .statement? = mapping.transform {
        return pushDocument(found.value.asPolicy, attribute, spot, key: key, into: &values)
      }
      var value = transformed(found.value, mapping.transform)
      if let beside = mapping.beside { value = value.followed(by: beside.value(in: scope).value) }
      push(value, attribute.kind, attribute, spot, key: key, into: &values)
    case .blocks(let path, let inner):
      let found = path.value(in: scope)
      note(found, spot)
      guard !found.value.isUnset else { return pushUnset(mapping, attribute, spot, key: key, into: &values) }
      written.insert(spot.names)
      pushBlocks(found, inner, attribute, scope, spot, key: key, into: &values)
    }
  }

  // MARK: Blocks

  private mutating func pushBlocks(
    _ found: PropertyPath.Found, _ inner: [AttributeMapping], _ attribute: TerraformShape.Attribute,
    _ scope: MappingScope, _ spot: Spot, key: KeyID, into values: inout ValueArenaBuilder
  ) {
    guard found.value.unknown == nil else {
      return push(found.value, .dynamic, attribute, spot, key: key, into: &values)
    }
    switch attribute.kind {
    case .record(let shape):
      pushRecord(inner, shape, MappingScope(root: scope.root, item: found), spot, key: key, into: &values)
    case .list(.record(let shape)):
      let mark = values.mark
      let items: [PropertyPath.Found] =
        found.value.elements?.enumerated().map { index, element in
          PropertyPath.Found(value: element, place: "\(found.place)[\(index)]")
        } ?? [found]
      for (index, item) in items.enumerated() {
        let element = spot.element(index)
        note(item, element)
        if item.value.unknown != nil {
          push(item.value, .dynamic, attribute, element, key: .none, into: &values)
        } else {
          pushRecord(inner, shape, MappingScope(root: scope.root, item: item), element, into: &values)
        }
      }
      values.closeContainer(.list, since: mark, key: key)
    default:
      pushUnknown(.notUnderstood, "\(spot.names), which is no block", key: key, into: &values)
    }
  }

  // MARK: What nobody set

  private mutating func pushUnset(
    _ mapping: AttributeMapping, _ attribute: TerraformShape.Attribute, _ spot: Spot, key: KeyID,
    into values: inout ValueArenaBuilder
  ) {
    switch mapping.unset {
    case .constant(let constant, let unless):
      if let unless, siblings.mayConcern(own.id, unless) {
        return pushUnknown(.notVisible, "\(spot.names) beside resources of type \(unless)", key: key, into: &values)
      }
      return push(constant.value, attribute.kind, attribute, spot, key: key, into: &values)
    case .unknown:
      return pushUnknown(
        .notVisible, "\(spot.names) of a \(own.type), which nobody set,", key: key, into: &values)
    case .plain: break
    }
    // The default takes the place of what nobody set, when the graph is built.
    if mapping.standard != nil { return values.push(.null, key: key) }
    let isWritten = attribute.isBlock ? !spot.names.contains(".") && writtenBlocks.contains(attribute.name) : false
    switch attribute.kind {
    case .list where isWritten || attribute.isBlock && spot.names.contains("."):
      let mark = values.mark
      values.closeContainer(.list, since: mark, key: key)
    case .text where !attribute.isComputed, .list where !attribute.isComputed && !attribute.isBlock,
      .map where !attribute.isComputed && !attribute.isBlock, .record where !attribute.isComputed:
      values.push(.null, key: key)
    default: pushUnknown(.notConfigured, spot.names, key: key, into: &values)
    }
  }

  func pushUnknown(
    _ cause: UnknownReason.Cause, _ detail: String, key: KeyID, into values: inout ValueArenaBuilder
  ) {
    values.push(.unknown(values.reason(UnknownReason(cause, detail))), key: key)
  }

  // MARK: Notes

  private mutating func note(_ found: PropertyPath.Found, _ spot: Spot) {
    places[spot.path] = TemplateIndex.Place(
      property: found.place, position: found.value.isUnset ? nil : found.value.position)
  }

  mutating func note(_ new: [TemplateReference], _ spot: Spot) {
    guard !new.isEmpty else { return }
    for reference in new where references[spot.names]?.contains(reference) != true {
      references[spot.names, default: []].append(reference)
    }
  }
}
