import CLibYAML
import Diagnostics
import Values

/// Reads YAML with libyaml into an arena, with line and column on every node.
///
/// Refused: duplicate keys, keys that are no scalars, unknown tags, nesting deeper than ``depthLimit`` (libyaml's own
/// time is quadratic in flow depth), aliases that expand to more than ``expansionLimit`` nodes.
public enum YAMLReader {
  public static let depthLimit = 100
  static let tagPrefix = "tag:yaml.org,2002:"
  /// Nodes that aliases may add to one stream, counted as if they were copied.
  public static let expansionLimit = 100_000

  /// Reads all documents of a stream.
  ///
  /// - Returns: the roots, in order; a document with nothing in it is null.
  public static func read(
    _ document: InputDocument, schema: YAMLSchema = .core, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> [NodeID] {
    try checkText(document)
    return try document.bytes.withUnsafeBufferPointer { buffer throws(Diagnostic) in
      let events = try YAMLEvents(buffer, name: document.name)
      var composer = YAMLComposer(events: events, name: document.name, schema: schema)
      return try composer.documents(into: &builder)
    }
  }
}

/// Turns events into nodes.
private struct YAMLComposer: ~Copyable {
  var events: YAMLEvents
  let name: String
  let schema: YAMLSchema
  /// Anchored values; a value shares its children with every alias of it.
  private var anchors: [String: (node: ValueNode, size: Int)] = [:]
  private var expanded = 0

  init(events: consuming YAMLEvents, name: String, schema: YAMLSchema) {
    self.events = events
    self.name = name
    self.schema = schema
  }

  mutating func documents(into builder: inout ValueArenaBuilder) throws(Diagnostic) -> [NodeID] {
    var roots: [NodeID] = []
    while true {
      let event = try events.next()
      switch event.pointee.type {
      case YAML_STREAM_END_EVENT: return roots
      case YAML_DOCUMENT_START_EVENT:
        anchors.removeAll(keepingCapacity: true)
        _ = try node(try events.next(), key: .none, depth: 0, into: &builder)
        roots.append(builder.finishRoot())
      default: continue
      }
    }
  }

  /// Pushes the value that begins with `event`; the result is its number of nodes, aliases expanded.
  private mutating func node(
    _ event: UnsafePointer<yaml_event_t>, key: KeyID, depth: Int, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let position = SourcePosition(event.pointee.start_mark)
    guard depth <= YAMLReader.depthLimit else {
      throw problem("is nested deeper than \(YAMLReader.depthLimit) levels", position)
    }
    switch event.pointee.type {
    case YAML_ALIAS_EVENT: return try alias(event, key: key, position, into: &builder)
    case YAML_SCALAR_EVENT: return try scalar(event, key: key, position, into: &builder)
    case YAML_SEQUENCE_START_EVENT:
      let anchor = text(event.pointee.data.sequence_start.anchor)
      try checkTag(text(event.pointee.data.sequence_start.tag), position)
      return try sequence(key: key, depth: depth, anchor: anchor, position, into: &builder)
    case YAML_MAPPING_START_EVENT:
      let anchor = text(event.pointee.data.mapping_start.anchor)
      try checkTag(text(event.pointee.data.mapping_start.tag), position)
      return try mapping(key: key, depth: depth, anchor: anchor, position, into: &builder)
    default: throw problem("unexpected structure", position)
    }
  }

  private mutating func sequence(
    key: KeyID, depth: Int, anchor: String?, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let mark = builder.mark
    var size = 1
    while true {
      let event = try events.next()
      if event.pointee.type == YAML_SEQUENCE_END_EVENT { break }
      size += try node(event, key: .none, depth: depth + 1, into: &builder)
    }
    builder.closeContainer(.list, since: mark, key: key, at: position)
    remember(anchor, size, builder)
    return size
  }

  private mutating func mapping(
    key: KeyID, depth: Int, anchor: String?, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let mark = builder.mark
    var size = 1
    var seen: Set<KeyID> = []
    var merged: [ValueNode] = []
    var isMerging = false
    while true {
      let event = try events.next()
      if event.pointee.type == YAML_MAPPING_END_EVENT { break }
      let keyPosition = SourcePosition(event.pointee.start_mark)
      let (name, plain) = try keyText(event, keyPosition, &builder)
      if plain, name == "<<" {
        guard !isMerging else { throw problem("duplicate key `<<`, expected a list of mappings to merge", keyPosition) }
        isMerging = true
        size += try node(try events.next(), key: .none, depth: depth + 1, into: &builder)
        merged += try mergeSources(builder.removeTop(), keyPosition, builder)
        continue
      }
      let memberKey = builder.key(name)
      guard seen.insert(memberKey).inserted else {
        throw problem("duplicate key `\(safeText(name, limit: 200))`, expected each key once in a mapping", keyPosition)
      }
      size += try node(try events.next(), key: memberKey, depth: depth + 1, into: &builder)
    }
    for source in merged {
      for index in 0..<source.childCount {
        let child = builder.child(index, of: source)
        if seen.insert(child.key).inserted { builder.push(child, key: child.key, at: position) }
      }
    }
    builder.closeContainer(.map, since: mark, key: key, at: position)
    remember(anchor, size, builder)
    return size
  }

  private func mergeSources(_ value: ValueNode?, _ position: SourcePosition, _ builder: ValueArenaBuilder)
    throws(Diagnostic) -> [ValueNode]
  {
    let sources: [ValueNode] =
      switch value?.kind {
      case .map: value.map { [$0] } ?? []
      case .list: value.map { list in (0..<list.childCount).map { builder.child($0, of: list) } } ?? []
      default: []
      }
    guard !sources.isEmpty, sources.allSatisfy({ $0.kind == .map }) else {
      throw problem("`<<` merges mappings, expected a mapping or a list of mappings", position)
    }
    return sources
  }

  private mutating func keyText(
    _ event: UnsafePointer<yaml_event_t>, _ position: SourcePosition, _ builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> (text: String, plain: Bool) {
    if event.pointee.type == YAML_ALIAS_EVENT {
      let anchor = text(event.pointee.data.alias.anchor) ?? ""
      guard let value = anchors[anchor], value.node.kind == .string else {
        throw problem("a mapping key must be a scalar", position)
      }
      return (builder.text(of: value.node), false)
    }
    guard event.pointee.type == YAML_SCALAR_EVENT else { throw problem("a mapping key must be a scalar", position) }
    let scalar = event.pointee.data.scalar
    let utf8 = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    if let anchor = text(scalar.anchor) { anchors[anchor] = (builder.stringNode(utf8: utf8), 1) }
    return (String(decoding: utf8, as: UTF8.self), scalar.style == YAML_PLAIN_SCALAR_STYLE)
  }

  private mutating func alias(
    _ event: UnsafePointer<yaml_event_t>, key: KeyID, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let anchor = text(event.pointee.data.alias.anchor) ?? ""
    guard let value = anchors[anchor] else {
      throw problem("alias `*\(safeText(anchor, limit: 100))` has no anchor before it", position)
    }
    expanded = expanded.addingReportingOverflow(value.size).partialValue
    guard expanded >= 0, expanded <= YAMLReader.expansionLimit else {
      throw problem("aliases expand to more than \(YAMLReader.expansionLimit) nodes", position)
    }
    builder.push(value.node, key: key, at: position)
    return value.size
  }

  private mutating func scalar(
    _ event: UnsafePointer<yaml_event_t>, key: KeyID, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let scalar = event.pointee.data.scalar
    let utf8 = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    let tag = text(scalar.tag)
    try checkTag(tag, position)
    let plain = scalar.plain_implicit == 1 && scalar.style == YAML_PLAIN_SCALAR_STYLE
    let name = tag.map { String($0.dropFirst(YAMLReader.tagPrefix.count)) }
    let forced = name.map { ["null", "bool", "int", "float"].contains($0) } ?? false
    let value = plain || forced ? plainScalar(String(decoding: utf8, as: UTF8.self), schema) : nil
    if forced, let name, !Self.isValue(value, of: name) { throw problem("the value is no `!!\(name)`", position) }
    builder.push(value ?? builder.stringNode(utf8: utf8), key: key, at: position)
    remember(text(scalar.anchor), 1, builder)
    return 1
  }

  /// Tags of YAML's own types; any other asks for a type that only some program knows.
  private func checkTag(_ tag: String?, _ position: SourcePosition) throws(Diagnostic) {
    guard let tag, tag != "!" else { return }
    let name = tag.hasPrefix(YAMLReader.tagPrefix) ? tag.dropFirst(YAMLReader.tagPrefix.count) : ""
    let known = ["null", "bool", "int", "float", "str", "seq", "map", "binary", "timestamp", "merge", "value"]
    guard !known.contains(String(name)) else { return }
    throw problem("unknown tag `\(safeText(tag, limit: 100))`, expected none, or one of YAML's own types", position)
  }

  private static func isValue(_ value: ValueNode?, of tag: String) -> Bool {
    switch (tag, value?.kind) {
    case ("null", .null), ("bool", .bool), ("int", .int), ("float", .double), ("float", .int): true
    default: false
    }
  }

  private mutating func remember(_ anchor: String?, _ size: Int, _ builder: ValueArenaBuilder) {
    guard let anchor, let node = builder.top else { return }
    anchors[anchor] = (node, size)
  }

  private func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? { pointer.map { String(cString: $0) } }

  private func problem(_ message: String, _ position: SourcePosition) -> Diagnostic {
    Diagnostic(
      .error, message, at: SourceLocation(file: name, line: Int(position.line), column: Int(position.column)))
  }
}
