import CLibYAML
import Diagnostics
import Values

/// Turns events into nodes.
struct YAMLComposer: ~Copyable {
  private var events: YAMLEvents
  private let name: String
  private let schema: YAMLSchema
  private let shortTags: [String: String]
  /// Anchored values; a value shares its children with every alias of it.
  private var anchors: [String: (node: ValueNode, size: Int)] = [:]
  private var expanded = 0
  /// The line, from 0, where the document begins that is being read.
  private(set) var documentLine = 0

  init(events: consuming YAMLEvents, name: String, schema: YAMLSchema, shortTags: [String: String]) {
    documentLine = events.firstLine
    self.events = events
    self.name = name
    self.schema = schema
    self.shortTags = shortTags
  }

  /// Reads documents up to the end of the stream; each root is appended as soon as it is read.
  mutating func documents(into builder: inout ValueArenaBuilder, _ roots: inout [NodeID]) throws(Diagnostic) {
    while true {
      let event = try events.next()
      switch event.pointee.type {
      case YAML_STREAM_END_EVENT: return
      case YAML_DOCUMENT_START_EVENT:
        documentLine = events.firstLine + Int(event.pointee.start_mark.line)
        if !anchors.isEmpty { anchors.removeAll(keepingCapacity: true) }
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
    let position = events.position(event)
    guard depth <= YAMLReader.depthLimit else {
      throw problem("is nested deeper than \(YAMLReader.depthLimit) levels", position)
    }
    switch event.pointee.type {
    case YAML_SCALAR_EVENT:
      let anchor = event.pointee.data.scalar.anchor.map { String(cString: $0) }
      try scalar(event, key: key, position, into: &builder)
      remember(anchor, 1, builder)
      return 1
    case YAML_ALIAS_EVENT: return try alias(event, key: key, position, into: &builder)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.pointee.data.sequence_start
      return try collection(.list, start.anchor, start.tag, key: key, depth: depth, position, into: &builder)
    case YAML_MAPPING_START_EVENT:
      let start = event.pointee.data.mapping_start
      return try collection(.map, start.anchor, start.tag, key: key, depth: depth, position, into: &builder)
    default: throw problem("unexpected structure", position)
    }
  }

  private mutating func collection(
    _ kind: ValueKind, _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?, key: KeyID,
    depth: Int, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let anchor = anchor.map { String(cString: $0) }
    let member = try shortTag(tag, position)
    let mark = builder.mark
    let inner = member.map { builder.key($0) } ?? key
    var size =
      kind == .list
      ? try sequence(key: inner, depth: depth, position, into: &builder)
      : try mapping(key: inner, depth: depth, position, into: &builder)
    if member != nil {
      builder.closeContainer(.map, since: mark, key: key, at: position)
      size += 1
    }
    remember(anchor, size, builder)
    return size
  }

  private mutating func sequence(
    key: KeyID, depth: Int, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let mark = builder.mark
    var size = 1
    while true {
      let event = try events.next()
      if event.pointee.type == YAML_SEQUENCE_END_EVENT { break }
      size += try node(event, key: .none, depth: depth + 1, into: &builder)
    }
    builder.closeContainer(.list, since: mark, key: key, at: position)
    return size
  }

  private mutating func mapping(
    key: KeyID, depth: Int, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let mark = builder.mark
    var size = 1
    var names = MemberNames(mark: mark)
    var merged: (sources: [ValueNode], membersBefore: Int)?
    while true {
      let event = try events.next()
      if event.pointee.type == YAML_MAPPING_END_EVENT { break }
      let keyPosition = events.position(event)
      guard let memberKey = try self.key(event, keyPosition, &builder) else {
        guard merged == nil else {
          throw problem("duplicate key `<<`, expected a list of mappings to merge", keyPosition)
        }
        let membersBefore = builder.mark - mark
        size += try node(try events.next(), key: .none, depth: depth + 1, into: &builder)
        merged = (try mergeSources(builder.removeTop(), keyPosition, builder), membersBefore)
        continue
      }
      guard names.insert(memberKey, builder) else {
        let name = safeText(builder.name(memberKey), limit: 200)
        throw problem("duplicate key `\(name)`, expected each key once in a mapping", keyPosition)
      }
      size += try node(try events.next(), key: memberKey, depth: depth + 1, into: &builder)
    }
    if let merged { merge(merged.sources, over: merged.membersBefore, &names, mark, position, &builder) }
    builder.closeContainer(.map, since: mark, key: key, at: position)
    return size
  }

  /// Adds the members of merged mappings that are not there; the first source that has a member counts.
  private func merge(
    _ sources: [ValueNode], over membersBefore: Int, _ names: inout MemberNames, _ mark: Int,
    _ position: SourcePosition, _ builder: inout ValueArenaBuilder
  ) {
    var replaced: Set<KeyID> = []
    for source in sources {
      for index in 0..<source.childCount {
        let child = builder.child(index, of: source)
        if names.insert(child.key, builder) {
          builder.push(child, key: child.key, at: position)
        } else if schema.mergesOver, let own = builder.pushedIndex(of: child.key, since: mark), own < membersBefore,
          replaced.insert(child.key).inserted
        {
          builder.replacePushed(own, since: mark, with: child)
        }
      }
    }
  }

  private func mergeSources(
    _ value: ValueNode?, _ position: SourcePosition, _ builder: borrowing ValueArenaBuilder
  ) throws(Diagnostic) -> [ValueNode] {
    var sources: [ValueNode] = []
    if let value, value.kind == .map {
      sources = [value]
    } else if let value, value.kind == .list {
      for index in 0..<value.childCount { sources.append(builder.child(index, of: value)) }
    }
    guard !sources.isEmpty, sources.allSatisfy({ $0.kind == .map }) else {
      throw problem("`<<` merges mappings, expected a mapping or a list of mappings", position)
    }
    return sources
  }

  /// The name of a member, nil for the merge key.
  private mutating func key(
    _ event: UnsafePointer<yaml_event_t>, _ position: SourcePosition, _ builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> KeyID? {
    if event.pointee.type == YAML_ALIAS_EVENT {
      let anchor = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
      guard let value = anchors[anchor], value.node.kind == .string else {
        throw problem("a mapping key must be a scalar", position)
      }
      return builder.key(builder.text(of: value.node))
    }
    guard event.pointee.type == YAML_SCALAR_EVENT else { throw problem("a mapping key must be a scalar", position) }
    let scalar = event.pointee.data.scalar
    let utf8 = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    if let anchor = scalar.anchor { anchors[String(cString: anchor)] = (builder.stringNode(utf8: utf8), 1) }
    if scalar.tag != nil { _ = try tag(scalar.tag, position) }
    guard scalar.plain_implicit == 1, scalar.style == YAML_PLAIN_SCALAR_STYLE else { return builder.key(utf8: utf8) }
    if utf8.count == 2, utf8.allSatisfy({ $0 == UInt8(ascii: "<") }) { return nil }
    guard schema.resolvesKeys, let value = plainScalar(utf8, schema) else { return builder.key(utf8: utf8) }
    switch value.kind {
    case .bool: return builder.key(value.boolValue ? "true" : "false")
    case .int: return builder.key(String(value.intValue))
    case .double:
      let whole = Int64(exactly: value.doubleValue)
      return whole.map { builder.key(String($0)) } ?? builder.key(utf8: utf8)
    default: return builder.key(utf8: utf8)
    }
  }

  private mutating func alias(
    _ event: UnsafePointer<yaml_event_t>, key: KeyID, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) -> Int {
    let anchor = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
    guard let value = anchors[anchor] else {
      throw problem("alias `*\(safeText(anchor, limit: 100))` has no anchor before it", position)
    }
    expanded = expanded.addingReportingOverflow(value.size).partialValue
    guard expanded >= 0, expanded <= YAMLReader.expansionLimit else {
      throw problem("aliases expand to more than \(YAMLReader.expansionLimit) values", position)
    }
    builder.push(value.node, key: key, at: position)
    return value.size
  }

  private mutating func scalar(
    _ event: UnsafePointer<yaml_event_t>, key: KeyID, _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) {
    let scalar = event.pointee.data.scalar
    let utf8 = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    guard scalar.tag == nil else { return try taggedScalar(utf8, scalar.tag, key: key, position, into: &builder) }
    let isPlain = scalar.plain_implicit == 1 && scalar.style == YAML_PLAIN_SCALAR_STYLE
    builder.push((isPlain ? plainScalar(utf8, schema) : nil) ?? builder.stringNode(utf8: utf8), key: key, at: position)
  }

  private mutating func taggedScalar(
    _ utf8: UnsafeBufferPointer<UInt8>, _ pointer: UnsafeMutablePointer<UInt8>?, key: KeyID,
    _ position: SourcePosition, into builder: inout ValueArenaBuilder
  ) throws(Diagnostic) {
    switch try tag(pointer, position) {
    case .own(let name):
      let forced = ["null", "bool", "int", "float"].contains(name)
      let value = forced ? plainScalar(utf8, schema) : nil
      if forced, !Self.isValue(value, of: name) { throw problem("the value is no `!!\(name)`", position) }
      builder.push(value ?? builder.stringNode(utf8: utf8), key: key, at: position)
    case .short(let member):
      let mark = builder.mark
      builder.push(builder.stringNode(utf8: utf8), key: builder.key(member), at: position)
      builder.closeContainer(.map, since: mark, key: key, at: position)
    }
  }

  private enum Tag {
    /// One of YAML's own types, `str` for the non-specific tag.
    case own(String)
    /// A member that the tag stands for.
    case short(String)
  }

  /// The member that a collection's tag stands for, nil for YAML's own types and for no tag.
  private func shortTag(_ pointer: UnsafeMutablePointer<UInt8>?, _ position: SourcePosition) throws(Diagnostic)
    -> String?
  {
    guard pointer != nil, case .short(let member) = try tag(pointer, position) else { return nil }
    return member
  }

  /// Tags of YAML's own types, and those that the caller knows; any other asks for a type that only some program knows.
  private func tag(_ pointer: UnsafeMutablePointer<UInt8>?, _ position: SourcePosition) throws(Diagnostic) -> Tag {
    let tag = pointer.map { String(cString: $0) } ?? "!"
    if tag == "!" { return .own("str") }
    if let member = shortTags[tag] { return .short(member) }
    let name = tag.hasPrefix(YAMLReader.tagPrefix) ? String(tag.dropFirst(YAMLReader.tagPrefix.count)) : ""
    let known = ["null", "bool", "int", "float", "str", "seq", "map", "binary", "timestamp", "merge", "value"]
    guard !known.contains(name) else { return .own(name) }
    let shown = "unknown tag `\(safeText(tag, limit: 100))`"
    guard !shortTags.isEmpty else { throw problem("\(shown), expected none, or one of YAML's own types", position) }
    let similar = nearestName(to: tag, among: shortTags.keys.sorted())
    throw Diagnostic(
      .error, "\(shown), expected none, or one of the format's own short tags", at: location(position),
      help: similar.map { "did you mean `\($0)`?" })
  }

  private static func isValue(_ value: ValueNode?, of tag: String) -> Bool {
    switch (tag, value?.kind) {
    case ("null", .null), ("bool", .bool), ("int", .int), ("float", .double), ("float", .int): true
    default: false
    }
  }

  private mutating func remember(_ anchor: String?, _ size: Int, _ builder: borrowing ValueArenaBuilder) {
    guard let anchor, let node = builder.top else { return }
    anchors[anchor] = (node, size)
  }

  private func problem(_ message: String, _ position: SourcePosition) -> Diagnostic {
    Diagnostic(.error, message, at: location(position))
  }

  private func location(_ position: SourcePosition) -> SourceLocation {
    SourceLocation(file: name, line: Int(position.line), column: Int(position.column))
  }
}

/// The names of a mapping's members so far. A few are compared one by one: a hash set costs more than it saves.
private struct MemberNames {
  private static let fewest = 24
  private let mark: Int
  private var count = 0
  private var set: Set<KeyID>?

  init(mark: Int) { self.mark = mark }

  /// Adds a name; false if it is there.
  mutating func insert(_ key: KeyID, _ builder: borrowing ValueArenaBuilder) -> Bool {
    if set != nil { return set?.insert(key).inserted ?? true }
    guard builder.pushedIndex(of: key, since: mark) == nil else { return false }
    count += 1
    if count > Self.fewest {
      set = Set(builder.pushed(since: mark).map(\.key))
      set?.insert(key)
    }
    return true
  }
}
