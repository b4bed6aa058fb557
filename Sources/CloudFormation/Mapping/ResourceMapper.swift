import Diagnostics
import ResourceGraph
import Values

/// Turns the resources of a stack into resources of Terraform's vocabulary.
struct ResourceMapper {
  let vocabulary: Vocabulary
  private(set) var index = TemplateIndex()
  private var addresses: Set<String> = []

  init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Adds the resources of one stack; nested stacks are added by their own calls.
  ///
  /// - Parameters:
  ///   - document: the number of the template's document.
  ///   - doubt: why the stack itself may not exist, nil if it certainly does.
  ///   - calls: where the stacks around it name their templates.
  mutating func add(
    _ stack: inout StackEvaluator, document: Int, doubt: String?, calls: [SourceLocation],
    to builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    let siblings = try Siblings(in: &stack, of: vocabulary.awaitedTypes)
    for resource in stack.template.resources {
      var own = doubt
      switch try stack.exists(resource.condition, at: resource.position) {
      case .no: continue
      case .unknown(let what): own = own ?? "whether it is created depends on \(what)"
      case .yes: break
      }
      let context = Context(
        resource: resource, stack: stack.path, document: document, doubt: own, calls: calls, file: stack.template.file,
        siblings: siblings)
      let properties = try self.properties(of: resource, &stack)
      try add(properties, context, to: &builder)
    }
  }

  private struct Context {
    let resource: TemplateResource
    let stack: String
    let document: Int
    let doubt: String?
    let calls: [SourceLocation]
    let file: String
    let siblings: Siblings

    /// `Network/AWS::EC2::VPC.Vpc`
    var address: String { "\(stack.isEmpty ? "" : stack + "/")\(resource.type).\(resource.id)" }
  }

  /// The properties, with the policies beside them under names that no property has.
  private func properties(of resource: TemplateResource, _ stack: inout StackEvaluator) throws(Diagnostic)
    -> TemplateValue
  {
    var value = try resource.properties.map { (node) throws(Diagnostic) in try stack.value(node) }
    if value == nil || value?.isUnset == true { value = TemplateValue(.map([]), at: resource.position) }
    guard var value, let members = value.members else {
      return value ?? TemplateValue(.absent)
    }
    var all = members
    for (name, node) in [
      ("@DeletionPolicy", resource.deletionPolicy), ("@UpdateReplacePolicy", resource.updateReplacePolicy),
    ] {
      if let node { all.append(TemplateValue.Member(name: name, value: try stack.value(node))) }
    }
    value.content = .map(all)
    return value
  }

  private mutating func add(
    _ properties: TemplateValue, _ context: Context, to builder: inout ResourceGraphBuilder
  ) throws(Diagnostic) {
    let root = PropertyPath.Found(value: properties, place: "")
    let mapping = vocabulary.mappings[context.resource.type]
    for (number, target) in (mapping?.resources ?? []).enumerated() {
      guard let shape = vocabulary.shapes[target.type] else { continue }
      for instance in instances(of: target, root) {
        add(target, shape, instance, number, root, context, to: &builder)
      }
    }
    if mapping == nil { addForeign(properties, context, to: &builder) }
  }

  /// One resource that a target makes.
  private struct Instance {
    let item: PropertyPath.Found
    /// What tells its address from the others', such as `Policies[0]`.
    let suffix: String
    let doubt: String?
  }

  private func instances(of target: TypeMapping.Target, _ root: PropertyPath.Found) -> [Instance] {
    var doubt: String?
    let scope = MappingScope(root: root, item: root)
    for restriction in target.only {
      let found = restriction.path.value(in: scope).value
      if let text = found.scalarText {
        if !restriction.values.contains(text) { return [] }
      } else if found.isUnset {
        if !restriction.orUnset { return [] }
      } else if restriction.values.isEmpty, found.unknown?.isNotNull != false {
        return []
      } else {
        doubt = "\(restriction.path.text) is known only after apply"
      }
    }
    if let when = target.when {
      let found = when.value(in: scope)
      if found.value.isUnset || found.value.elements?.isEmpty == true { return [] }
      if found.value.unknown?.isNotNull == false { doubt = "\(when.text) is known only after apply" }
      guard target.each != nil else { return [Instance(item: root, suffix: when.text, doubt: doubt)] }
    }
    guard let each = target.each else { return [Instance(item: root, suffix: "", doubt: doubt)] }
    let list = each.value(in: scope)
    if list.value.isUnset { return [] }
    guard let elements = list.value.elements else {
      let why = list.value.unknown?.isNotNull == false ? "\(each.text) is known only after apply" : nil
      return [Instance(item: list, suffix: each.text, doubt: doubt ?? why)]
    }
    return elements.enumerated().map { index, element in
      let item = PropertyPath.Found(value: element, place: "\(list.place)[\(index)]")
      // An element that is unknown as a whole may be no element.
      let isDoubtful = element.unknown.map { !$0.isNotNull } ?? false
      return Instance(
        item: item, suffix: item.place,
        doubt: doubt ?? (isDoubtful ? "\(item.place) is known only after apply" : nil))
    }
  }

  private mutating func add(
    _ target: TypeMapping.Target, _ shape: TerraformShape, _ instance: Instance, _ number: Int,
    _ root: PropertyPath.Found, _ context: Context, to builder: inout ResourceGraphBuilder
  ) {
    var address = context.address + (instance.suffix.isEmpty ? "" : ".\(instance.suffix)")
    if !addresses.insert(address).inserted {
      address += " (\(target.type))"
      addresses.insert(address)
    }
    var writer = AttributeWriter(
      own: context.resource, stack: context.stack, type: target.type, siblings: context.siblings,
      writtenBlocks: vocabulary.writtenBlocks[target.type] ?? [])
    let scope = MappingScope(root: root, item: instance.item, written: number == 0 ? root.value : nil)
    writer.pushRecord(target.attributes, shape, scope, into: &builder.values)
    let doubt = context.doubt ?? instance.doubt
    let values = builder.values.finishRoot()
    let id = builder.nextResource
    for (attribute, document) in writer.documents {
      PartialDocument(document).push(into: &builder.values)
      builder.addPartialText(builder.values.finishRoot(), of: id, attribute: attribute)
    }
    builder.add(
      Resource(
        address: address, type: target.type, name: context.resource.id, mode: .managed, module: context.stack,
        providerScope: "cloudformation", action: .create, values: values,
        origin: ResourceOrigin(document: context.document, position: context.resource.position), doubt: doubt))
    index.add(
      TemplateIndex.Entry(
        stack: context.stack, resource: context.resource.id, isPrimary: number == 0, type: target.type,
        references: writer.references, places: writer.places, covered: writer.covered, written: writer.written,
        all: root.value.allReferences, file: context.file, position: context.resource.position, calls: context.calls),
      id: id)
  }

  /// A type that no mapping knows stays what it is: nothing judges it, and the report can say so.
  private mutating func addForeign(
    _ properties: TemplateValue, _ context: Context, to builder: inout ResourceGraphBuilder
  ) {
    var writer = AttributeWriter(
      own: context.resource, stack: context.stack, type: context.resource.type, siblings: Siblings(), writtenBlocks: [])
    writer.pushForeign(properties, into: &builder.values)
    let id = builder.nextResource
    addresses.insert(context.address)
    builder.add(
      Resource(
        address: context.address, type: context.resource.type, name: context.resource.id, mode: .managed,
        module: context.stack, providerScope: "cloudformation", action: .create, values: builder.values.finishRoot(),
        origin: ResourceOrigin(document: context.document, position: context.resource.position), doubt: context.doubt))
    index.add(
      TemplateIndex.Entry(
        stack: context.stack, resource: context.resource.id, isPrimary: true, type: context.resource.type,
        references: [:], places: writer.places, covered: [], written: [], all: properties.allReferences,
        file: context.file,
        position: context.resource.position, calls: context.calls),
      id: id)
  }

  mutating func add(exports: [(name: String?, references: [TemplateReference])]) { index.add(exports: exports) }
}
